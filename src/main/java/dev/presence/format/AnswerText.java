package dev.presence.format;

import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An answer as lines of text: for a shell's {@code read}, and what would change. */
public final class AnswerText {
  /**
   * A line a node: part, {@code peer} or {@code draining}, id, address, {@code name=port,...}, with
   * tabs between and a dash for what is not there.
   */
  public static String lines(Answer answer) {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      append(lines, part.getKey(), "peer", part.getValue().peers());
    }
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      append(lines, part.getKey(), "draining", part.getValue().draining());
    }
    return lines.toString();
  }

  private static void append(StringBuilder lines, String part, String standing, List<Peer> peers) {
    for (Peer peer : peers) {
      lines.append(part).append('\t').append(standing).append('\t').append(peer.id());
      lines.append('\t').append(peer.address() == null ? "-" : peer.address().text());
      lines.append('\t').append(ports(peer.ports())).append('\n');
    }
  }

  /** Ports as {@code http=80,https=443}, by name; a dash for none. */
  public static String ports(Map<String, Integer> ports) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Integer> port : new TreeMap<>(ports).entrySet()) {
      text.append(text.isEmpty() ? "" : ",");
      text.append(port.getKey()).append('=').append(port.getValue());
    }
    return text.isEmpty() ? "-" : text.toString();
  }

  /** What the newer answer changes: a line {@code -} or {@code +}, part, standing and node each. */
  public static String difference(Answer older, Answer newer) {
    return difference(whole(older), whole(newer));
  }

  /** The same between two texts of {@link #lines}. */
  public static String difference(String older, String newer) {
    return difference(new TreeSet<>(older.lines().toList()), new TreeSet<>(newer.lines().toList()));
  }

  private static String difference(Set<String> before, Set<String> after) {
    StringBuilder difference = new StringBuilder();
    for (String line : before) {
      if (!after.contains(line)) {
        difference.append("- ").append(line).append('\n');
      }
    }
    for (String line : after) {
      if (!before.contains(line)) {
        difference.append("+ ").append(line).append('\n');
      }
    }
    return difference.toString();
  }

  private static Set<String> whole(Answer answer) {
    Set<String> whole = new TreeSet<>();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      addAll(whole, part.getKey() + " peer ", part.getValue().peers());
      addAll(whole, part.getKey() + " draining ", part.getValue().draining());
    }
    return whole;
  }

  private static void addAll(Set<String> whole, String standing, List<Peer> peers) {
    for (Peer peer : peers) {
      byte[] json = JsonWriter.print(AnswerFormat.object(peer), JsonWriter.Style.COMPACT);
      whole.add(standing + new String(json, StandardCharsets.US_ASCII));
    }
  }

  private AnswerText() {}
}
