package dev.presence.testing;

import dev.presence.model.BadFactException;
import dev.presence.model.NodeRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record in few words: {@code Node.of("i-0a", "app").address("10.0.0.1").record()}. */
public final class Node {
  private final Map<String, @Nullable Object> facts = new HashMap<>();
  private final Map<String, Long> ports = new LinkedHashMap<>();

  private Node() {}

  public static Node of(String id, String part) {
    return new Node().fact("instance-id", id).fact("nodepart", part);
  }

  public Node fact(String name, @Nullable Object value) {
    facts.put(name, value);
    return this;
  }

  public Node address(String address) {
    return fact("address", address);
  }

  public Node port(String name, long number) {
    ports.put(name, number);
    return fact("ports", ports);
  }

  public Node state(String state) {
    return fact("state", state);
  }

  public Node tss(String tss) {
    return fact("tss", tss);
  }

  public Node scope(String deployment, String stacktype) {
    return fact("deployment", deployment).fact("stacktype", stacktype);
  }

  public NodeRecord record() {
    try {
      return NodeRecord.of(new HashMap<>(facts));
    } catch (BadFactException e) {
      throw new AssertionError("the test's own record is bad", e);
    }
  }
}
