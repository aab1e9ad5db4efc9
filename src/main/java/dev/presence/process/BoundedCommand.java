package dev.presence.process;

import dev.presence.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;

/** Runs one child without a shell, bounded in time together with all it starts. */
public final class BoundedCommand {
  /** Of what a child prints, enough to see what was wrong. */
  private static final int MOST_OUTPUT = 4096;

  /**
   * How it ended.
   *
   * @param succeeded whether it came to its end with status 0
   * @param why how it ended, with the last line it printed, fit to print
   */
  public record Ended(boolean succeeded, String why) {}

  /** Runs the command; what it prints is kept only for {@link Ended#why}. */
  public static Ended run(List<String> command, Duration limit) {
    CommandLine line = new CommandLine(command.get(0));
    for (String argument : command.subList(1, command.size())) {
      line.addArgument(argument, false);
    }
    Tail tail = new Tail();
    TreeWatchdog watchdog = new TreeWatchdog(limit);
    DefaultExecutor executor =
        DefaultExecutor.builder().setExecuteStreamHandler(new PumpStreamHandler(tail)).get();
    executor.setExitValues(null);
    executor.setWatchdog(watchdog);
    try {
      int status = executor.execute(line);
      if (watchdog.killedProcess()) {
        return new Ended(false, command.get(0) + " ran over " + limit.toSeconds() + " s");
      }
      return new Ended(
          status == 0, command.get(0) + " ended with status " + status + tail.lastLine());
    } catch (IOException e) {
      return new Ended(
          false, command.get(0) + " did not run: " + Printable.of(String.valueOf(e.getMessage())));
    }
  }

  /** Keeps the end of what is written. */
  private static final class Tail extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      if (kept.size() >= MOST_OUTPUT) {
        byte[] all = kept.toByteArray();
        kept.reset();
        kept.write(all, all.length / 2, all.length - all.length / 2);
      }
      kept.write(b);
    }

    synchronized String lastLine() {
      String text = kept.toString(StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : ": " + Printable.of(text.substring(text.lastIndexOf('\n') + 1));
    }
  }

  private BoundedCommand() {}
}
