package dev.presence.resolve;

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
 * @param silence in what way it is silent, as a sentence without a subject, fit to print; null when
 *     its record stands on a list
 */
public record Sighting(NodeRecord record, @Nullable Order order, @Nullable String silence) {
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
}
