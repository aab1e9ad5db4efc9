package dev.presence.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself: its facts by name, each a {@link String}, {@link Long}, {@link
 * java.math.BigInteger}, {@link Boolean}, {@link java.util.List} or {@link Map} of such, or null.
 * Known facts have their type and form, or the record does not come to be.
 */
public final class NodeRecord {
  /** What HAProxy, and so everybody, gives a server that says nothing of its weight. */
  public static final long DEFAULT_WEIGHT = 100;

  private final NodeName id;
  private final PartName part;
  private final Map<String, @Nullable Object> facts;

  private NodeRecord(NodeName id, PartName part, Map<String, @Nullable Object> facts) {
    this.id = id;
    this.part = part;
    this.facts = facts;
  }

  /**
   * The record of these facts.
   *
   * @param facts are kept as they are and must not be changed afterwards
   * @throws BadFactException when {@code instance-id} or {@code nodepart} is missing, or a known
   *     fact has the wrong type or form
   */
  public static NodeRecord of(Map<String, @Nullable Object> facts) throws BadFactException {
    for (Map.Entry<String, @Nullable Object> fact : facts.entrySet()) {
      KnownFacts.check(fact.getKey(), fact.getValue());
    }
    if (facts.get(KnownFacts.INSTANCE_ID) instanceof String id
        && facts.get(KnownFacts.NODEPART) instanceof String part) {
      return new NodeRecord(new NodeName(id), new PartName(part), facts);
    }
    throw new BadFactException(
        (facts.get(KnownFacts.INSTANCE_ID) == null ? KnownFacts.INSTANCE_ID : KnownFacts.NODEPART)
            + " is missing");
  }

  public NodeName id() {
    return id;
  }

  public PartName part() {
    return part;
  }

  /** All facts, unmodifiable. */
  public Map<String, @Nullable Object> facts() {
    return Collections.unmodifiableMap(facts);
  }

  /** A known fact of text; null when it is not there or empty. */
  public @Nullable String text(String name) {
    return facts.get(name) instanceof String text && !text.isEmpty() ? text : null;
  }

  /** When the facts last changed: {@code tss}, else {@code statetss}; null for the oldest. */
  public @Nullable Stamp stamp() {
    String text = text(KnownFacts.TSS);
    if (text == null) {
      text = text(KnownFacts.STATETSS);
    }
    return text == null ? null : new Stamp(text);
  }

  public NodeState state() {
    String word = text(KnownFacts.STATE);
    return word == null ? NodeState.SERVING : NodeState.of(word);
  }

  /** Port name to port number; empty when the node names none. */
  @SuppressWarnings("unchecked") // KnownFacts has seen to the types.
  public Map<String, Long> ports() {
    Object ports = facts.get(KnownFacts.PORTS);
    return ports == null ? Map.of() : (Map<String, Long>) ports;
  }

  public long weight() {
    return facts.get(KnownFacts.WEIGHT) instanceof Long weight ? weight : DEFAULT_WEIGHT;
  }

  /** Whether both say the same, whenever they said it. */
  public boolean sameFacts(NodeRecord other) {
    return without(KnownFacts.TSS).equals(other.without(KnownFacts.TSS));
  }

  private Map<String, @Nullable Object> without(String name) {
    Map<String, @Nullable Object> rest = new HashMap<>(facts);
    rest.remove(name);
    return rest;
  }

  /** These facts with others put over them; a null takes a fact away. */
  public NodeRecord with(Map<String, @Nullable Object> changes) throws BadFactException {
    Map<String, @Nullable Object> changed = new HashMap<>(facts);
    for (Map.Entry<String, @Nullable Object> change : changes.entrySet()) {
      if (change.getValue() == null) {
        changed.remove(change.getKey());
      } else {
        changed.put(change.getKey(), change.getValue());
      }
    }
    return of(changed);
  }

  /** These facts, said at that moment. */
  public NodeRecord at(Stamp tss) {
    Map<String, @Nullable Object> stamped = new HashMap<>(facts);
    stamped.put(KnownFacts.TSS, tss.value());
    return new NodeRecord(id, part, stamped);
  }
}
