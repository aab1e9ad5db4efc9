package dev.presence.cli;

import dev.presence.feed.Formats;
import dev.presence.model.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a shell may complete where a value is typed. Names of nodes and parts are not among it: they
 * stand on lists, and a key that is pressed must not wait for one.
 *
 * @param words that there are; none where they are not known
 */
record Completion(Kind kind, List<String> words) {
  /** What is completed. */
  enum Kind {
    NOTHING,
    WORDS,
    /** Words that a value begins with, with a sign behind them; a file or a program follows. */
    BEGINNINGS,
    FILE,
    FOLDER
  }

  private static final Completion NOTHING = new Completion(Kind.NOTHING, List.of());
  private static final Completion FILE = new Completion(Kind.FILE, List.of());
  private static final Completion FOLDER = new Completion(Kind.FOLDER, List.of());

  private static Completion of(List<String> words) {
    return new Completion(Kind.WORDS, words);
  }

  /** Of an option's value; a store's path may be completed, and its other forms typed. */
  static Completion of(Command command, Flag flag) {
    return switch (flag.name()) {
      case "format" -> of(formats(command));
      case "color" -> of(Settings.COLOURS);
      case "sort" -> of(ListColumn.words());
      case "deployment", "stacktype" -> of(List.of("any"));
      case "state" -> of(Filter.states());
      case "feed", "feed-check" -> new Completion(Kind.BEGINNINGS, feeds());
      case "store", "beat-store" -> FOLDER;
      default ->
          switch (Objects.requireNonNullElse(flag.argument(), "")) {
            case "FILE" -> FILE;
            case "DIR" -> FOLDER;
            default -> NOTHING;
          };
    };
  }

  /** One of a part is {@code FORMAT:PART=}, which the person types. */
  private static List<String> feeds() {
    List<String> feeds = new ArrayList<>();
    for (String format : Formats.NAMES) {
      feeds.add(format + "=");
    }
    return feeds;
  }

  private static List<String> formats(Command command) {
    if (command.hasTextAndJson()) {
      return List.of("text", "json");
    }
    List<String> formats = new ArrayList<>(List.of("json", "lines"));
    if (command instanceof ResolveCommand) {
      formats.addAll(Formats.NAMES);
    }
    return formats;
  }

  /** Of what follows the command. */
  static Completion ofOperand(Command command) {
    return switch (command.operands()) {
      case "STORE" -> FOLDER;
      case "NAME" -> of(NodeState.WORDS);
      default -> NOTHING;
    };
  }
}
