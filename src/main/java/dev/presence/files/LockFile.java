package dev.presence.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock between processes, and between the threads of one, held only to read, merge and write. It
 * ends with the process. The file is its owner's alone, since a read lock of whoever may open it
 * would keep the owner out.
 */
public final class LockFile implements AutoCloseable {
  private static final Set<StandardOpenOption> OPEN =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final long FIRST_PAUSE = 1;
  private static final long LONGEST_PAUSE = 50;

  /**
   * What this process holds or tries. A process that closes a file loses each lock that it has on
   * it, so a second thread must not even open what the first one holds.
   */
  private static final Set<Path> BUSY = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private LockFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits for the lock until the deadline.
   *
   * @param file in a folder that is there
   * @return null when somebody else still has it then
   */
  public static @Nullable LockFile hold(Path file, Deadline deadline) throws IOException {
    Path path = file.toAbsolutePath().normalize();
    long pause = FIRST_PAUSE;
    LockFile lock = tryToHold(path);
    while (lock == null) {
      if (deadline.isOver() || !sleep(pause)) {
        return null;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      lock = tryToHold(path);
    }
    return lock;
  }

  private static @Nullable LockFile tryToHold(Path file) throws IOException {
    if (!BUSY.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean held = false;
    try {
      channel = FileChannel.open(file, OPEN, PosixFilePermissions.asFileAttribute(OWNERS));
      makeOwners(file);
      held = channel.tryLock() != null;
      return held ? new LockFile(file, channel) : null;
    } catch (OverlappingFileLockException e) {
      return null; // This process has it under another name.
    } finally {
      if (!held) {
        release(file, channel);
      }
    }
  }

  /** An older version made it readable by all. */
  private static void makeOwners(Path file) {
    try {
      if (!Files.getPosixFilePermissions(file).equals(OWNERS)) {
        Files.setPosixFilePermissions(file, OWNERS);
      }
    } catch (IOException e) {
      return; // Somebody else's, or on a file system with modes of its own.
    }
  }

  private static void release(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      BUSY.remove(file);
    }
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      release(file, channel);
    }
  }
}
