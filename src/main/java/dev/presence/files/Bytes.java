package dev.presence.files;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes as the content of a file. A class and not a lambda: the run of each minute links none. */
public final class Bytes implements FileReplacer.Content {
  private final byte[] bytes;

  public Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }
}
