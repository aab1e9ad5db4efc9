package dev.presence.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A lock between processes, held only to read, merge and write. It ends with the process. */
public final class LockFile implements AutoCloseable {
  private final FileChannel channel;

  private LockFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the lock; its holders keep it for milliseconds. */
  public static LockFile hold(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.lock();
      assert lock.isValid();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return new LockFile(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
