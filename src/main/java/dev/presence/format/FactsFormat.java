package dev.presence.format;

import dev.presence.model.Address;
import dev.presence.model.BadFactException;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PartName;
import dev.presence.model.SaidState;
import dev.presence.model.Scope;
import dev.presence.model.Secrets;
import dev.presence.model.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node's facts as a flat JSON object, the {@code value} of a record, and the record of them. */
public final class FactsFormat {
  private static final int MOST_WEIGHT = 256;

  /**
   * The record of facts as {@link JsonReader} reads them. What looks like a secret goes no further
   * from here, whoever wrote it on a list.
   *
   * @param facts is not kept
   * @param wanted the names of the facts to keep beside the known ones; null for all
   * @throws BadFactException when {@code instance-id} or {@code nodepart} is missing, or a known
   *     fact has the wrong type or form
   */
  public static NodeRecord record(Map<String, @Nullable Object> facts, @Nullable Set<String> wanted)
      throws BadFactException {
    Fields fields = new Fields(facts);
    String part = fields.needed(KnownFacts.NODEPART);
    Fields.require(PartName.isValid(part), KnownFacts.NODEPART, PartName.RULE);
    fields.text(KnownFacts.INITGITREPO);
    Long weight = fields.integer(KnownFacts.WEIGHT, 0, MOST_WEIGHT);
    return new NodeRecord(
        fields.id(),
        new PartName(part),
        new Scope(fields.label(KnownFacts.DEPLOYMENT), fields.label(KnownFacts.STACKTYPE)),
        address(fields),
        fields.ports(),
        fields.label(KnownFacts.ZONE),
        weight == null ? null : weight.intValue(),
        state(fields),
        requires(fields),
        fields.stamp(KnownFacts.TSS),
        others(facts, wanted));
  }

  private static @Nullable Address address(Fields fields) throws BadFactException {
    String text = fields.text(KnownFacts.ADDRESS);
    Fields.require(text == null || Address.isValid(text), KnownFacts.ADDRESS, Address.RULE);
    return text == null ? null : new Address(text);
  }

  private static SaidState state(Fields fields) throws BadFactException {
    String word = fields.text(KnownFacts.STATE);
    Fields.require(word == null || NodeState.isWord(word), KnownFacts.STATE, NodeState.RULE);
    return new SaidState(
        word,
        fields.stamp(KnownFacts.STATETSS),
        free(fields, KnownFacts.STATELOG),
        free(fields, KnownFacts.STATEREASON),
        free(fields, KnownFacts.STATEBY),
        fields.stamp(KnownFacts.STATEUNTIL));
  }

  private static @Nullable String free(Fields fields, String name) throws BadFactException {
    String text = fields.text(name);
    return text == null || Secrets.isSecret(text) ? null : text;
  }

  private static List<String> requires(Fields fields) throws BadFactException {
    List<String> requires = fields.texts(KnownFacts.REQUIRES);
    return Secrets.isSecret(requires) ? List.of() : requires;
  }

  private static Map<String, @Nullable Object> others(
      Map<String, @Nullable Object> facts, @Nullable Set<String> wanted) {
    Map<String, @Nullable Object> others = new HashMap<>();
    for (Map.Entry<String, @Nullable Object> fact : facts.entrySet()) {
      String name = fact.getKey();
      boolean known = KnownFacts.isKnown(name) && !name.equals(KnownFacts.INITGITREPO);
      if (!known
          && (wanted == null || wanted.contains(name))
          && !Secrets.match(name, fact.getValue())) {
        others.put(name, fact.getValue());
      }
    }
    return others;
  }

  /** Whether any of the facts looks like a secret. */
  static boolean hasSecret(Map<String, @Nullable Object> facts) {
    for (Map.Entry<String, @Nullable Object> fact : facts.entrySet()) {
      boolean known = KnownFacts.isKnown(fact.getKey()); // Then its name is no secret's.
      Object value = fact.getValue();
      if (known
          ? !(value instanceof Map) && Secrets.isSecret(value)
          : Secrets.match(fact.getKey(), value)) {
        return true;
      }
    }
    return false;
  }

  /** The facts of a record, as {@link JsonWriter} prints them. */
  public static Map<String, @Nullable Object> facts(NodeRecord record) {
    Map<String, @Nullable Object> facts = new HashMap<>(record.others());
    facts.put(KnownFacts.INSTANCE_ID, record.id().value());
    facts.put(KnownFacts.NODEPART, record.part().value());
    put(facts, KnownFacts.DEPLOYMENT, record.scope().deployment());
    put(facts, KnownFacts.STACKTYPE, record.scope().stacktype());
    put(facts, KnownFacts.ADDRESS, record.address() == null ? null : record.address().text());
    put(facts, KnownFacts.PORTS, record.ports().isEmpty() ? null : record.ports());
    put(facts, KnownFacts.ZONE, record.zone());
    put(facts, KnownFacts.WEIGHT, record.weight());
    put(facts, KnownFacts.REQUIRES, record.requires().isEmpty() ? null : record.requires());
    SaidState state = record.state();
    put(facts, KnownFacts.STATE, state.word());
    put(facts, KnownFacts.STATETSS, text(state.since()));
    put(facts, KnownFacts.STATELOG, state.log());
    put(facts, KnownFacts.STATEREASON, state.reason());
    put(facts, KnownFacts.STATEBY, state.by());
    put(facts, KnownFacts.STATEUNTIL, text(state.until()));
    put(facts, KnownFacts.TSS, text(record.tss()));
    return facts;
  }

  private static @Nullable String text(@Nullable Stamp stamp) {
    return stamp == null ? null : stamp.value();
  }

  static void put(Map<String, @Nullable Object> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value);
    }
  }

  private FactsFormat() {}
}
