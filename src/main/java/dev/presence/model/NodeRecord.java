package dev.presence.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself. Two records say the same when their bytes without {@code tss} are the
 * same.
 *
 * @param scope its labels; {@link Scope#ANY} is never one
 * @param ports port name to 1-65535; empty when it names none
 * @param weight 0 to 256; null when it says none
 * @param requires the parts it asks for, as {@code --part} takes them
 * @param tss when these facts last changed; null in facts not yet announced and in records of the
 *     original system
 * @param others the facts that this program does not understand, by name: each a {@link String},
 *     {@link Long}, {@link java.math.BigInteger}, {@link Boolean}, {@link List} or {@link Map} of
 *     such, or null
 */
public record NodeRecord(
    NodeName id,
    PartName part,
    Scope scope,
    @Nullable Address address,
    Map<String, Integer> ports,
    @Nullable String zone,
    @Nullable Integer weight,
    SaidState state,
    List<String> requires,
    @Nullable Stamp tss,
    Map<String, @Nullable Object> others) {
  /** What HAProxy, and so everybody, gives a server that says nothing of its weight. */
  public static final int DEFAULT_WEIGHT = 100;

  /** When the facts last changed: {@code tss}, else {@code statetss}; null for the oldest. */
  public @Nullable Stamp stamp() {
    return tss == null ? state.since() : tss;
  }

  /** These facts, said at that moment. */
  public NodeRecord at(@Nullable Stamp moment) {
    return new NodeRecord(
        id, part, scope, address, ports, zone, weight, state, requires, moment, others);
  }

  /** These facts at another address. */
  public NodeRecord at(Address place) {
    return new NodeRecord(
        id, part, scope, place, ports, zone, weight, state, requires, tss, others);
  }

  /** These facts of a node that asks for these parts. */
  public NodeRecord requiring(List<String> parts) {
    return new NodeRecord(id, part, scope, address, ports, zone, weight, state, parts, tss, others);
  }

  /** These facts in another state. */
  public NodeRecord in(SaidState other) {
    return new NodeRecord(
        id, part, scope, address, ports, zone, weight, other, requires, tss, others);
  }
}
