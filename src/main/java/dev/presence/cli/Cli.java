package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * From arguments to an exit status: finds the command, runs it, turns what went wrong to a line.
 */
public final class Cli {
  /** What ends by itself at the deadline gets so long to say so. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Console console;
  private final Map<String, String> environment;
  private final Clock clock;

  /** Prints to what is no terminal. */
  public Cli(PrintStream out, PrintStream err, Map<String, String> environment, Clock clock) {
    this(out, err, null, environment, clock);
  }

  /**
   * Prints to these streams.
   *
   * @param terminal what the launcher says of the terminal that stdout is, {@code 24 80 C.UTF-8};
   *     null when it is none
   */
  public Cli(
      PrintStream out,
      PrintStream err,
      @Nullable String terminal,
      Map<String, String> environment,
      Clock clock) {
    this.console = new Console(out, err, terminal);
    this.environment = environment;
    this.clock = clock;
  }

  /** Runs one command line and returns its exit status. */
  public int run(String... arguments) {
    boolean stacktrace =
        Arrays.asList(arguments).contains("--" + Flags.STACKTRACE.name())
            || "true".equals(environment.get(Flags.STACKTRACE.variable()));
    try {
      return dispatch(arguments).number();
    } catch (PresenceException e) {
      console.say(e.getMessage());
      return ended(e, ExitCode.of(e.kind()), stacktrace);
    } catch (OutOfMemoryError e) {
      long most = Runtime.getRuntime().maxMemory() >> 20;
      console.say(
          "the %,d MB of memory that Java has here are too few for what was asked: ask for fewer nodes, or on a machine with more"
              .formatted(most));
      return ended(e, ExitCode.BUG, stacktrace);
    } catch (RuntimeException | StackOverflowError e) {
      console.say(
          "a bug in presence: %s; please report it with what --stacktrace prints"
              .formatted(Printable.of(String.valueOf(e))));
      return ended(e, ExitCode.BUG, stacktrace);
    }
  }

  private int ended(Throwable e, ExitCode exitCode, boolean stacktrace) {
    if (stacktrace) {
      e.printStackTrace(console.err());
    }
    return exitCode.number();
  }

  private ExitCode dispatch(String[] arguments) {
    if (arguments.length == 0) {
      throw PresenceException.usage("no command: 'presence --help' lists them");
    }
    String name = arguments[0];
    if (isHelp(name) && arguments.length > 1 && !isHelp(arguments[1])) {
      return dispatch(new String[] {arguments[1], "--" + Flags.HELP.name()});
    }
    if (isHelp(name)) {
      console.print(HelpText.overview());
      return delivered(ExitCode.OK);
    }
    if (name.equals("--version")) {
      console.print(Version.LINE);
      return delivered(ExitCode.OK);
    }
    Command command = Commands.named(name);
    if (command == null) {
      throw PresenceException.usage(
          "no command \"%s\"%s See 'presence --help'"
              .formatted(Printable.of(name), Words.sentence(Words.meant(name, words()))));
    }
    Arguments parsed = parse(command, Arrays.copyOfRange(arguments, 1, arguments.length));
    if (parsed.values(Flags.HELP) != null) {
      console.print(HelpText.of(name, command));
      return delivered(ExitCode.OK);
    }
    if (parsed.values(Flags.VERSION) != null) {
      console.print(Version.LINE);
      return delivered(ExitCode.OK);
    }
    checkOperands(name, command, parsed);
    return delivered(print(run(command, parsed)));
  }

  private static boolean isHelp(String word) {
    return word.equals("--help") || word.equals("-h") || word.equals("help");
  }

  /** All that the first word may be. */
  private static List<String> words() {
    List<String> words = new ArrayList<>(Commands.NAMES);
    words.addAll(List.of("help", "--help", "--version"));
    return words;
  }

  private static Arguments parse(Command command, String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("-h")) {
        arguments[i] = "--" + Flags.HELP.name();
      }
    }
    return Arguments.parse(
        Flags.concat(command.common(), command.flags().toArray(new Flag[0])), arguments);
  }

  /** Operands as help names them: none, one, at most one in brackets, or one and more with dots. */
  private static void checkOperands(String name, Command command, Arguments parsed) {
    int given = parsed.rest().size();
    String operands = command.operands();
    boolean fits =
        operands.isEmpty()
            ? given == 0
            : operands.startsWith("[")
                ? given <= 1
                : operands.endsWith("...") ? given > 0 : given == 1;
    if (!fits) {
      boolean part = operands.isEmpty() && command.flags().contains(Flags.PART);
      throw PresenceException.usage(
          "'presence %s' takes %s%s: see 'presence %1$s --help'"
              .formatted(
                  name,
                  operands.isEmpty() ? "no operand" : operands,
                  part ? ", and parts with --part" : ""));
    }
  }

  /** What a command came to: its result, and in which format it is wanted. */
  private record Result(Printed printed, boolean json) {}

  /** Reads the settings; a class and not a lambda, as the run of each minute links none. */
  private final class Wired implements Callable<Wiring> {
    private final Arguments parsed;

    private Wired(Arguments parsed) {
      this.parsed = parsed;
    }

    @Override
    public Wiring call() {
      Settings settings = new Settings(parsed, environment);
      settings.checkCommon();
      return new Wiring(settings, console, environment, clock);
    }
  }

  /** Runs the command when it is wired. */
  private record Run(Command command, FutureTask<Wiring> wired) implements Callable<Result> {
    @Override
    public Result call() throws ExecutionException, InterruptedException {
      wired.run();
      Wiring wiring = wired.get();
      boolean json = command.hasTextAndJson() && wiring.settings().wantsJson();
      return new Result(command.run(wiring), json);
    }
  }

  /**
   * Runs it in a thread of its own: a state folder or a file on a dead mount holds whoever touches
   * it, and must not hold the command beyond its time.
   */
  private Result run(Command command, Arguments parsed) {
    FutureTask<Wiring> wired = new FutureTask<>(new Wired(parsed));
    FutureTask<Result> task = new FutureTask<>(new Run(command, wired));
    Thread thread = new Thread(task, "command");
    thread.setDaemon(true);
    thread.start();
    try {
      Deadline deadline = Deadline.in(Duration.ofSeconds(10));
      try {
        Wiring wiring = wired.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        deadline = wiring.deadline();
        return command.isBounded(wiring.settings())
            ? task.get(deadline.nanosLeft() + GRACE.toNanos(), TimeUnit.NANOSECONDS)
            : task.get();
      } catch (TimeoutException e) {
        throw new PresenceException(
            FailureKind.TIMEOUT,
            "did not end in %s: the configuration, the state folder, the facts or a file that an option names hangs, perhaps on a mount that is gone"
                .formatted(deadline.words()),
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PresenceException(FailureKind.TIMEOUT, "interrupted", e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    while (cause instanceof ExecutionException inner) {
      cause = inner.getCause();
    }
    if (cause instanceof RuntimeException exception) {
      return exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }

  private ExitCode print(Result result) {
    Object json = result.printed().json();
    if (result.json() && json != null) {
      console.printJson(json);
    } else {
      console.print(result.printed().text());
    }
    return result.printed().exit();
  }

  private ExitCode delivered(ExitCode exitCode) {
    if (console.isDelivered()) {
      return exitCode;
    }
    console.say("stdout could not take all that was written: see where it leads");
    return ExitCode.BUG;
  }
}
