package dev.presence.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many nodes are in each condition. */
final class Counts {
  /** Those there are, in the order in which a person has to see to them. */
  static Map<Condition, Integer> of(Collection<Card> cards) {
    Map<Condition, Integer> counts = new EnumMap<>(Condition.class);
    for (Card card : cards) {
      counts.merge(card.condition(), 1, Integer::sum);
    }
    return counts;
  }

  /** The same by what they mean. */
  static Map<Condition.Tone, Integer> tones(Collection<Card> cards) {
    Map<Condition.Tone, Integer> counts = new EnumMap<>(Condition.Tone.class);
    for (Card card : cards) {
      counts.merge(card.condition().tone(), 1, Integer::sum);
    }
    return counts;
  }

  /** In words: {@code 1 dead, 40 serving}. */
  static String words(Collection<Card> cards) {
    List<String> words = new ArrayList<>();
    of(cards).forEach((condition, count) -> words.add(count + " " + condition.word()));
    return String.join(", ", words);
  }

  /** {@code 1 node}, {@code 2,000 nodes}. */
  static String nodes(int count) {
    return count == 1 ? "1 node" : String.format(Locale.ENGLISH, "%,d nodes", count);
  }

  private Counts() {}
}
