package dev.presence.model;

import java.nio.file.Path;
import java.util.HexFormat;

/** Text from a stranger, made fit for a terminal or a log line. */
public final class Printable {
  /** Longer text is cut here: a message is one line that a person reads. */
  private static final int LONGEST = 200;

  /**
   * The text with every character that could move a cursor, hide text or break a line escaped as
   * {@code \}{@code uXXXX}, and cut at 200 characters.
   */
  public static String of(String text) {
    return text.length() > LONGEST ? escaped(text.substring(0, LONGEST)) + "..." : escaped(text);
  }

  /** A path, escaped in the same way and never cut: a file that is named can be found. */
  public static String of(Path path) {
    return escaped(path.toString());
  }

  private static String escaped(String text) {
    StringBuilder printable = new StringBuilder(text.length() + 8);
    int character;
    for (int i = 0; i < text.length(); i += Character.charCount(character)) {
      character = text.codePointAt(i);
      if (isPlain(character)) {
        printable.appendCodePoint(character);
      } else {
        for (char unit : Character.toChars(character)) {
          printable.append("\\u").append(HexFormat.of().toHexDigits(unit));
        }
      }
    }
    return printable.toString();
  }

  private static boolean isPlain(int character) {
    if (character >= ' ' && character < 0x7f) {
      return character != '\\';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private Printable() {}
}
