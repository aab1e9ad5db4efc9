package dev.presence.cli;

import dev.presence.model.Digits;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the terminal that stdout leads to. Java cannot tell without a process or native
 * code; the launcher can for nothing where stdout is no terminal, and tells in the system property
 * {@code presence.terminal}.
 *
 * @param isThere whether stdout is one
 * @param columns how wide it is; 0 where there is none or nobody knows, and nothing is cut then
 * @param rows how high it is; 0 where there is none or nobody knows
 * @param isUnicode whether it shows more than ASCII
 * @param hasColour whether words may be coloured
 * @param canMove whether its cursor can be moved
 */
record Terminal(
    boolean isThere, int columns, int rows, boolean isUnicode, boolean hasColour, boolean canMove) {
  /**
   * The terminal of this run.
   *
   * @param told what the launcher found out: the height, the width and the locale with blanks
   *     between, the numbers missing where {@code stty size} does not know; null for no terminal
   */
  static Terminal of(@Nullable String told, Map<String, String> environment, Settings settings) {
    // https://no-color.org: when present and not empty, whatever its value.
    boolean wantsNone = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    String kind = environment.getOrDefault("TERM", "");
    boolean canMove = told != null && !kind.isEmpty() && !kind.equals("dumb");
    boolean hasColour =
        switch (settings.colour()) {
          case "always" -> true;
          case "never" -> false;
          default -> canMove && !wantsNone;
        };
    if (told == null) {
      return new Terminal(false, 0, 0, true, hasColour, false);
    }
    int wish = number(environment.getOrDefault("COLUMNS", ""));
    int[] size = size(told);
    boolean isUnicode = told.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
    return new Terminal(true, wish > 0 ? wish : size[1], size[0], isUnicode, hasColour, canMove);
  }

  /** Rows and columns of {@code 24 80 ...}, as {@code stty size} prints them; 0 for what is not. */
  static int[] size(String text) {
    String[] words = text.strip().split(" ", -1);
    return words.length < 2 ? new int[] {0, 0} : new int[] {number(words[0]), number(words[1])};
  }

  /** 0 for what is none. */
  private static int number(String text) {
    return Math.max(0, Digits.parse(text.strip()));
  }

  /** What stands where something was cut off. */
  String cutSign() {
    return isUnicode ? "…" : "...";
  }

  String inColour(Ink ink, String text) {
    return hasColour ? ink.on(text) : text;
  }

  /** A line of its own, cut where it is too long. */
  String line(String text) {
    return (columns == 0 ? text : Cells.cut(text, columns, cutSign())) + "\n";
  }
}
