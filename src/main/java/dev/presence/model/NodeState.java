package dev.presence.model;

import java.util.List;

/** What a node's {@code state} word means to those who ask for its part; docs/formats.md. */
public enum NodeState {
  /** Serves: a peer. Also without a state, and with any word not known here. */
  SERVING(0),
  /** Finishes what it has: listed apart, gets nothing new. */
  DRAINING(1),
  /** Being set up: not a peer yet. */
  NOT_YET(2),
  /** Left for good. */
  GONE(3);

  /** The word of a node that left by itself or was removed. */
  public static final String LEFT = "left";

  /** The word of a node that is being drained. */
  public static final String DRAIN = "draining";

  /** The word of a node that serves and was never told anything else. */
  public static final String IDLE = "idle";

  /** The words that mean something; any other one serves. */
  public static final List<String> WORDS =
      List.of(
          "presetup",
          "setup",
          "initdone",
          IDLE,
          "working",
          "running",
          "done",
          DRAIN,
          "decommissioning",
          "decommission",
          LEFT);

  /** The rule of a state word, for messages. */
  public static final String RULE = "a state is 1 to 63 of A-Z, a-z, 0-9, '_', '-'";

  private final int strictness;

  NodeState(int strictness) {
    this.strictness = strictness;
  }

  /** Of two that are said of a node the greater counts. */
  int strictness() {
    return strictness;
  }

  public static NodeState of(String word) {
    return switch (word) {
      case "presetup", "setup" -> NOT_YET;
      case DRAIN, "decommissioning" -> DRAINING;
      case "decommission", LEFT -> GONE;
      default -> SERVING;
    };
  }

  /** A state word: {@code [A-Za-z0-9][A-Za-z0-9_-]{0,62}}. */
  public static boolean isWord(String text) {
    return Names.isWord(text, false);
  }
}
