package dev.presence.memory;

/**
 * The name of a memory's file for a text of any length. It need not be unique: the file's first
 * line holds the text, and a file of another text is as none.
 */
final class Key {
  private static final int LONGEST = 40;

  static String of(String text) {
    StringBuilder key = new StringBuilder(LONGEST + 9);
    for (int i = Math.max(0, text.length() - LONGEST); i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || (!key.isEmpty() && key.charAt(key.length() - 1) != '-')) {
        key.append(plain ? c : '-');
      }
    }
    return key.append('.').append(Integer.toHexString(text.hashCode())).toString();
  }

  private Key() {}
}
