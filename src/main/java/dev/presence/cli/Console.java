package dev.presence.cli;

import dev.presence.format.JsonWriter;
import dev.presence.model.Notes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two streams: data for programs on stdout, sentences for people on stderr. */
final class Console implements Notes {
  private final PrintStream out;
  private final PrintStream err;

  Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void say(String line) {
    err.print("presence: " + line + "\n"); // One call, so that lines of two runs do not mix.
  }

  void print(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
  }

  void print(String text) {
    print(text.getBytes(StandardCharsets.UTF_8));
  }

  void printJson(@Nullable Object value) {
    print(JsonWriter.print(value, JsonWriter.Style.ANSWER));
  }

  /** Whether all of stdout arrived. */
  boolean delivered() {
    return !out.checkError();
  }

  /** Another command line on the same streams. */
  Cli cli(Map<String, String> environment, Clock clock) {
    return new Cli(out, err, environment, clock);
  }

  PrintStream err() {
    return err;
  }
}
