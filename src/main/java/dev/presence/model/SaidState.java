package dev.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * What a node says of its own state; each null where it says nothing.
 *
 * @param word the state fact, {@code idle} or {@code draining}
 * @param since when the state began, {@code statetss}
 * @param log an entry {@code word:time;} a change, the oldest first, {@code statelog}
 * @param reason for people, {@code statereason}
 * @param by who said it, {@code stateby}
 * @param until when the node's own announce ends it, {@code stateuntil}
 */
public record SaidState(
    @Nullable String word,
    @Nullable Stamp since,
    @Nullable String log,
    @Nullable String reason,
    @Nullable String by,
    @Nullable Stamp until) {
  /** A node that says nothing of its state. */
  public static final SaidState NONE = new SaidState(null, null, null, null, null, null);

  /** What the word means to those who ask for the node's part. */
  public NodeState meaning() {
    return word == null ? NodeState.SERVING : NodeState.of(word);
  }
}
