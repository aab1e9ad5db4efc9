package dev.presence.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a child reads. Bytes come from a file, which has no name any more once the child has it
 * open: nobody has to stay and feed a pipe, and a child that does not read keeps nobody waiting.
 */
final class Input {
  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));

  /** Starts the child; without bytes it reads an end at once. */
  static Process start(ProcessBuilder builder, byte @Nullable [] input) throws IOException {
    if (input == null) {
      return builder.redirectInput(NOTHING).start();
    }
    Path file = Files.createTempFile("presence", ".input"); // Its owner's alone.
    try {
      Files.write(file, input);
      return builder.redirectInput(Redirect.from(file.toFile())).start();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Input() {}
}
