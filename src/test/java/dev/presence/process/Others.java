package dev.presence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for what other processes say in a file, and asks after them. */
final class Others {
  /** Far beyond what anything here takes: only a hang reaches it. */
  private static final long HANGS_SECONDS = 60;

  /** The first line of a file that another process writes, once it is whole. */
  static String line(Path file) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(HANGS_SECONDS)) {
      String text = Files.exists(file) ? Files.readString(file) : "";
      if (text.indexOf('\n') >= 0) {
        return text.substring(0, text.indexOf('\n'));
      }
      Thread.sleep(10);
    }
    throw new AssertionError("nobody writes a line into " + file);
  }

  /** The process that wrote its id into a file. */
  static ProcessHandle process(Path file) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(line(file)));
    assertThat(process).as("process of " + file).isPresent();
    return process.orElseThrow();
  }

  /** Whether it runs; a dead one that its parent has not asked for does not. */
  static boolean runs(ProcessHandle process) throws IOException {
    return process.isAlive() && !field(process, 0).equals("Z");
  }

  /** Whether the process that wrote its id into a file still runs. */
  static boolean runsWhoSaid(Path file) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(line(file)));
    return process.isPresent() && runs(process.get());
  }

  /**
   * A field of its {@code stat} behind the command's name: 0 the state, 1 the parent, 3 the
   * session.
   */
  static String field(ProcessHandle process, int field) throws IOException {
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    try {
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      return text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[field];
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
      return "Z"; // Gone meanwhile.
    }
  }

  private Others() {}
}
