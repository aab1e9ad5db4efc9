package dev.presence.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How large the terminal is that this process belongs to; Java has no call for it. */
public final class TerminalSize {
  private static final int MOST_OUTPUT = 64;

  /** Rows and columns as {@code stty size} prints them, {@code 24 80}; empty when nobody knows. */
  public static String now(Duration limit) {
    ProcessBuilder builder = new ProcessBuilder("stty", "size");
    builder.redirectInput(new File("/dev/tty")).redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return "";
      }
      byte[] printed = process.getInputStream().readNBytes(MOST_OUTPUT);
      return process.exitValue() == 0 ? new String(printed, StandardCharsets.US_ASCII).strip() : "";
    } catch (IOException e) {
      return ""; // No stty here, or no terminal any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private TerminalSize() {}
}
