package dev.presence.cli;

import dev.presence.model.Digits;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Stamp;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was asked for: flags replace environment, environment replaces configuration. */
final class Settings {
  /** What {@code --color} may be. */
  static final List<String> COLOURS = List.of("auto", "always", "never");

  private static final String[] NONE = {};
  private static final String CONFIGURATION = "/etc/presence/presence.json";

  /** A hundred years: beyond it a time is a slip of the hand. */
  private static final long LONGEST = 36500L * 86400;

  private final Arguments arguments;
  private final Map<String, String> environment;
  private final Config config;

  Settings(Arguments arguments, Map<String, String> environment) {
    this.arguments = arguments;
    this.environment = environment;
    String[] file = givenOrVariable(Flags.CONFIG);
    this.config = Config.read(new File(file == null ? CONFIGURATION : file[0]), file != null);
  }

  /** What the same command line asks for by the configuration as it is now. */
  Settings again() {
    return new Settings(arguments, environment);
  }

  /** The file of the configuration, which need not be there. */
  Path file() {
    return path(Flags.CONFIG, CONFIGURATION);
  }

  private String @Nullable [] givenOrVariable(Flag flag) {
    String[] given = arguments.values(flag);
    if (given != null) {
      return given;
    }
    return ofVariable(flag);
  }

  private String @Nullable [] ofVariable(Flag flag) {
    String variable = environment.get(flag.variable());
    if (variable == null || variable.isBlank() || !flag.settable()) {
      return null;
    }
    return flag.repeatable() ? lines(variable) : new String[] {variable.strip()};
  }

