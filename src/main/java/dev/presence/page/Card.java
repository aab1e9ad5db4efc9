package dev.presence.page;

import dev.presence.model.NodeRecord;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node as it is drawn.
 *
 * @param id fit to print
 * @param record what it says of itself; null where that was never readable
 * @param beat the age of its last beat in words; empty where it has none
 * @param holds what holds it and what would change that, a sentence each without its end, fit to
 *     print
 */
public record Card(
    String id, Condition condition, @Nullable NodeRecord record, String beat, List<String> holds) {
  /** Those whom somebody has to see to come first. */
  static final Comparator<Card> ORDER =
      Comparator.comparing(Card::condition).thenComparing(Card::id);
}
