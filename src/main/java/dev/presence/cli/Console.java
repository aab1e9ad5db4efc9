package dev.presence.cli;

import dev.presence.format.PeopleJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two streams: data for programs on stdout, sentences for people on stderr. */
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final @Nullable String terminal;
  private final Set<String> said = new HashSet<>();

  /**
   * These streams.
   *
   * @param terminal what the launcher knows of the terminal that stdout is; null when it is none
   */
  Console(PrintStream out, PrintStream err, @Nullable String terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** What {@link Terminal} reads. */
  @Nullable String terminal() {
    return terminal;
  }

  /** Says it on stderr, and once a run. */
  void say(String line) {
    if (said.add(line)) {
      err.print("presence: " + line + "\n"); // One call, so that lines of two runs do not mix.
    }
  }

  void sayAll(List<String> lines) {
    for (String line : lines) {
      say(line);
    }
  }

  void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
  }

  void printJson(Object value) {
    try {
      PeopleJson.write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether all of stdout arrived. */
  boolean isDelivered() {
    return !out.checkError();
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }
}
