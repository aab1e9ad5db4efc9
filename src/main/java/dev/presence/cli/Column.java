package dev.presence.cli;

/**
 * One column of a table.
 *
 * @param fit what becomes of it where the table is wider than the terminal
 * @param turn when it is made narrower, and then left out: those of a lower turn first
 * @param least how narrow it is made while others can be left out
 * @param isWord whether its cells begin with a word that tells how things are, which has a colour
 */
record Column(String head, Fit fit, int turn, int least, boolean isWord) {
  /** What becomes of a column where there is too little room. */
  enum Fit {
    /** It is never cut. */
    WHOLE,
    /** Its cells are cut. */
    CUT,
    /** Its cells go on in the next line. */
    FOLD
  }

  /** Wide enough to be recognised. */
  static final int LEAST = 4;

  /** So that sentences can still be read. */
  private static final int LEAST_FOLDED = 16;

  /** The turn of what is looked for first: it stays when others have gone. */
  static final int LAST_TURN = 3;

  static Column whole(String head) {
    return new Column(head, Fit.WHOLE, LAST_TURN, 0, false);
  }

  /** Sentences, that are of use as a whole only. */
  static Column fold(String head) {
    return new Column(head, Fit.FOLD, 0, LEAST_FOLDED, false);
  }

  /** The first to be cut. */
  static Column note(String head) {
    return new Column(head, Fit.CUT, 0, LEAST, false);
  }

  /** A moment, cut behind its date. */
  static Column moment(String head) {
    return new Column(head, Fit.CUT, 1, "20261124".length() + 1, false);
  }

  static Column cut(String head) {
    return new Column(head, Fit.CUT, 2, LEAST, false);
  }

  /** What people look for, such as an address. */
  static Column sought(String head) {
    return new Column(head, Fit.CUT, LAST_TURN, "255.255.255.255".length(), false);
  }

  /** How things are. */
  static Column word(String head) {
    return new Column(head, Fit.CUT, LAST_TURN, "silent, 14s".length(), true);
  }
}
