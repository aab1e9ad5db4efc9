package dev.presence.store;

import dev.presence.files.BoundedFile;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.file.Path;

/** What can be wrong with a folder, and what to do. */
final class FolderMessages {
  static StoreException missing(Path root, IOException e) {
    return new StoreException(
        "no folder %s: mount it, or make the list with 'presence init %<s'"
            .formatted(Printable.of(root)),
        e);
  }

  /** The advice to mount comes first: a list made in a bare mount point is another list. */
  static StoreException unmade(Path root) {
    return new StoreException(
        ("%s is no list: where a list should be mounted here, mount it; else 'presence init %<s'"
                + " makes one")
            .formatted(Printable.of(root)));
  }

  static StoreException notAFolder(Path root) {
    return new StoreException(
        Printable.of(root) + " is a file, not a folder: name the list's folder");
  }

  static StoreException tooMuch(Path root, long bytes) {
    return new StoreException(
        "%s holds more than %d MB of records: see what is in it, and 'presence prune'"
            .formatted(Printable.of(root), bytes >> 20));
  }

  static StoreException cannotMake(Path root, IOException e) {
    return new StoreException(
        "cannot make the list in %s: %s; name a folder that you may write, or try as root"
            .formatted(Printable.of(root), Printable.of(BoundedFile.reason(e))),
        e);
  }

  static StoreException cannotWatch(Path root, IOException e) {
    return new StoreException(
        "%s cannot be watched: %s; it is looked at each --every all the same"
            .formatted(Printable.of(root), Printable.of(BoundedFile.reason(e))),
        e);
  }

  static StoreException cannotWrite(Path root, Path file, IOException e) {
    return new StoreException(
        "cannot write %s in the list %s: %s; see to its rights and space"
            .formatted(Printable.of(file), Printable.of(root), Printable.of(BoundedFile.reason(e))),
        e);
  }

  static StoreException cannotReadBack(Path file, IOException e) {
    return new StoreException(
        "%s is written, but cannot be read back: %s; it is written again with the next announce"
            .formatted(Printable.of(file), Printable.of(BoundedFile.reason(e))),
        e);
  }

  static StoreException cannotDelete(Path root, Path file, IOException e) {
    return new StoreException(
        "cannot delete %s in the list %s: %s; see to its rights"
            .formatted(Printable.of(file), Printable.of(root), Printable.of(BoundedFile.reason(e))),
        e);
  }

  private FolderMessages() {}
}
