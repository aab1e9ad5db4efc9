package dev.presence.cli;

/**
 * One column of a table.
 *
 * @param fit what becomes of it where the table is wider than the terminal
 * @param turn when it gives way: those of a lower turn first
 * @param least how narrow it is made; what would be narrower goes as a whole
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

  /** So that sentences can still be read. */
  private static final int SENTENCE = 16;

  /** Wide enough to be recognised. */
  private static final int LABEL = 7;

  /** The turns of these two. */
  static final int MOMENTS = 1;

  static final int LABELS = 2;

  /** The turn of what is looked for first: it stays when others have gone. */
  static final int LAST_TURN = 3;

  static Column whole(String head) {
    return new Column(head, Fit.WHOLE, LAST_TURN, 0, false);
  }

  /** Sentences, that are of use as a whole only. */
  static Column fold(String head) {
    return new Column(head, Fit.FOLD, 0, SENTENCE, false);
  }

  /** The first to be cut. */
  static Column note(String head) {
    return new Column(head, Fit.CUT, 0, SENTENCE, false);
  }

  /** A moment, cut behind its date. */
  static Column moment(String head) {
    return new Column(head, Fit.CUT, MOMENTS, "20261124".length() + 1, false);
  }

  /** A label, of use also where it is cut, and of none where all rows have the same. */
  static Column label(String head) {
    return new Column(head, Fit.CUT, LABELS, LABEL, false);
  }

  /** What people look for, such as a part. */
  static Column sought(String head) {
    return new Column(head, Fit.CUT, LAST_TURN, SENTENCE, false);
  }

  /** An address, of no use where it is cut. */
  static Column address(String head) {
    return new Column(
        head, Fit.CUT, LAST_TURN, "2001:0db8:0000:0000:0000:0000:0000:0001".length(), false);
  }

  /** How things are. */
  static Column word(String head) {
    return new Column(head, Fit.CUT, LAST_TURN, "silent, 7d 3h".length(), true);
  }
}
