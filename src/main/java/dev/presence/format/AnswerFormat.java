package dev.presence.format;

import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer as node attributes JSON (DESIGN section 3): two spaces, sorted keys, one line end. */
public final class AnswerFormat {
  private static final String PEERS = "peers";
  private static final String DRAINING = "draining";

  /** The answer's bytes; the same membership gives the same bytes. */
  public static byte[] print(Answer answer) {
    return JsonWriter.print(tree(answer), JsonWriter.Style.ANSWER);
  }

  private static Map<String, Object> tree(Answer answer) {
    Map<String, Object> digests = new HashMap<>();
    Map<String, Object> peers = new HashMap<>();
    Map<String, Object> draining = new HashMap<>();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      List<Object> serving = list(part.getValue().peers());
      List<Object> leaving = list(part.getValue().draining());
      peers.put(part.getKey(), serving);
      draining.put(part.getKey(), leaving);
      digests.put(part.getKey(), digest(serving, leaving));
    }
    return Map.of(
        "presence", Map.of("digest", digests, DRAINING, draining, PEERS, peers, "schema", 1));
  }

  private static String digest(List<Object> peers, List<Object> draining) {
    return "sha256:"
        + Sha256.hex(
            JsonWriter.print(Map.of(DRAINING, draining, PEERS, peers), JsonWriter.Style.COMPACT));
  }

  private static List<Object> list(List<Peer> peers) {
    List<Object> list = new ArrayList<>(peers.size());
    for (Peer peer : peers) {
      list.add(object(peer));
    }
    return list;
  }

  private static Map<String, @Nullable Object> object(Peer peer) {
    Map<String, @Nullable Object> object = new HashMap<>();
    object.put("id", peer.id().value());
    object.put("part", peer.part().value());
    object.put("weight", peer.weight());
    putIfThere(object, "address", peer.address());
    putIfThere(object, "deployment", peer.deployment());
    putIfThere(object, "stacktype", peer.stacktype());
    putIfThere(object, "zone", peer.zone());
    putIfThere(object, "ports", peer.ports().isEmpty() ? null : peer.ports());
    putIfThere(object, "facts", peer.facts().isEmpty() ? null : peer.facts());
    return object;
  }

  private static void putIfThere(
      Map<String, @Nullable Object> object, String name, @Nullable Object value) {
    if (value != null) {
      object.put(name, value);
    }
  }

  /** A short name for a text of any length, fit for a file. */
  public static String key(String text) {
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private AnswerFormat() {}
}
