package dev.presence.page;

import dev.presence.model.NodeRecord;
import dev.presence.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parts of one scope on a grid: a column further to the right than those that ask for them.
 *
 * @param spots in the order in which they are read: by columns, then by rows
 */
record Topology(List<Spot> spots) {
  /** How many stand side by side where nothing tells their order. */
  private static final int ABREAST = 4;

  /**
   * A part and its place.
   *
   * @param asks the parts of the scope that it asks for
   * @param askedBy the other parts that ask for it
   * @param elsewhere what it asks for in other scopes, in words
   */
  record Spot(
      String part,
      int column,
      int row,
      boolean played,
      SortedSet<String> asks,
      SortedSet<String> askedBy,
      SortedSet<String> elsewhere) {}

  static Topology of(Scope scope, Collection<NodeRecord> nodes) {
    Requires requires = Requires.of(scope, nodes);
    Map<String, Integer> ranks = Ranks.of(requires);
    TreeMap<Integer, List<String>> columns = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (String part : requires.asks().keySet()) {
      Integer rank = ranks.get(part);
      (rank == null ? others : columns.computeIfAbsent(rank, number -> new ArrayList<>()))
          .add(part);
    }
    List<Spot> spots = new ArrayList<>();
    Map<String, Integer> rows = new HashMap<>();
    int lowest = 0;
    for (Map.Entry<Integer, List<String>> column : columns.entrySet()) {
      column.getValue().sort(besideTheirAskers(requires, rows));
      for (String part : column.getValue()) {
        int row = column.getValue().indexOf(part);
        rows.put(part, row);
        lowest = Math.max(lowest, row + 1);
        spots.add(spot(requires, part, column.getKey(), row));
      }
    }
    int abreast = Math.max(ABREAST, columns.size());
    for (int i = 0; i < others.size(); i++) {
      spots.add(spot(requires, others.get(i), i % abreast, lowest + i / abreast));
    }
    return new Topology(Collections.unmodifiableList(spots));
  }

  /** So that few lines cross: by the mean row of those who ask, then by name. */
  private static Comparator<String> besideTheirAskers(
      Requires requires, Map<String, Integer> rows) {
    Map<String, Integer> placed = new HashMap<>(rows);
    return Comparator.<String>comparingDouble(
            part ->
                requires.askersOf(part).stream()
                    .filter(placed::containsKey)
                    .mapToInt(asker -> placed.getOrDefault(asker, 0))
                    .average()
                    .orElse(0))
        .thenComparing(Comparator.naturalOrder());
  }

  private static Spot spot(Requires requires, String part, int column, int row) {
    SortedSet<String> none = Collections.emptySortedSet();
    return new Spot(
        part,
        column,
        row,
        requires.played().contains(part),
        requires.asks().getOrDefault(part, new TreeSet<>()),
        requires.askersOf(part),
        requires.elsewhere().getOrDefault(part, none));
  }

  int columns() {
    return spots.stream().mapToInt(Spot::column).max().orElse(-1) + 1;
  }

  int rows() {
    return spots.stream().mapToInt(Spot::row).max().orElse(-1) + 1;
  }
}
