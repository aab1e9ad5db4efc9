package dev.presence.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A list in one line: {@code 7 nodes: 3 app, 2 db, 2 lb; 1 draining, 1 late}. */
final class Summary {
  static String of(List<Listed> nodes) {
    Map<String, Integer> parts = new TreeMap<>();
    Map<String, Integer> troubles = new TreeMap<>();
    for (Listed node : nodes) {
      String part = node.cell(ListColumn.PART);
      parts.merge(part.isEmpty() ? "of no known part" : part, 1, Integer::sum);
      for (String trouble : node.troubles()) {
        troubles.merge(trouble, 1, Integer::sum);
      }
    }
    return (nodes.size() == 1 ? "1 node" : nodes.size() + " nodes")
        + words(": ", parts)
        + words("; ", troubles);
  }

  private static String words(String before, Map<String, Integer> counts) {
    StringBuilder words = new StringBuilder();
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      words.append(words.isEmpty() ? before : ", ");
      words.append(count.getValue()).append(' ').append(count.getKey());
    }
    return words.toString();
  }

  private Summary() {}
}
