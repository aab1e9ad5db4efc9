package dev.presence.doctor;

/**
 * What was found at one place.
 *
 * @param check what was looked at
 * @param says what it saw and what to do, fit to print
 */
public record Finding(String check, Grade grade, String says) {
  /** How bad it is. */
  public enum Grade {
    OK("ok"),
    /** Works, but could be better. */
    HINT("hint"),
    /** Does not work. */
    BAD("BAD");

    private final String word;

    Grade(String word) {
      this.word = word;
    }

    /** As people and programs read it. */
    public String word() {
      return word;
    }
  }

  static Finding ok(String check, String says) {
    return new Finding(check, Grade.OK, says);
  }

  static Finding hint(String check, String says) {
    return new Finding(check, Grade.HINT, says);
  }

  static Finding bad(String check, String says) {
    return new Finding(check, Grade.BAD, says);
  }
}
