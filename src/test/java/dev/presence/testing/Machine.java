package dev.presence.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The machine that the tests run on: its programs, and what it lets them do. */
public final class Machine {
  /** Far beyond what anything here takes: only a hang reaches it. */
  private static final long HANGS_SECONDS = 120;

  /** How a program ended. */
  public record Ended(int status, String out, String err) {}

  /** Runs a program to its end; one that hangs fails the test. */
  public static Ended run(String... command) throws IOException, InterruptedException {
    return run(List.of(command), Map.of());
  }

  /** Runs a program with more environment. */
  public static Ended run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    // Files and not pipes: a full pipe that nobody reads would be a hang of the test's own.
    Path out = Files.createTempFile("presence-test", ".out");
    Path err = Files.createTempFile("presence-test", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(HANGS_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        Assertions.fail(command + " hangs");
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Runs a program that has to succeed, such as {@code mkfifo}. */
  public static String must(String... command) throws IOException, InterruptedException {
    Ended ended = run(command);
    Assertions.assertEquals(0, ended.status(), () -> List.of(command) + ": " + ended);
    return ended.out();
  }

  /** Whether a program can be run and succeeds here. */
  public static boolean can(String... command) throws InterruptedException {
    try {
      return run(command).status() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  /**
   * Sends a process a signal, such as {@code STOP}: by a shell's own command, as not each system
   * has a program.
   */
  public static void signal(String signal, long pid) throws IOException, InterruptedException {
    must("sh", "-c", "kill -" + signal + " " + pid);
  }

  /** The command line of a program in the tests' own classes, on the Java that they run on. */
  public static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  public static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Skips the test where a person works, which {@link Skips} says; fails it in CI, which must have
   * all.
   */
  public static void needs(boolean there, String what) {
    if (there) {
      return;
    }
    String message = "needs " + what;
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail(message);
    }
    Assumptions.abort(message);
  }

  private Machine() {}
}
