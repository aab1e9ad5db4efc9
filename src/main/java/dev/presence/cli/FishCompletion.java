package dev.presence.cli;

import java.util.List;
import java.util.Objects;

/** Completions for fish. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of presence(1) for fish; the build makes it from what --help prints.
      function __presence_is
          set -l words (commandline -opc)
          test (count $words) -ge 2; and contains -- $words[2] $argv
      end
      function __presence_is_bare
          test (count (commandline -opc)) -eq 1
      end
      complete -c presence -f
      complete -c presence -n __presence_is_bare -l help -d 'all commands'
      complete -c presence -n __presence_is_bare -l version -d 'the version'
      """;

  static String print() {
    StringBuilder text = new StringBuilder(HEAD);
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      text.append(
          "complete -c presence -n __presence_is_bare -a %s -d %s\n"
              .formatted(name, quoted(command.summary())));
    }
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      String is = "complete -c presence -n '__presence_is " + name + "'";
      String operand = argument(Completion.ofOperand(command));
      text.append(operand.isEmpty() ? "" : is + operand + "\n");
      append(text, is, command, command.flags());
      append(text, is, command, command.common());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String is, Command command, List<Flag> flags) {
    for (Flag flag : flags) {
      String value =
          flag.argument() == null || flag.optional()
              ? ""
              : Completion.of(command, flag).kind() == Completion.Kind.FILE
                  ? " -r -F"
                  : " -x" + argument(Completion.of(command, flag));
      text.append(
          "%s -l %s%s -d %s\n".formatted(is, flag.name(), value, quoted(flag.description())));
    }
  }

  private static String argument(Completion completion) {
    return switch (completion.kind()) {
      case NOTHING, FILE -> "";
      case WORDS, BEGINNINGS -> " -a '" + String.join(" ", completion.words()) + "'";
      case FOLDER -> " -a '(__fish_complete_directories)'";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private FishCompletion() {}
}
