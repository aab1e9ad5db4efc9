package dev.presence.heartbeat;

import dev.presence.model.BadRecord;
import dev.presence.model.NodeRecord;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look at every store showed.
 *
 * @param stores a part per store, in their order
 * @param newest each node's newest record over all stores
 * @param readable whether at least one store could be read
 * @param late whether a store was still at it when the time ran out
 */
public record View(
    List<Part> stores, Collection<NodeRecord> newest, boolean readable, boolean late) {
  /**
   * One store's part of it.
   *
   * @param name the store as people know it
   * @param records what it holds; its last-read records when it could not be read
   * @param bad its files that are no records
   * @param failure why it could not be read; null when it could
   */
  public record Part(
      String name, List<NodeRecord> records, List<BadRecord> bad, @Nullable String failure) {}
}
