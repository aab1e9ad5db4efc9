package dev.presence.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Set;

/** Reads regular files up to a bound: no pipe blocks it, no size fills the memory. */
public final class BoundedFile {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<OpenOption> READ_NO_LINK =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /**
   * The bytes of a file; a link is followed.
   *
   * @throws NoSuchFileException when there is none
   * @throws UnfitFileException when it is no regular file or over the limit
   * @throws IOException when it cannot be read
   */
  public static byte[] read(Path file, int limit) throws IOException {
    checkRegular(file, Files.readAttributes(file, BasicFileAttributes.class));
    return bytes(file, READ, limit);
  }

  /** The bytes of a file that somebody else put there: as {@link #read}, but a link is unfit. */
  public static byte[] readUnlinked(Path file, int limit) throws IOException {
    checkRegular(
        file, Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    return bytes(file, READ_NO_LINK, limit);
  }

  private static void checkRegular(Path file, BasicFileAttributes attributes)
      throws UnfitFileException {
    if (attributes.isRegularFile()) {
      return;
    }
    throw new UnfitFileException(
        file,
        attributes.isDirectory()
            ? "is a folder"
            : attributes.isSymbolicLink()
                ? "is a link, and links on a list are not followed"
                : "is not a regular file");
  }

  private static byte[] bytes(Path file, Set<OpenOption> options, int limit) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, options)) {
      long size = channel.size();
      if (size > limit) {
        throw over(file, limit);
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) size + 1);
      while (channel.read(buffer) >= 0) {
        if (!buffer.hasRemaining()) {
          if (buffer.capacity() > limit) {
            throw over(file, limit);
          }
          buffer = ByteBuffer.allocate(limit + 1).put(buffer.flip()); // It grew meanwhile.
        }
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  private static UnfitFileException over(Path file, int limit) {
    return new UnfitFileException(file, "is over " + limit / 1024 + " KiB");
  }

  /** Whether the file can be read and has just these bytes. */
  public static boolean hasBytes(Path file, byte[] bytes) {
    try {
      return Files.size(file) == bytes.length && Arrays.equals(read(file, bytes.length), bytes);
    } catch (IOException e) {
      return false;
    }
  }

  /** Why a file could not be used, in words without the path, not yet fit to print. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    String message = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private BoundedFile() {}
}
