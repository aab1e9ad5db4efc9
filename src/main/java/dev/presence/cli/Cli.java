package dev.presence.cli;

import dev.presence.model.ExitCode;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;

/** From arguments to an exit code: finds the command, runs it, turns what went wrong to a line. */
public final class Cli {
  private final Console console;
  private final Map<String, String> environment;
  private final Clock clock;

  public Cli(PrintStream out, PrintStream err, Map<String, String> environment, Clock clock) {
    this.console = new Console(out, err);
    this.environment = environment;
    this.clock = clock;
  }

  /** Runs one command line and returns its exit status. */
  public int run(String... arguments) {
    boolean stacktrace = Arrays.asList(arguments).contains("--" + Flags.STACKTRACE.name());
    try {
      return dispatch(arguments).number();
    } catch (PresenceException e) {
      console.say(e.getMessage());
      return ended(e, e.exitCode(), stacktrace);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      console.say(
          "a bug in presence: "
              + Printable.of(String.valueOf(e))
              + "; please report it with what --stacktrace prints");
      return ended(e, ExitCode.BUG, stacktrace);
    }
  }

  private int ended(Throwable e, ExitCode exitCode, boolean stacktrace) {
    if (stacktrace) {
      e.printStackTrace(console.err());
    }
    console.delivered();
    return exitCode.number();
  }

  private ExitCode dispatch(String[] arguments) {
    if (arguments.length == 0) {
      throw PresenceException.usage("no command: 'presence --help' lists them");
    }
    String name = arguments[0];
    if (name.equals("--help") || name.equals("help")) {
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
          "no command \"" + Printable.of(name) + "\": 'presence --help' lists them");
    }
    Arguments parsed =
        Arguments.parse(
            Flags.concat(Flags.COMMON, command.flags().toArray(new Flag[0])),
            Arrays.copyOfRange(arguments, 1, arguments.length));
    if (parsed.values(Flags.HELP) != null) {
      console.print(HelpText.of(name, command));
      return delivered(ExitCode.OK);
    }
    if (parsed.values(Flags.VERSION) != null) {
      console.print(Version.LINE);
      return delivered(ExitCode.OK);
    }
    checkOperands(name, command, parsed);
    Wiring wiring = new Wiring(new Settings(parsed, environment), console, environment, clock);
    return delivered(command.run(wiring));
  }

  /** Operands as help names them: none, one, or one and more where it ends in dots. */
  private static void checkOperands(String name, Command command, Arguments parsed) {
    int given = parsed.rest().size();
    String operands = command.operands();
    boolean fits =
        operands.isEmpty() ? given == 0 : operands.endsWith("...") ? given > 0 : given == 1;
    if (!fits) {
      throw PresenceException.usage(
          "'presence "
              + name
              + "' takes "
              + (operands.isEmpty() ? "no operand" : operands)
              + ": see 'presence "
              + name
              + " --help'");
    }
  }

  private ExitCode delivered(ExitCode exitCode) {
    if (console.delivered()) {
      return exitCode;
    }
    console.say("stdout was closed before all was written");
    return ExitCode.BUG;
  }
}
