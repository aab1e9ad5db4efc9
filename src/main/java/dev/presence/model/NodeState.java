package dev.presence.model;

/** What a node's {@code state} word means to those who ask for its part (DESIGN section 5). */
public enum NodeState {
  /** Being set up: not a peer yet. */
  NOT_YET,
  /** Serves: a peer. Also without a state, and with any word not known here. */
  SERVING,
  /** Finishes what it has: listed apart, gets nothing new. */
  DRAINING,
  /** Left for good. */
  GONE;

  /** The word of a node that left by itself or was removed. */
  public static final String LEFT = "left";

  /** The word of a node that is being drained. */
  public static final String DRAIN = "draining";

  /** The word of a node that serves and was never told anything else. */
  public static final String IDLE = "idle";

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
