package dev.presence.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command line of the user's under a time limit that its whole process tree obeys: whatever
 * of it is left when it ends, or when this process is told to end, is ended too, daemons included.
 */
public final class LimitedCommand {
  /** How long what is asked to end has for it. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  /** Of a child that was killed: 128 and SIGKILL, as a shell says it. */
  private static final int KILLED = 137;

  /**
   * How it ended.
   *
   * @param status the exit status, 128 and the signal's number when it was ended by one
   * @param ranOut whether the time ran out
   * @param leftovers how many other processes of the tree were still there at its end, and were
   *     ended
   */
  public record Ended(int status, boolean ranOut, int leftovers) {}

  /**
   * Runs {@code /bin/sh -c line} to its end; it reads nothing.
   *
   * @param environment added to this process's own
   * @param log what it prints, on either stream, is all that this file holds then
   * @throws IOException when it could not be started
   */
  public static Ended run(String line, Map<String, String> environment, Path log, Duration limit)
      throws IOException {
    return run(line, environment, log, limit, GRACE);
  }

  /** The same with another grace. */
  public static Ended run(
      String line, Map<String, String> environment, Path log, Duration limit, Duration grace)
      throws IOException {
    return run(List.of("/bin/sh", "-c", "--", line), environment, log, limit, grace);
  }

  /** The same with a program and its arguments, without a shell. */
  public static Ended run(
      List<String> command,
      Map<String, String> environment,
      Path log,
      Duration limit,
      Duration grace)
      throws IOException {
    // Not by commons-exec: it copies output through threads, which wait for every daemon that holds
    // a pipe, and its watchdog ends the first child alone.
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile()));
    ProcessTree tree = new ProcessTree();
    Thread atEnd = new EndTree(tree, grace);
    try {
      Runtime.getRuntime().addShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      throw new IOException("this process itself is being ended", e);
    }
    boolean interrupted = false;
    try {
      Process process = tree.start(builder, null);
      boolean ranOut = false;
      try {
        ranOut = !process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true; // Who interrupts wants an end of it.
      }
      int leftovers = tree.end(grace);
      return new Ended(status(process), ranOut, leftovers);
    } finally {
      forget(atEnd);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int status(Process process) {
    try {
      // It is gone, but for the moment until the JDK has heard of it, or hangs in the kernel.
      return process.waitFor(1, TimeUnit.SECONDS) ? process.exitValue() : KILLED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return KILLED;
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is being ended, and the hook is at work or done.
    }
  }

  /** Ends the tree when this process is told to end, as {@code systemctl stop} does. */
  private static final class EndTree extends Thread {
    private final ProcessTree tree;
    private final Duration grace;

    private EndTree(ProcessTree tree, Duration grace) {
      super("end of a command");
      this.tree = tree;
      this.grace = grace;
    }

    @Override
    public void run() {
      tree.end(grace);
    }
  }

  private LimitedCommand() {}
}
