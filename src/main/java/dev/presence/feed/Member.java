package dev.presence.feed;

import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One node of an asked part, one that serves or one that drains. */
record Member(String part, Peer peer, boolean isDraining) {
  /** All nodes of a part, by id. */
  static List<Member> of(String part, Answer.Part nodes) {
    Map<String, Member> members = new TreeMap<>();
    for (Peer peer : nodes.draining()) {
      members.put(peer.id().value(), new Member(part, peer, true));
    }
    for (Peer peer : nodes.peers()) {
      members.put(peer.id().value(), new Member(part, peer, false));
    }
    return new ArrayList<>(members.values());
  }

  /**
   * The nodes of all parts by id, for tools whose hosts have one name: with globs one may play two.
   */
  static Map<String, List<Member>> hosts(Answer answer) {
    Map<String, List<Member>> hosts = new TreeMap<>();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      for (Member member : of(part.getKey(), part.getValue())) {
        String id = member.peer().id().value();
        List<Member> host = hosts.get(id);
        if (host == null) {
          host = new ArrayList<>();
          hosts.put(id, host);
        }
        host.add(member);
      }
    }
    return hosts;
  }

  /** The parts of one host, each between two texts. */
  static String parts(List<Member> host, String before, String after, String between) {
    StringBuilder parts = new StringBuilder();
    for (Member member : host) {
      parts.append(parts.isEmpty() ? "" : between).append(before).append(member.part());
      parts.append(after);
    }
    return parts.toString();
  }

  /** {@code peer} or {@code draining}. */
  String state() {
    return isDraining ? "draining" : "peer";
  }

  /**
   * What is said of the node in words that are letters, digits, {@code .}, {@code _}, {@code -}.
   */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    labels.put("id", peer.id().value());
    labels.put("state", state());
    put(labels, "deployment", peer.scope().deployment());
    put(labels, "stacktype", peer.scope().stacktype());
    put(labels, "zone", peer.zone());
    return labels;
  }

  private static void put(Map<String, String> labels, String name, @Nullable String value) {
    if (value != null) {
      labels.put(name, value);
    }
  }
}
