package dev.presence.node;

import dev.presence.files.Deadline;
import dev.presence.files.LockFile;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reading a node's facts, stamping and publishing them is one step to every other process of its
 * machine: a drain beside an announce is never lost.
 */
public final class NodeLock implements AutoCloseable {
  private final @Nullable LockFile lock;

  private NodeLock(@Nullable LockFile lock) {
    this.lock = lock;
  }

  /**
   * Waits for it. Who may not write in the folder cannot have it, and cannot change facts either.
   *
   * @param nodeinfo must be there
   * @throws PresenceException when another process has it until the deadline
   */
  public static NodeLock hold(Path nodeinfo, Deadline deadline) {
    Path file = nodeinfo.resolve(".lock");
    LockFile lock;
    try {
      lock = LockFile.hold(file, deadline);
    } catch (IOException e) {
      return new NodeLock(null);
    }
    if (lock == null) {
      throw new PresenceException(
          FailureKind.TIMEOUT,
          "another presence has held %s for %s: see what it waits for, and try again"
              .formatted(Printable.of(file), deadline.words()));
    }
    return new NodeLock(lock);
  }

  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      return; // It ends with the process.
    }
  }
}
