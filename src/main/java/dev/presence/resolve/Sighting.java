package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node: its newest record over all stores, and what goes with it.
 *
 * @param order the newest one of this node; null when nobody gave one
 * @param silence in what way its record is silent, as a sentence without a subject, fit to print;
 *     null when it stands on a list
 * @param life null where nobody watches it
 */
public record Sighting(
    NodeRecord record, @Nullable Order order, @Nullable String silence, @Nullable Life life) {
  /** After so many of its own beats that were missed a node is late. */
  public static final int LATE_AFTER = 3;

  public NodeName id() {
    return record.id();
  }

  /** Its own word or the order, whichever is the stricter. */
  public NodeState state(Instant now) {
    NodeState said = record.state().meaning();
    return order == null ? said : order.strictest(said, record.stamp(), now);
  }

  /** Whether the order says more than the node itself. */
  public boolean isOrdered(Instant now) {
    return state(now) != record.state().meaning();
  }

  public boolean isDead() {
    return life != null && life.death() != null;
  }

  /**
   * Whether it is alive, as far as anybody knows, and behind with its beats.
   *
   * @param after so many that were missed
   */
  public boolean isLate(int after) {
    return life != null
        && life.death() == null
        && !life.pulses().isEmpty()
        && life.silence() >= after * 1000L * life.every();
  }

  /** The same with what is remembered of its life. */
  public Sighting with(@Nullable Life other) {
    return new Sighting(record, order, silence, other);
  }
}
