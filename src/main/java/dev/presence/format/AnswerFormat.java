package dev.presence.format;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import dev.presence.model.BadFactException;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer as node attributes JSON: two spaces, sorted keys, one line end; docs/formats.md. The
 * same membership gives the same bytes.
 */
public final class AnswerFormat {
  private static final String PRESENCE = "presence";
  private static final String PEERS = "peers";
  private static final String DRAINING = "draining";
  private static final String ID = "id";
  private static final String PART = "part";
  private static final String FACTS = "facts";

  /**
   * The answer's bytes.
   *
   * @param digests part to its {@link #digest}
   */
  public static byte[] print(Answer answer, Map<String, String> digests) {
    Map<String, Object> peers = new HashMap<>();
    Map<String, Object> draining = new HashMap<>();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      peers.put(part.getKey(), list(part.getValue().peers()));
      draining.put(part.getKey(), list(part.getValue().draining()));
    }
    return JsonWriter.print(
        Map.of(PRESENCE, Map.of("digest", digests, DRAINING, draining, PEERS, peers, "schema", 1)),
        JsonWriter.Style.ANSWER);
  }

  /** The SHA-256 of a part's peers and draining nodes as sorted, compact ASCII JSON. */
  public static String digest(Answer.Part part) {
    byte[] compact =
        JsonWriter.print(
            Map.of(DRAINING, list(part.draining()), PEERS, list(part.peers())),
            JsonWriter.Style.COMPACT);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(compact);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  private static List<Object> list(List<Peer> peers) {
    List<Object> list = new ArrayList<>(peers.size());
    for (Peer peer : peers) {
      list.add(object(peer));
    }
    return list;
  }

  static Map<String, @Nullable Object> object(Peer peer) {
    Map<String, @Nullable Object> object = new HashMap<>();
    object.put(ID, peer.id().value());
    object.put(PART, peer.part().value());
    object.put(KnownFacts.WEIGHT, peer.weight());
    FactsFormat.put(
        object, KnownFacts.ADDRESS, peer.address() == null ? null : peer.address().text());
    FactsFormat.put(object, KnownFacts.DEPLOYMENT, peer.scope().deployment());
    FactsFormat.put(object, KnownFacts.STACKTYPE, peer.scope().stacktype());
    FactsFormat.put(object, KnownFacts.ZONE, peer.zone());
    FactsFormat.put(object, KnownFacts.PORTS, peer.ports().isEmpty() ? null : peer.ports());
    FactsFormat.put(object, FACTS, peer.facts().isEmpty() ? null : peer.facts());
    return object;
  }

  /**
   * An answer that was printed before, by this or another version.
   *
   * @throws UnreadableException when the bytes are none
   */
  public static Answer parse(byte[] bytes) throws UnreadableException {
    if (!(JsonReader.readOwn(bytes).get(PRESENCE) instanceof Map<?, ?> presence)) {
      throw new UnreadableException("is no answer");
    }
    SortedMap<String, List<Peer>> peers = parts(presence.get(PEERS));
    SortedMap<String, List<Peer>> draining = parts(presence.get(DRAINING));
    SortedMap<String, Answer.Part> parts = new TreeMap<>();
    for (Map.Entry<String, List<Peer>> part : peers.entrySet()) {
      parts.put(
          part.getKey(),
          new Answer.Part(part.getValue(), draining.getOrDefault(part.getKey(), List.of())));
    }
    return new Answer(parts);
  }

  private static SortedMap<String, List<Peer>> parts(@Nullable Object value)
      throws UnreadableException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new UnreadableException("is no answer");
    }
    SortedMap<String, List<Peer>> parts = new TreeMap<>();
    for (Map.Entry<?, ?> part : map.entrySet()) {
      String name = String.valueOf(part.getKey());
      if (!PartName.isValid(name) || !(part.getValue() instanceof List<?> list)) {
        throw new UnreadableException("is no answer");
      }
      List<Peer> peers = new ArrayList<>();
      for (Object peer : list) {
        peers.add(peer(peer));
      }
      parts.put(name, peers);
    }
    return parts;
  }

  @SuppressWarnings("unchecked") // JsonReader makes maps with text keys.
  private static Peer peer(@Nullable Object value) throws UnreadableException {
    if (!(value instanceof Map<?, ?>)) {
      throw new UnreadableException("is no answer");
    }
    Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) value;
    Fields fields = new Fields(object);
    try {
      String part = fields.needed(PART);
      Fields.require(PartName.isValid(part), PART, PartName.RULE);
      String address = fields.text(KnownFacts.ADDRESS);
      Fields.require(address == null || Address.isValid(address), "address", Address.RULE);
      Long weight = fields.integer(KnownFacts.WEIGHT, 0, Integer.MAX_VALUE);
      Object facts = object.getOrDefault(FACTS, Map.of());
      Fields.require(facts instanceof Map<?, ?>, FACTS, "it is an object");
      return new Peer(
          fields.id(ID),
          new PartName(part),
          address == null ? null : new Address(address),
          fields.ports(),
          new Scope(fields.label(KnownFacts.DEPLOYMENT), fields.label(KnownFacts.STACKTYPE)),
          weight == null ? NodeRecord.DEFAULT_WEIGHT : weight.intValue(),
          fields.label(KnownFacts.ZONE),
          (Map<String, @Nullable Object>) facts);
    } catch (BadFactException e) {
      throw new UnreadableException("is no answer: " + e.getMessage());
    }
  }

  private AnswerFormat() {}
}
