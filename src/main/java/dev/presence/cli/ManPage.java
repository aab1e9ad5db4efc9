package dev.presence.cli;

import java.util.List;
import java.util.Objects;

/** presence(1), in the macros of man(7). */
final class ManPage {
  /** Lines of the source; longer ones are hard to read in a difference, and mandoc says so. */
  private static final int WIDTH = 76;

  private static final String HEAD =
      """
      .\\" The build makes this from what --help prints.
      .TH PRESENCE 1 %s "%s" "User Commands"
      .SH NAME
      presence \\- a node puts its own name on a list, and gets its peers from it
      .SH SYNOPSIS
      .B presence
      .I COMMAND
      .RI [ options ]
      .PP
      .B presence
      .IR COMMAND " \\-\\-help"
      """;

  private final StringBuilder text = new StringBuilder();

  private ManPage() {}

  /**
   * The page.
   *
   * @param version {@code presence 0.1.0}
   * @param day {@code 2026-11-22}
   */
  static String print(String version, String day) {
    ManPage page = new ManPage();
    page.text.append(HEAD.formatted(day, version));
    page.describe();
    page.commands();
    page.surroundings();
    return page.text.toString();
  }

  private void describe() {
    section("DESCRIPTION");
    words(
        "Each node of a fleet plays one part: load balancer, app server, database. The nodes put"
            + " their names on a list, which is a folder or a Git repository with a file per node,"
            + " and each gets the peers of the parts that it needs.");
    paragraph();
    words(
        "What a command prints on stdout is data; sentences for people go to stderr. Tables are"
            + " as wide as the terminal at most, and what is cut or coloured there is whole and"
            + " plain in a pipe or a file.");
  }

  private void commands() {
    section("COMMANDS");
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      String operands = command.operands().isEmpty() ? "" : " " + command.operands();
      text.append(".SS presence ").append(escaped(name + operands)).append(" [options]\n");
      String summary = command.summary();
      words(Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".");
      options(command.flags());
    }
    section("COMMON OPTIONS");
    words("Every command takes these; page and demo have one form, and take no --format:");
    options(Flags.COMMON);
  }

  private void options(List<Flag> flags) {
    for (Flag flag : flags) {
      String argument = flag.argument();
      String value = argument == null ? "" : " \" \" \\fI" + escaped(argument) + "\\fR";
      term(
          ".BR \\-\\-" + escaped(flag.name()) + value + (flag.repeatable() ? " \" ...\"" : ""),
          flag.description());
    }
  }

  private void surroundings() {
    section("ENVIRONMENT");
    term(
        ".BR PRESENCE_STORE \", \" PRESENCE_STATE_DIR \", ...\"",
        "an option by its name in"
            + " capitals, one value a line where it may be repeated; the command line replaces it, and"
            + " it replaces the configuration");
    term(".B PRESENCE_JAVA", "the Java to run on; else that of JAVA_HOME, else the first in PATH");
    term(".B COLUMNS", "how wide tables may be on a terminal, if exported; else as wide as it is");
    term(".B NO_COLOR", "when it is not empty, nothing is coloured, unless by --color always");
    term(".B TERM", "where it is dumb or empty, nothing is coloured, unless by --color always");
    section("FILES");
    term(".I /etc/presence/presence.json", "options as JSON: their long names are the keys");
    term(".I /etc/presence/nodeinfo", "what this node is, a file a fact");
    term(".I /var/lib/presence", "what is remembered, for root; else ~/.local/state/presence");
    section("EXIT STATUS");
    for (ExitCode exitCode : ExitCode.values()) {
      term(".B " + exitCode.number(), exitCode.meaning().replace("`", ""));
    }
    section("EXAMPLES");
    example("presence demo", "the two-minute tour");
    example("presence list --sort beat", "who is on the list, the longest silent first");
    example("presence resolve --part app --part db", "the peers of two parts, as JSON");
    example("presence drain --wait", "returns when nobody sends anything here any more");
  }

  private void example(String command, String what) {
    term(".B " + escaped(command), what);
  }

  private void section(String name) {
    text.append(".SH ").append(name).append('\n');
  }

  private void paragraph() {
    text.append(".PP\n");
  }

  private void term(String line, String what) {
    text.append(".TP\n").append(line).append('\n');
    words(what);
  }

  /** Running text, in lines that are no requests. */
  private void words(String running) {
    StringBuilder line = new StringBuilder();
    for (String word : escaped(running).split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line.setLength(0);
      }
      boolean isRequest = line.length() == 0 && (word.startsWith(".") || word.startsWith("'"));
      line.append(line.length() == 0 ? "" : " ").append(isRequest ? "\\&" : "").append(word);
    }
    text.append(line).append('\n');
  }

  /** As it is to be read and copied: a dash that is one, a quote that is straight. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("\"", "\\(dq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }
}
