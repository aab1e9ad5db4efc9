package dev.presence.model;

/** The character rules that names share; loops, because a regular expression costs start-up. */
final class Names {
  static final int LONGEST = 63;

  static boolean isLower(char c) {
    return (c >= 'a' && c <= 'z') || isDigit(c);
  }

  static boolean isAlphanumeric(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** {@code [A-Za-z0-9][A-Za-z0-9_-]{0,62}}, with {@code .} too where {@code dots}. */
  static boolean isWord(String text, boolean dots) {
    if (text.isEmpty() || text.length() > LONGEST || !isAlphanumeric(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '_' && c != '-' && !(dots && c == '.')) {
        return false;
      }
    }
    return true;
  }

  private Names() {}
}
