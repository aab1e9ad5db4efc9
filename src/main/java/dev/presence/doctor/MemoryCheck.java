package dev.presence.doctor;

import dev.presence.model.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether this node can remember. */
public final class MemoryCheck implements Check {
  private static final String STATE_DIR = "state-dir";

  private final @Nullable Path folder;

  /**
   * Looks at that folder.
   *
   * @param folder null when there is none to be had
   */
  public MemoryCheck(@Nullable Path folder) {
    this.folder = folder;
  }

  @Override
  public List<Finding> look() {
    if (folder == null) {
      return List.of(
          Finding.bad(STATE_DIR, "this user has no home folder: name one with --state-dir"));
    }
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return List.of(
        Files.isDirectory(there) && Files.isWritable(there)
            ? Finding.ok(STATE_DIR, Printable.of(folder))
            : Finding.bad(
                STATE_DIR,
                Printable.of(folder)
                    + " cannot be written: see to its rights, or name --state-dir"));
  }
}
