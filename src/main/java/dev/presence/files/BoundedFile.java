package dev.presence.files;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/** Reads regular files up to a bound: no pipe blocks it, no size fills the memory. */
public final class BoundedFile {
  /** One read of at most this many bytes needs no buffer of the JVM's own. */
  private static final int CHUNK = 8192;

  private final byte[] buffer;

  /**
   * A reader whose buffer is used again for each file.
   *
   * @param limit the largest file in bytes
   */
  public BoundedFile(int limit) {
    this.buffer = new byte[limit + 1];
  }

  /** The bytes of the last file read, up to the length that {@link #read} returned. */
  public byte[] buffer() {
    return buffer;
  }

  /**
   * Reads a file into the buffer.
   *
   * @return its length in bytes
   * @throws NoSuchFileException when there is none
   * @throws IOException when it is no regular file, over the limit or cannot be read; the message
   *     begins with a verb
   */
  public int read(File file) throws IOException {
    if (!file.isFile()) {
      throw notAFile(file);
    }
    int length = 0;
    try (FileInputStream in = new FileInputStream(file)) {
      int asked;
      int read;
      do {
        asked = Math.min(CHUNK, buffer.length - length);
        read = in.read(buffer, length, asked);
        length += Math.max(read, 0);
        // A regular file gives less than was asked for only at its end.
      } while (read == asked && length < buffer.length);
    } catch (FileNotFoundException e) {
      if (!file.exists()) {
        throw new NoSuchFileException(file.getPath());
      }
      throw new IOException("cannot be opened: permission denied", e);
    } catch (IOException e) {
      throw new IOException("cannot be read: " + e.getMessage(), e);
    }
    if (length == buffer.length) {
      throw new IOException("is over " + (buffer.length - 1) / 1024 + " KiB");
    }
    return length;
  }

  /** A whole file, for callers without a loop; see {@link #read}. */
  public static byte[] read(File file, int limit) throws IOException {
    BoundedFile reader = new BoundedFile(limit);
    int length = reader.read(file);
    return Arrays.copyOf(reader.buffer, length);
  }

  /** Whether the file can be read and has just these bytes. */
  public static boolean hasBytes(File file, byte[] bytes) {
    if (file.length() != bytes.length) {
      return false;
    }
    try {
      return Arrays.equals(read(file, bytes.length), bytes);
    } catch (IOException e) {
      return false;
    }
  }

  private static IOException notAFile(File file) {
    if (file.isDirectory()) {
      return new IOException("is a folder");
    }
    if (Files.isSymbolicLink(file.toPath())) {
      return new IOException("is a link that leads to no regular file");
    }
    if (Files.exists(file.toPath(), LinkOption.NOFOLLOW_LINKS)) {
      return new IOException("is not a regular file");
    }
    return new NoSuchFileException(file.getPath());
  }

  /** Why a file could not be used, in words without the path. */
  public static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    String message = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
