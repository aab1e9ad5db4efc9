package dev.presence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches and disturbs the system calls of a program on some paths; {@code man strace}. */
public final class Strace {
  private static final Pattern CALL = Pattern.compile("\\d+ +(\\w+)\\((.*)");

  private final Path log;
  private final List<String> options = new ArrayList<>();

  /**
   * Watches calls on these paths alone; where there is no strace the test is skipped.
   *
   * @param folder for its log
   */
  public Strace(Path folder, Path... paths) throws InterruptedException {
    Machine.needs(Machine.can("strace", "-e", "trace=none", "true"), "strace");
    this.log = folder.resolve("strace.log");
    for (Path path : paths) {
      options.addAll(List.of("-P", path.toString()));
    }
  }

  /** Another option, such as {@code -e inject=fsync:error=EIO}. */
  public Strace with(String... option) {
    options.addAll(List.of(option));
    return this;
  }

  /** The whole command line. */
  public List<String> command(List<String> program) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-y", "-o", log.toString()));
    command.addAll(options);
    command.addAll(program);
    return command;
  }

  public Machine.Ended run(List<String> program) throws IOException, InterruptedException {
    return Machine.run(command(program), Map.of());
  }

  /** The calls that were seen, {@code fsync(7</list/all>) = 0}, as they began. */
  public List<String> calls() throws IOException {
    List<String> calls = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher call = CALL.matcher(line);
      if (call.matches()) {
        calls.add(call.group(1) + "(" + call.group(2));
      }
    }
    return calls;
  }
}
