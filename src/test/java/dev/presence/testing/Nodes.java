package dev.presence.testing;

import dev.presence.model.BadFactException;
import dev.presence.model.NodeRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records to test with. */
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
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("instance-id", id);
    facts.put("nodepart", "app");
    facts.put("address", "10.0.3.61");
    facts.putAll(more);
    try {
      return NodeRecord.of(facts);
    } catch (BadFactException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Nodes() {}
}
