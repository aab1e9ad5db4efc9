package dev.presence.node;

import dev.presence.files.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which boot of this machine it is: the kernel's random id, another one after each start. */
public final class Boot {
  private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int LONGEST = 64;

  private static @Nullable String id;

  /** The id; empty on a system that has none. */
  public static synchronized String id() {
    if (id == null) {
      id = read();
    }
    return id;
  }

  private static String read() {
    try {
      return new String(BoundedFile.read(ID, LONGEST), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private Boot() {}
}
