package dev.presence.feed;

import dev.presence.format.JsonWriter;
import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An inventory for Ansible as a file has it, by its {@code yaml} plugin, which reads {@code .json}
 * too: a group a part. What a script prints for {@code --list} has another shape.
 *
 * <p>Ansible takes {@code {{ }}} in a variable for a template and runs it, so every text of a fact
 * is marked as {@code __ansible_unsafe}: it stays text.
 */
final class AnsibleFeed implements Feed {
  private static final String UNSAFE = "__ansible_unsafe";
  private static final String MARK = "__ansible_";

  /** Before a part in the name of its group; those of other files are read beside this one. */
  private static final String GROUP = "presence_";

  /**
   * A host of such a name would be all that {@code hosts: all} means, or what is done by {@code
   * delegate_to: localhost}.
   */
  private static final Set<String> OWN = Set.of("all", "ungrouped", "localhost", "127.0.0.1");

  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes);
    Map<String, Object> groups = new HashMap<>();
    Map<String, List<Member>> hosts = Member.hosts(answer);
    Set<String> leftOut = new HashSet<>();
    for (Map.Entry<String, List<Member>> host : hosts.entrySet()) {
      Member first = host.getValue().get(0);
      String why = unfit(first.peer());
      if (why != null) {
        draft.leaveOut(first.part(), first.peer(), why);
        leftOut.add(host.getKey());
      }
    }
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      Map<String, Object> members = new HashMap<>();
      for (Member member : Member.of(part.getKey(), part.getValue())) {
        String id = member.peer().id().value();
        if (!leftOut.contains(id)) {
          members.put(id, variables(member, wishes));
        }
      }
      // A group's name may have no dash, and two parts of one name are one group.
      String name = GROUP + FactText.identifier(part.getKey());
      Object other = groups.get(name);
      if (other instanceof Map<?, ?> same && same.get("hosts") instanceof Map<?, ?> more) {
        for (Map.Entry<?, ?> entry : more.entrySet()) {
          members.put(String.valueOf(entry.getKey()), entry.getValue());
        }
      }
      groups.put(name, Map.of("hosts", members));
    }
    byte[] json =
        JsonWriter.print(Map.of("all", Map.of("children", groups)), JsonWriter.Style.ANSWER);
    return draft.add(new String(json, StandardCharsets.US_ASCII)).done();
  }

  private static @Nullable String unfit(Peer peer) {
    String id = peer.id().value();
    if (OWN.contains(id) || id.startsWith(GROUP)) {
      return "has an id that means something else to Ansible: a group, or the machine it runs on";
    }
    String halved = FactText.uncarried(peer);
    if (halved != null) {
      return FactText.HALVED + halved;
    }
    for (Map.Entry<String, @Nullable Object> fact : peer.facts().entrySet()) {
      if (isMarked(fact.getValue())) {
        return "has a fact with a key that Ansible takes for its own: " + fact.getKey();
      }
    }
    return null;
  }

  private static boolean isMarked(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (String.valueOf(entry.getKey()).startsWith(MARK) || isMarked(entry.getValue())) {
          return true;
        }
      }
    }
    if (value instanceof Iterable<?> list) {
      for (Object element : list) {
        if (isMarked(element)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Map<String, @Nullable Object> variables(Member member, Wishes wishes) {
    Peer peer = member.peer();
    Map<String, @Nullable Object> variables = new HashMap<>();
    if (peer.address() != null) {
      variables.put("ansible_host", peer.address().text());
    }
    for (Map.Entry<String, String> label : member.labels().entrySet()) {
      variables.put("presence_" + label.getKey(), label.getValue());
    }
    variables.put("presence_weight", peer.weight());
    variables.put("presence_ports", peer.ports());
    Map<String, @Nullable Object> facts = new HashMap<>();
    for (String fact : wishes.facts()) {
      if (peer.facts().containsKey(fact)) {
        facts.put(fact, unsafe(peer.facts().get(fact)));
      }
    }
    if (!wishes.facts().isEmpty()) {
      variables.put("presence_facts", facts);
    }
    return variables;
  }

  private static @Nullable Object unsafe(@Nullable Object value) {
    if (value instanceof String) {
      return Map.of(UNSAFE, value);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> marked = new HashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        marked.put(String.valueOf(entry.getKey()), unsafe(entry.getValue()));
      }
      return marked;
    }
    if (value instanceof Iterable<?> list) {
      List<@Nullable Object> marked = new ArrayList<>();
      for (Object element : list) {
        marked.add(unsafe(element));
      }
      return marked;
    }
    return value;
  }
}
