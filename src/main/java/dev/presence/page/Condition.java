package dev.presence.page;

/** How a node is, in the order in which a person has to see to it. */
public enum Condition {
  DEAD("dead", Tone.BAD),
  /** Another node says the same place, or another machine uses its name. */
  CLASH("clash", Tone.BAD),
  BROKEN("broken", Tone.BAD),
  /** Dead, and a peer all the same, as silence empties no part. */
  HELD("held", Tone.WARNING),
  SILENT("silent", Tone.WARNING),
  LATE("late", Tone.WARNING),
  /** Nobody could come to it. */
  NO_ADDRESS("no address", Tone.WARNING),
  DRAINING("draining", Tone.MEANT),
  NOT_YET("not yet", Tone.MEANT),
  SERVING("serving", Tone.GOOD),
  LEFT("left", Tone.OVER);

  /** What a condition means to whoever looks: a colour, and a shape for who sees no colours. */
  public enum Tone {
    BAD("bad"),
    WARNING("warn"),
    /** As somebody wants it. */
    MEANT("meant"),
    GOOD("good"),
    OVER("over");

    private final String style;

    Tone(String style) {
      this.style = style;
    }

    /** The class of the style sheet. */
    String style() {
      return style;
    }
  }

  private final String word;
  private final Tone tone;

  Condition(String word, Tone tone) {
    this.word = word;
    this.tone = tone;
  }

  /** As people read it. */
  public String word() {
    return word;
  }

  Tone tone() {
    return tone;
  }

  /** Whether it is as nobody wants it. */
  public boolean isTrouble() {
    return tone == Tone.BAD || tone == Tone.WARNING;
  }
}
