package dev.presence.model;

/** Text from a stranger, made fit for a terminal or a log line. */
public final class Printable {
  /** Longer text is cut here: a message is one line that a person reads. */
  private static final int LONGEST = 200;

  /**
   * The text with every character that could move a cursor, hide text or break a line escaped as
   * {@code \}{@code uXXXX}, and cut at 200 characters.
   */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), LONGEST) + 8);
    for (int i = 0; i < text.length(); i++) {
      if (i == LONGEST) {
        return printable.append("...").toString();
      }
      char c = text.charAt(i);
      if (isPlain(c)) {
        printable.append(c);
      } else {
        printable.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          printable.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
      }
    }
    return printable.toString();
  }

  private static boolean isPlain(char c) {
    if (c >= ' ' && c < 0x7f) {
      return c != '\\';
    }
    return switch (Character.getType(c)) {
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
