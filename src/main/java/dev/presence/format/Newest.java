package dev.presence.format;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Stamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of two records of one node is news: the greater {@code tss}, else {@code statetss}, else
 * the oldest; a tie goes to the greater bytes, so that the order of reading has no say.
 */
public final class Newest {
  /** Each node's newest record. */
  public static Collection<NodeRecord> of(List<List<NodeRecord>> lists) {
    Map<NodeName, NodeRecord> newest = new HashMap<>();
    for (List<NodeRecord> list : lists) {
      for (NodeRecord record : list) {
        NodeRecord other = newest.get(record.id());
        if (other == null || isNewer(record, other)) {
          newest.put(record.id(), record);
        }
      }
    }
    return newest.values();
  }

  /** Whether the one is news to a reader who knows the other. */
  public static boolean isNewer(NodeRecord one, NodeRecord other) {
    int order = Stamp.compare(one.stamp(), other.stamp());
    return order != 0
        ? order > 0
        : Arrays.compareUnsigned(RecordFormat.print(one), RecordFormat.print(other)) > 0;
  }

  private Newest() {}
}
