package dev.presence.store;

import dev.presence.model.Printable;

/**
 * How a person finds an entry of a store, and what is to be done with it; all fit to print.
 *
 * @param name where it is: a path, a ref, a node, which that store's own tools open
 * @param deletion how it is deleted, a verb first
 * @param access what may keep it from being read, a verb first
 */
public record Whereabouts(String name, String deletion, String access) {
  /** Of a file below the store of that name. */
  static Whereabouts ofFile(String store, Entry entry) {
    return new Whereabouts(
        store + "/" + Printable.of(entry.path()),
        "delete the file",
        "see to its rights, and to the disk or mount");
  }
}
