package dev.presence.store;

import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A store as people name it on the command line: a path, or {@code folder:PATH}. */
public final class StoreAddress {
  private static final String FOLDER = "folder:";

  /**
   * The store of that name.
   *
   * @throws PresenceException when it names none
   */
  public static Store open(String address) {
    if (address.startsWith("git:")) {
      throw PresenceException.usage(
          "the store "
              + Printable.of(address)
              + " is in Git, which this version does not read yet");
    }
    String path = address.startsWith(FOLDER) ? address.substring(FOLDER.length()) : address;
    try {
      if (!path.isBlank()) {
        return new FolderStore(Path.of(path).toAbsolutePath().normalize());
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw PresenceException.usage(
        "\"" + Printable.of(address) + "\" names no store: give a folder's path");
  }

  private StoreAddress() {}
}
