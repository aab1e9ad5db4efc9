package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;

/** What stands on a terminal at once: as many lines as it is high, none wider than it. */
record Frame(Terminal terminal) {
  /**
   * The lines.
   *
   * @param text fits in its width already
   * @param said sentences that stand below it, and take half of the height at most
   */
  List<String> lines(String head, String text, List<String> said) {
    List<String> lines = new ArrayList<>();
    lines.add(terminal.line(head).strip());
    lines.add("");
    List<String> below = folded(said);
    int room = terminal.rows() == 0 ? Integer.MAX_VALUE : Math.max(2, terminal.rows() - 2);
    below = below.subList(0, Math.min(below.size(), room / 2));
    lines.addAll(shortened(text.lines().toList(), room - below.size()));
    lines.addAll(below);
    return lines;
  }

  private List<String> folded(List<String> said) {
    List<String> lines = new ArrayList<>();
    for (String sentence : said) {
      int width = terminal.columns() == 0 ? Integer.MAX_VALUE : terminal.columns();
      lines.addAll(Folding.lines(sentence, width));
    }
    return lines;
  }

  /** Without its end; the line that sums it up stays. */
  private List<String> shortened(List<String> text, int room) {
    if (text.size() <= room) {
      return text;
    }
    int foot = text.get(text.size() - 2).isEmpty() ? 1 : 0;
    int shown = Math.max(0, room - 1 - foot);
    List<String> lines = new ArrayList<>(text.subList(0, shown));
    lines.add(
        terminal
            .line("%d more lines have no room here".formatted(text.size() - foot - shown))
            .strip());
    lines.addAll(text.subList(text.size() - foot, text.size()));
    return lines;
  }
}
