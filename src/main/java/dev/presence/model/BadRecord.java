package dev.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * A file on a list that is no record. It costs the node it is named after, and nobody else.
 *
 * @param file the file, as a person finds it, fit to print
 * @param id the node it is named after; null when the name is no node's
 * @param reason what it is instead, a verb first, fit to print
 */
public record BadRecord(String file, @Nullable NodeName id, String reason)
    implements Comparable<BadRecord> {
  @Override
  public int compareTo(BadRecord other) {
    return file.compareTo(other.file);
  }

  @Override
  public String toString() {
    return file + " " + reason;
  }
}
