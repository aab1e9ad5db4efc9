package dev.presence.testing;

import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import java.util.Map;
import java.util.TreeMap;

/** What stands on a list, to test with. */
public final class Nodes {
  /** An app server that says little. */
  public static NodeRecord node(String id) {
    return node(id, Map.of());
  }

  /** An app server that said its facts at that moment. */
  public static NodeRecord nodeAt(String id, String tss) {
    return node(id, Map.of("tss", tss));
  }

  /** An app server with more facts, or others. */
  public static NodeRecord node(String id, Map<String, ?> more) {
    Node node = Node.of(id).address("10.0.3.61");
    more.forEach(node::fact);
    return node.build();
  }

  /** The beat of that number, one a minute. */
  public static Beat beat(String id, long seq) {
    return new Beat(new NodeName(id), 60, seq, null, "0badcafe", new TreeMap<>(), null, null);
  }

  /** What somebody said of that node at that moment. */
  public static Order order(String id, Order.Word word, String tss) {
    return new Order(new NodeName(id), word, "anna", null, new Stamp(tss), null, null);
  }

  private Nodes() {}
}
