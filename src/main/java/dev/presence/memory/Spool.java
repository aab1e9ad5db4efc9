package dev.presence.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was loaded in this run: in memory as long as it is little, else in a file without a name, so
 * that a list of any size fits into a small machine.
 */
public final class Spool implements Content.Source, AutoCloseable {
  private static final int MOST_IN_MEMORY = 8 << 20;

  private final Bytes little = new Bytes();
  private @Nullable FileChannel much;
  private long end;

  /** Bytes that can be read where they are. */
  private static final class Bytes extends ByteArrayOutputStream {
    private byte[] read(long offset, int length) {
      return Arrays.copyOfRange(buf, (int) offset, (int) offset + length);
    }

    private void copy(long offset, long length, OutputStream out) throws IOException {
      out.write(buf, (int) offset, (int) length);
    }
  }

  /** Keeps these bytes. */
  public synchronized Content add(byte[] bytes) throws IOException {
    if (much == null && end + bytes.length > MOST_IN_MEMORY) {
      Path file = Files.createTempFile("presence-", ".spool");
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      write(channel, little.toByteArray(), 0);
      much = channel; // Not before all is in it: the disk may be full.
      little.reset();
    }
    if (much == null) {
      little.writeBytes(bytes);
    } else {
      write(much, bytes, end);
    }
    Content content = new Content(this, end, bytes.length);
    end += bytes.length;
    return content;
  }

  private static void write(FileChannel channel, byte[] bytes, long at) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      at += channel.write(rest, at);
    }
  }

  @Override
  public synchronized byte[] read(long offset, int length) throws IOException {
    return much != null ? SeenFile.read(much, offset, length) : little.read(offset, length);
  }

  @Override
  public synchronized void copy(long offset, long length, OutputStream out) throws IOException {
    if (much != null) {
      SeenFile.copy(much, offset, length, out);
    } else {
      little.copy(offset, length, out);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (much != null) {
      much.close();
    }
  }
}
