package dev.presence.resolve;

/** What the answer to one asked part rests on. */
public enum Basis {
  /** Every peer was seen. */
  OK("ok"),
  /** Some peers are silent, and stand. */
  HELD("held"),
  /** No store could be read: all is from memory. */
  KEPT("kept"),
  /** Every store was read, and nobody plays the part. */
  EMPTY("empty"),
  /** A store is away of which nothing is remembered: there may be peers. */
  UNKNOWN("unknown");

  private final String word;

  Basis(String word) {
    this.word = word;
  }

  /** As people and programs read it. */
  public String word() {
    return word;
  }
}
