package dev.presence.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of a node, from any machine; read beside the node's record, and the stricter
 * of the two counts.
 *
 * @param by who says so; null where that is not told
 * @param reason for people; null for none
 * @param tss when it was said; of several the latest counts
 * @param until when a draining ends by itself; null for never
 * @param of with {@link Word#LEFT} the newest {@code tss} of the node that was known: a later
 *     record ends it
 */
public record Order(
    NodeName id,
    Word word,
    @Nullable String by,
    @Nullable String reason,
    Stamp tss,
    @Nullable Stamp until,
    @Nullable Stamp of) {
  /** What is ordered. */
  public enum Word {
    DRAINING("draining"),
    LEFT("left"),
    /** Ends an earlier order. */
    LIFTED("lifted");

    private final String text;

    Word(String text) {
      this.text = text;
    }

    /** As it stands in the file. */
    public String text() {
      return text;
    }
  }

  /**
   * Whether it still says something of a node.
   *
   * @param newest of the node's records the newest stamp; null for none
   */
  public boolean holds(@Nullable Stamp newest, Instant now) {
    return switch (word) {
      case LIFTED -> false;
      case DRAINING -> until == null || Stamp.of(now).compareTo(until) < 0;
      case LEFT -> Stamp.compare(newest, of == null ? tss : of) <= 0;
    };
  }

  /** What it makes of a node that says this of itself: the stricter of the two. */
  public NodeState strictest(NodeState said, @Nullable Stamp newest, Instant now) {
    if (!holds(newest, now)) {
      return said;
    }
    NodeState ordered = word == Word.LEFT ? NodeState.GONE : NodeState.DRAINING;
    return ordered.strictness() > said.strictness() ? ordered : said;
  }
}
