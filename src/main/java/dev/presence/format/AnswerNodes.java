package dev.presence.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A printed answer, read back a node at a time: for a shell's {@code read}, and to compare two. */
public final class AnswerNodes {
  private final List<Node> nodes = new ArrayList<>();

  /** One node of the answer, under the part that was asked for. */
  private record Node(String part, String standing, Map<?, ?> facts) {}

  /**
   * Reads an answer.
   *
   * @param answer the bytes of one; null is an answer without nodes
   * @throws UnreadableException when they are none
   */
  public static AnswerNodes read(byte @Nullable [] answer) throws UnreadableException {
    AnswerNodes read = new AnswerNodes();
    if (answer == null) {
      return read;
    }
    if (JsonReader.readOwn(answer).get("presence") instanceof Map<?, ?> presence) {
      read.add("peer", presence.get("peers"));
      read.add("draining", presence.get("draining"));
      return read;
    }
    throw new UnreadableException("is no answer");
  }

  private void add(String standing, @Nullable Object parts) throws UnreadableException {
    if (!(parts instanceof Map<?, ?> map)) {
      throw new UnreadableException("is no answer");
    }
    for (Map.Entry<?, ?> part : new TreeMap<>(map).entrySet()) {
      if (part.getValue() instanceof List<?> list) {
        for (Object node : list) {
          if (node instanceof Map<?, ?> facts) {
            nodes.add(new Node(String.valueOf(part.getKey()), standing, facts));
          }
        }
      }
    }
  }

  /**
   * A line a node: part, {@code peer} or {@code draining}, id, address, {@code name=port,...}, with
   * tabs between and a dash for what is not there.
   */
  public String lines() {
    StringBuilder lines = new StringBuilder();
    for (Node node : nodes) {
      Object address = node.facts().get("address");
      lines.append(node.part()).append('\t').append(node.standing()).append('\t');
      lines.append(node.facts().get("id")).append('\t');
      lines.append(address == null ? "-" : address).append('\t');
      lines.append(ports(node.facts().get("ports"))).append('\n');
    }
    return lines.toString();
  }

  /** Ports as {@code http=80,https=443}, by name; a dash for none. */
  public static String ports(@Nullable Object ports) {
    StringBuilder text = new StringBuilder();
    if (ports instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> port : new TreeMap<>(map).entrySet()) {
        text.append(text.isEmpty() ? "" : ",");
        text.append(port.getKey()).append('=').append(port.getValue());
      }
    }
    return text.isEmpty() ? "-" : text.toString();
  }

  /** What a newer answer changes: a line {@code -} or {@code +}, part, standing and node each. */
  public String difference(AnswerNodes newer) {
    Set<String> before = whole();
    Set<String> after = newer.whole();
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

  private Set<String> whole() {
    Set<String> whole = new TreeSet<>();
    for (Node node : nodes) {
      whole.add(
          node.part()
              + " "
              + node.standing()
              + " "
              + new String(
                  JsonWriter.print(node.facts(), JsonWriter.Style.COMPACT),
                  StandardCharsets.US_ASCII));
    }
    return whole;
  }
}
