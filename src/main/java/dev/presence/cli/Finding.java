package dev.presence.cli;

/**
 * What {@code doctor} found at one place.
 *
 * @param check what was looked at
 * @param says what it saw and what to do, fit to print
 */
record Finding(String check, Grade grade, String says) {
  /** How bad it is. */
  enum Grade {
    OK("ok"),
    /** Works, but could be better. */
    HINT("hint"),
    /** Does not work. */
    BAD("BAD");

    private final String word;

    Grade(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }
}
