package dev.presence.cli;

import dev.presence.model.NodeState;

/**
 * A colour of the terminal's own palette, and few of them: what is well has none. A colour says
 * nothing that the word in it does not say.
 */
enum Ink {
  NONE(""),
  HEAD("1"),
  /** Not in use, or not for good. */
  PALE("2"),
  /** Worth a look. */
  WARNING("33"),
  TROUBLE("31");

  /** Select Graphic Rendition, ECMA-48 8.3.117. */
  private static final String RESET = "\u001b[0m";

  private final String code;

  Ink(String code) {
    this.code = code;
  }

  String on(String text) {
    return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
  }

  /** The ink of a cell that begins with a word of a state, a beat, a verdict or a finding. */
  static Ink of(String cell) {
    int end = 0;
    while (end < cell.length() && Character.isLetter(cell.charAt(end))) {
      end++;
    }
    String word = cell.substring(0, end);
    return switch (word) {
      case "BAD", "silent", "dead" -> TROUBLE;
      case "hint", "late", "held", "clash" -> WARNING;
      case "out" -> PALE;
      default ->
          switch (NodeState.of(word)) {
            case SERVING -> NONE;
            case DRAINING, NOT_YET -> WARNING;
            case GONE -> PALE;
          };
    };
  }
}
