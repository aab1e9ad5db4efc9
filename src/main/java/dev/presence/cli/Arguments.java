package dev.presence.cli;

import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** The command line, read. */
final class Arguments {
  private final CommandLine line;
  private final List<String> given;

  private Arguments(CommandLine line, String[] given) {
    this.line = line;
    this.given = List.of(given);
  }

  static Arguments parse(List<Flag> flags, String[] arguments) {
    Options options = new Options();
    for (Flag flag : flags) {
      options.addOption(option(flag));
    }
    try {
      return new Arguments(new DefaultParser(false).parse(options, arguments), arguments);
    } catch (UnrecognizedOptionException e) {
      throw PresenceException.usage(unknown(e, flags));
    } catch (ParseException e) {
      throw PresenceException.usage(Printable.of(String.valueOf(e.getMessage())) + "; see --help");
    }
  }

  private static String unknown(UnrecognizedOptionException e, List<Flag> flags) {
    List<String> names = new ArrayList<>();
    for (Flag flag : flags) {
      names.add("--" + flag.name());
    }
    String option = String.valueOf(e.getOption());
    String name = option.indexOf('=') < 0 ? option : option.substring(0, option.indexOf('='));
    return "no option %s here%s See --help"
        .formatted(Printable.of(name), Words.sentence(Words.meant(name, names)));
  }

  private static Option option(Flag flag) {
    Option option = new Option(null, flag.name(), flag.argument() != null, flag.description());
    option.setOptionalArg(flag.optional());
    return option;
  }

  /** The values given, in order; {@code true} for one without; null when the flag was not. */
  String @Nullable [] values(Flag flag) {
    if (!line.hasOption(flag.name())) {
      return null;
    }
    String[] values = line.getOptionValues(flag.name());
    return values == null ? new String[] {"true"} : values;
  }

  /** All of it, as it was typed. */
  List<String> given() {
    return given;
  }

  /** The operands. */
  List<String> rest() {
    return line.getArgList();
  }
}
