package dev.presence.memory;

import dev.presence.files.AtomicFile;
import dev.presence.files.BoundedFile;
import dev.presence.files.LockFile;
import dev.presence.model.Notes;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder in which a node remembers. A memory that cannot be kept is said once and costs nothing
 * else, so nothing here throws.
 */
public final class StateFolder {
  private final Path folder;
  private final boolean readOnly;
  private final Notes notes;
  private boolean said;

  /**
   * The memory in that folder.
   *
   * @param folder need not be there yet
   * @param readOnly whether nothing is to be written
   */
  public StateFolder(Path folder, boolean readOnly, Notes notes) {
    this.folder = folder;
    this.readOnly = readOnly;
    this.notes = notes;
  }

  /** What is done while no other process reads, merges and writes. */
  interface Change {
    void make() throws IOException;
  }

  Path file(String kind, String key) {
    return folder.resolve(kind).resolve(key);
  }

  /** Makes the change under the folder's lock, unless this memory is read-only. */
  void change(Change change) {
    if (readOnly) {
      return;
    }
    try (LockFile lock = LockFile.hold(folder.resolve("lock"))) {
      change.make();
    } catch (IOException e) {
      if (!said) {
        said = true;
        notes.say(
            "nothing is remembered in "
                + Printable.of(folder)
                + ": "
                + Printable.of(BoundedFile.reason(e))
                + "; name a folder of your own with --state-dir");
      }
    }
  }

  /** Writes a file of the memory; a power cut may lose it. */
  static void write(Path file, byte[] bytes) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    AtomicFile.replaceIfChanged(file, bytes, AtomicFile.Sync.NONE, AtomicFile.Mode.KEPT);
  }
}