  /** One value a line. */
  private static String[] lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line.strip());
      }
    }
    return lines.toArray(NONE);
  }

  /**
   * A flag's value is wrong; the message tells where it stands.
   *
   * @param what the whole of it, as if it stood on the command line
   */
  PresenceException wrong(Flag flag, String what) {
    if (arguments.values(flag) != null) {
      return PresenceException.usage(what);
    }
    return givenOrVariable(flag) != null
        ? PresenceException.usage(what + ", in " + flag.variable())
        : PresenceException.config(what + ", in the configuration " + config.name());
  }

  /** All values of a repeatable flag. */
  List<String> all(Flag flag) {
    String[] values = givenOrVariable(flag);
    if (values == null && flag.settable()) {
      values = config.values(flag);
    }
    return List.of(values == null ? NONE : values);
  }

  /** The value of a flag, the last one given; null when there is none. */
  @Nullable String one(Flag flag) {
    List<String> all = all(flag);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** All values that other commands have where nothing stands on their command line. */
  List<String> elsewhere(Flag flag) {
    String[] variable = ofVariable(flag);
    String[] values = variable == null ? config.values(flag) : variable;
    return List.of(values == null ? NONE : values);
  }

  /** Whether the one is said more specially: on the command line, else in the environment. */
  boolean isNearer(Flag one, Flag other) {
    return distance(one) < distance(other);
  }

  private int distance(Flag flag) {
    if (arguments.values(flag) != null) {
      return 0;
    }
    return ofVariable(flag) != null ? 1 : config.values(flag) != null ? 2 : 3;
  }

  boolean on(Flag flag) {
    String value = one(flag);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw wrong(
        flag, "--" + flag.name() + " is true or false, not \"" + Printable.of(value) + "\"");
  }

  /** A duration: a number and {@code s}, {@code m}, {@code h} or {@code d}; null when not given. */
  @Nullable Duration duration(Flag flag) {
    String text = one(flag);
    return text == null ? null : duration(flag, text);
  }

  /** A number from 1 to 1000. */
  int number(Flag flag, int fallback) {
    String text = one(flag);
    int number = text == null ? fallback : Digits.parse(text);
    if (number < 1 || number > 1000) {
      throw wrong(
          flag,
          "--%s is a number from 1 to 1000, not \"%s\""
              .formatted(flag.name(), Printable.of(String.valueOf(text))));
    }
    return number;
  }

  /** The same, or what holds where it is not given. */
  Duration duration(Flag flag, Duration fallback) {
    Duration given = duration(flag);
    return given == null ? fallback : given;
  }

  /**
   * How long to wait for others: what the command line says. A {@code timeout} of the environment
   * or the configuration is meant for the stores, in commands that do not wait.
   */
  Duration patience(Duration fallback) {
    return isGiven(Flags.TIMEOUT) ? duration(Flags.TIMEOUT, fallback) : fallback;
  }

  private Duration duration(Flag flag, String text) {
    long seconds =
        text.isEmpty()
            ? 0
            : switch (text.charAt(text.length() - 1)) {
              case 's' -> 1;
              case 'm' -> 60;
              case 'h' -> 3600;
              case 'd' -> 86400;
              default -> 0;
            };
    int number = text.isEmpty() ? 0 : Digits.parse(text.substring(0, text.length() - 1));
    if (number >= 0 && (number > 0 || flag.zero()) && seconds > 0 && number * seconds <= LONGEST) {
      return Duration.ofSeconds(number * seconds);
    }
    throw wrong(
        flag,
        "--"
            + flag.name()
            + " is a time such as 10s, 5m, 2h or 30d, not \""
            + Printable.of(text)
            + "\"");
  }

  /**
   * A moment: a stamp, ISO 8601 in UTC, or a duration before now; null when not given.
   *
   * @param now what a duration is before
   */
  @Nullable Stamp moment(Flag flag, Instant now) {
    String text = one(flag);
    if (text == null || Stamp.isValid(text)) {
      return text == null ? null : new Stamp(text);
    }
    if (text.indexOf('T') < 0) {
      return Stamp.of(now.minus(duration(flag, text)));
    }
    try {
      boolean minutes = text.endsWith("Z") && text.length() == "2026-11-24T02:50Z".length();
      return Stamp.of(Instant.parse(minutes ? text.replace("Z", ":00Z") : text));
    } catch (DateTimeParseException e) {
      throw wrong(
          flag,
          "--%s is a moment such as 20261124-025000, 2026-11-24T02:50Z or 2h, not \"%s\""
              .formatted(flag.name(), Printable.of(text)));
    }
  }

  /** A path that was asked for, or the default. */
  Path path(Flag flag, String fallback) {
    String path = one(flag);
    try {
      return Path.of(path == null ? fallback : path).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw wrong(
          flag, "--" + flag.name() + " is no path: \"" + Printable.of(String.valueOf(path)) + "\"");
    }
  }

  /** Whether a flag stands on the command line, not in environment or configuration. */
  boolean isGiven(Flag flag) {
    return arguments.values(flag) != null;
  }

  /** What every command takes and few use is refused by all where it is wrong, before they act. */
  void checkCommon() {
    colour();
    on(Flags.STACKTRACE);
  }

  /** When to colour: one of {@link #COLOURS}. */
  String colour() {
    String colour = one(Flags.COLOR);
    if (colour == null || COLOURS.contains(colour)) {
      return colour == null ? COLOURS.get(0) : colour;
    }
    throw wrong(
        Flags.COLOR, "--color is auto, always or never, not \"" + Printable.of(colour) + "\"");
  }

  /** Whether the caller wants JSON instead of text. */
  boolean wantsJson() {
    return choice("text", "json").equals("json");
  }

  /** The format, one of two, the first where none is named. */
  String choice(String usual, String other) {
    String format = one(Flags.FORMAT);
    if (format == null || format.equals(usual) || format.equals(other)) {
      return format == null ? usual : format;
    }
    throw wrong(
        Flags.FORMAT,
        "--format is %s or %s here, not \"%s\"".formatted(usual, other, Printable.of(format)));
  }

  /** The command line behind the command, as it was typed. */
  List<String> given() {
    return arguments.given();
  }

  List<String> rest() {
    return arguments.rest();
  }
}
