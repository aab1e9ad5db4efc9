package dev.presence.feed;

import dev.presence.format.JsonWriter;
import dev.presence.model.Address;
import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of targets for Prometheus ({@code file_sd_configs}): a group a node, with labels that are
 * kept as they are.
 */
final class PrometheusFeed implements Feed {
  private static final String PREFIX = "presence_";

  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes);
    List<Object> groups = new ArrayList<>();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      for (Member member : Member.of(part.getKey(), part.getValue())) {
        addGroup(draft, groups, member);
      }
    }
    byte[] json = JsonWriter.print(groups, JsonWriter.Style.ANSWER);
    return draft.add(new String(json, StandardCharsets.US_ASCII)).done();
  }

  private static void addGroup(Draft draft, List<Object> groups, Member member) {
    Peer peer = member.peer();
    Address address = draft.address(member.part(), peer);
    int port = address == null ? 0 : draft.port(member.part(), peer);
    String halved = FactText.uncarried(peer);
    if (address == null || port == 0) {
      return;
    }
    if (halved != null) {
      draft.leaveOut(member.part(), peer, FactText.HALVED + halved);
      return;
    }
    Map<String, String> labels = new HashMap<>();
    labels.put(PREFIX + "part", member.part());
    for (Map.Entry<String, String> label : member.labels().entrySet()) {
      labels.put(PREFIX + label.getKey(), label.getValue());
    }
    for (String fact : draft.wishes().facts()) {
      if (!put(labels, "fact_" + FactText.identifier(fact), FactText.of(peer, fact))) {
        draft.leaveOut(
            member.part(),
            peer,
            "has two facts that make one label; ask for one of them, and not " + fact);
        return;
      }
    }
    groups.add(Map.of("labels", labels, "targets", List.of(Draft.endpoint(address, port))));
  }

  /** Whether there was no such label yet. */
  private static boolean put(Map<String, String> labels, String name, @Nullable String value) {
    return value == null || labels.put(PREFIX + name, value) == null;
  }
}
