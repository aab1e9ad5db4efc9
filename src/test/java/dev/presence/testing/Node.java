package dev.presence.testing;

import dev.presence.format.FactsFormat;
import dev.presence.model.BadFactException;
import dev.presence.model.NodeRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record in few words: {@code Node.of("i-0a").address("10.0.0.1").build()}. */
public final class Node {
  private final Map<String, @Nullable Object> facts = new HashMap<>();
  private final Map<String, Long> ports = new HashMap<>();

  private Node() {}

  /** An app server that says nothing else. */
  public static Node of(String id) {
    return new Node().fact("instance-id", id).part("app");
  }

  public Node part(String part) {
    return fact("nodepart", part);
  }

  public Node address(String address) {
    return fact("address", address);
  }

  public Node port(String name, long number) {
    ports.put(name, number);
    return fact("ports", ports);
  }

  public Node scope(String deployment, String stacktype) {
    return fact("deployment", deployment).fact("stacktype", stacktype);
  }

  public Node state(String word) {
    return fact("state", word);
  }

  public Node tss(String tss) {
    return fact("tss", tss);
  }

  /** Any fact, as JSON has it: an integer is a long. */
  public Node fact(String name, @Nullable Object value) {
    facts.put(name, value);
    return this;
  }

  public NodeRecord build() {
    try {
      return FactsFormat.record(facts, null);
    } catch (BadFactException e) {
      throw new AssertionError("the test's own record is bad", e);
    }
  }
}
