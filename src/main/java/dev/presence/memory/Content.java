package dev.presence.memory;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The bytes of one entry as they were loaded, wherever they are kept: opened when they are asked
 * for.
 */
public final class Content {
  /** A place that keeps bytes. */
  interface Source {
    byte[] read(long offset, int length) throws IOException;

    void copy(long offset, long length, OutputStream out) throws IOException;
  }

  final Source source;
  final long offset;
  final int length;

  Content(Source source, long offset, int length) {
    this.source = source;
    this.offset = offset;
    this.length = length;
  }

  public byte[] bytes() throws IOException {
    return source.read(offset, length);
  }
}
