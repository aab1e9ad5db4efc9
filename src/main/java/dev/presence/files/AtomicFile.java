package dev.presence.files;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Replaces a file whole: a reader sees the old bytes or the new, after a power cut too. The bytes
 * go to a hidden name beside the file, are synced, renamed over it, and the folder is synced.
 */
public final class AtomicFile {
  /** Readable by all: the list is public to its readers, and a rename keeps the mode of the new. */
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private static final Set<PosixFilePermission> ENTERABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /** A hidden name older than this was left by a crash. */
  private static final long STALE_SECONDS = 3600;

  /** How much of the way to the disk is waited for. */
  public enum Sync {
    /** File and folder are on the disk on return: for what nobody else could say again. */
    DISK,
    /** Atomic, but a power cut may lose it: for caches. */
    NONE
  }

  /** Who may read the file afterwards, whatever the umask of whoever runs this. */
  public enum Mode {
    /** Everybody: what readers on other nodes need. */
    PUBLIC,
    /** Whoever could read the old file; everybody where there was none. */
    KEPT
  }

  /**
   * Writes the bytes, unless the file has just these; then nothing of it is touched.
   *
   * @return whether anything was written
   */
  public static boolean replaceIfChanged(Path file, byte[] bytes, Sync sync, Mode mode)
      throws IOException {
    if (BoundedFile.hasBytes(file.toFile(), bytes)) {
      return false;
    }
    replace(file, bytes, sync, mode);
    return true;
  }

  /** Writes the bytes; on failure the old file stands and nothing is left behind. */
  public static void replace(Path file, byte[] bytes, Sync sync, Mode mode) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("is not a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("is not a regular file"); // A rename would end a device or a pipe.
    }
    String prefix = "." + file.getFileName() + ".";
    removeStale(folder, prefix);
    Path hidden =
        folder.resolve(prefix + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
    try {
      write(hidden, bytes, sync);
      setMode(hidden, file, mode);
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(hidden);
      throw e;
    }
    if (sync == Sync.DISK) {
      syncFolder(folder);
    }
  }

  private static void write(Path hidden, byte[] bytes, Sync sync) throws IOException {
    try (FileChannel channel =
        FileChannel.open(hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      if (sync == Sync.DISK) {
        channel.force(true);
      }
    }
  }

  private static void setMode(Path hidden, Path old, Mode mode) throws IOException {
    Set<PosixFilePermission> permissions = READABLE;
    try {
      if (mode == Mode.KEPT && Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)) {
        permissions = Files.getPosixFilePermissions(old);
      }
      Files.setPosixFilePermissions(hidden, permissions);
    } catch (UnsupportedOperationException e) {
      return; // A system without such modes.
    }
  }

  /** Makes a folder that everybody may enter and list, whatever the umask; one there is well. */
  public static void createFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, ENTERABLE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    } catch (UnsupportedOperationException e) {
      return; // A system without such modes.
    }
  }

  /** Deletes a file; a missing one is well. The folder is synced. */
  public static boolean delete(Path file) throws IOException {
    boolean deleted = Files.deleteIfExists(file);
    Path folder = file.toAbsolutePath().getParent();
    if (deleted && folder != null) {
      syncFolder(folder);
    }
    return deleted;
  }

  private static void syncFolder(Path folder) throws IOException {
    if (File.separatorChar == '\\') {
      return; // Windows opens no folders.
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What a crash left; whatever stands in the way here is left for the next write. */
  private static void removeStale(Path folder, String prefix) {
    FileTime limit = FileTime.from(Instant.now().minusSeconds(STALE_SECONDS));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path path : files) {
        String name = path.getFileName().toString();
        if (name.startsWith(prefix)
            && name.endsWith(".tmp")
            && Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return;
    }
  }

  private AtomicFile() {}
}
