package dev.presence.node;

import dev.presence.files.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which boot of this machine it is: the kernel's random id, another one after each start. */
public final class Boot {
  private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int LONGEST = 64;

  /** The id; empty on a system that has none. */
  public static String id() {
    try {
      return new String(BoundedFile.read(ID, LONGEST), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private Boot() {}
}
