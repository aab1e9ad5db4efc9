package dev.presence.model;

/** Numbers as people type them, and nothing that merely looks like one to Java. */
public final class Digits {
  /** So many always fit into an int. */
  private static final int MOST = 9;

  /** The number of one to nine ASCII digits; less than 0 for anything else. */
  public static int parse(String text) {
    int number = text.isEmpty() || text.length() > MOST ? -1 : 0;
    for (int i = 0; i < text.length() && number >= 0; i++) {
      char c = text.charAt(i);
      number = Names.isDigit(c) ? number * 10 + c - '0' : -1;
    }
    return number;
  }

  private Digits() {}
}
