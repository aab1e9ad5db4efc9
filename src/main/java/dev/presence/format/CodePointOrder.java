package dev.presence.format;

import java.util.Comparator;

/** Text by code point, as Python sorts; {@link String#compareTo} goes by UTF-16 unit instead. */
final class CodePointOrder implements Comparator<String> {
  static final CodePointOrder INSTANCE = new CodePointOrder();

  @Override
  public int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        int start = splitsPair(a, i) || splitsPair(b, i) ? i - 1 : i;
        return Integer.compare(a.codePointAt(start), b.codePointAt(start));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Whether the unit is the second half of a character that began one unit before. */
  private static boolean splitsPair(String text, int i) {
    return i > 0
        && Character.isLowSurrogate(text.charAt(i))
        && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private CodePointOrder() {}
}
