package dev.presence.model;

/** The one job a node plays, its {@code nodepart}: {@code [A-Za-z0-9][A-Za-z0-9_-]{0,62}}. */
public record PartName(String value) {
  /** The rule in words, for messages. */
  public static final String RULE =
      "a part's name is 1 to 63 of A-Z, a-z, 0-9, '_', '-' and starts with a letter or digit";

  public PartName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("\"" + Printable.of(value) + "\": " + RULE);
    }
  }

  public static boolean isValid(String text) {
    return Names.isWord(text, false);
  }

  @Override
  public String toString() {
    return value;
  }
}
