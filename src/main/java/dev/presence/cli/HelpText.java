package dev.presence.cli;

import java.util.List;
import java.util.Objects;

/** What {@code --help} prints. */
final class HelpText {
  private static final int NAME_WIDTH = 26;

  static String overview() {
    StringBuilder text = new StringBuilder();
    text.append("presence: a node puts its own name on a list, and gets its peers from it\n\n");
    text.append("usage: presence COMMAND [options]\n\ncommands:\n");
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      text.append("  ").append(padded(name, 11)).append(command.summary()).append('\n');
    }
    text.append("\n'presence COMMAND --help' tells the options of one.\n");
    text.append("Start with 'presence demo': the two-minute tour.\n");
    return text.toString();
  }

  static String of(String name, Command command) {
    return own(name, command) + "\n" + common(command.common());
  }

  /** What is special to one command. */
  static String own(String name, Command command) {
    StringBuilder text = new StringBuilder();
    text.append("usage: presence ").append(name);
    if (!command.operands().isEmpty()) {
      text.append(' ').append(command.operands());
    }
    text.append(" [options]\n\n").append(command.summary()).append('\n');
    if (!command.flags().isEmpty()) {
      text.append("\noptions:\n");
      append(text, command.flags());
    }
    return text.toString();
  }

  static String common(List<Flag> flags) {
    StringBuilder text = new StringBuilder("common options:\n");
    append(text, flags);
    return text.toString();
  }

  private static void append(StringBuilder text, List<Flag> flags) {
    for (Flag flag : flags) {
      String name =
          "--"
              + flag.name()
              + (flag.argument() == null ? "" : " " + flag.argument())
              + (flag.repeatable() ? " ..." : "");
      text.append("  ").append(padded(name, NAME_WIDTH)).append(flag.description()).append('\n');
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private HelpText() {}
}
