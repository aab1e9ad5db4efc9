package dev.presence;

import dev.presence.cli.Cli;
import dev.presence.cli.PipeStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Starts the program. */
public final class Main {
  public static void main(String[] args) {
    // UTF-8 whatever the locale says. The exit is needed: a thread may hang on a dead mount.
    Cli cli =
        new Cli(
            stream(
                new BufferedOutputStream(new PipeStream(new FileOutputStream(FileDescriptor.out)))),
            stream(new FileOutputStream(FileDescriptor.err)),
            System.getProperty("presence.terminal"),
            System.getenv(),
            Clock.systemUTC());
    System.exit(cli.run(args));
  }

  private static PrintStream stream(OutputStream out) {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  private Main() {}
}
