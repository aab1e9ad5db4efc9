package dev.presence.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far each part stands from those that nobody asks for: who asks stands before whom he asks
 * for, so balancers come first and databases last. Parts that ask for each other in a circle have
 * no order; the circle is cut before the part with the fewest askers in it.
 */
final class Ranks {
  private final Requires requires;
  private final Map<String, SortedSet<String>> askers = new HashMap<>();
  private final Map<String, Integer> ranks = new TreeMap<>();
  private final SortedSet<String> open = new TreeSet<>();

  private Ranks(Requires requires) {
    this.requires = requires;
    for (String part : requires.asks().keySet()) {
      askers.put(part, requires.askersOf(part));
    }
  }

  /**
   * Part to rank, the first being 0; parts that neither ask nor are asked for have none.
   *
   * @param requires of so few parts that each may be compared with each
   */
  static Map<String, Integer> of(Requires requires) {
    Ranks all = new Ranks(requires);
    all.rank();
    return all.ranks;
  }

  private void rank() {
    for (String part : requires.asks().keySet()) {
      boolean asks =
          requires.asks().getOrDefault(part, new TreeSet<>()).stream()
              .anyMatch(other -> !other.equals(part));
      if (asks || !askersOf(part).isEmpty()) {
        open.add(part);
      }
    }
    while (!open.isEmpty()) {
      List<String> ready = new ArrayList<>();
      for (String part : open) {
        if (openAskers(part).isEmpty()) {
          ready.add(part);
        }
      }
      if (ready.isEmpty()) {
        ready.add(cut());
      }
      for (String part : ready) {
        place(part);
      }
    }
  }

  private void place(String part) {
    int rank = 0;
    for (String asker : askersOf(part)) {
      rank = Math.max(rank, ranks.getOrDefault(asker, -1) + 1);
    }
    ranks.put(part, rank);
    open.remove(part);
  }

  private SortedSet<String> askersOf(String part) {
    return askers.getOrDefault(part, new TreeSet<>());
  }

  private Set<String> openAskers(String part) {
    Set<String> left = new HashSet<>(askersOf(part));
    left.retainAll(open);
    return left;
  }

  /** The part to begin a circle with: of one that nothing else open leads to. */
  private String cut() {
    String best = open.first();
    int fewest = Integer.MAX_VALUE;
    int fewestAskers = Integer.MAX_VALUE;
    for (String part : open) {
      Set<String> above = above(part);
      int direct = openAskers(part).size();
      // Whatever stands behind a circle has all of it above, and is not above itself.
      if (above.contains(part)
          && (above.size() < fewest || (above.size() == fewest && direct < fewestAskers))) {
        best = part;
        fewest = above.size();
        fewestAskers = direct;
      }
    }
    return best;
  }

  /** All open parts that ask for it, directly or through others. */
  private Set<String> above(String part) {
    Set<String> above = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(part));
    while (!next.isEmpty()) {
      for (String asker : openAskers(next.pop())) {
        if (above.add(asker)) {
          next.push(asker);
        }
      }
    }
    return above;
  }
}
