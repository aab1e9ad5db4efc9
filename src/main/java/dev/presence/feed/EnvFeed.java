package dev.presence.feed;

import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Variables that a POSIX shell reads with {@code .}: {@code presence_app_count}, {@code
 * presence_app_1_address}. In names, what no variable's name can hold is an underscore.
 */
final class EnvFeed implements Feed {
  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes).add(Draft.HEAD);
    Set<String> taken = new HashSet<>();
    for (String part : answer.parts().keySet()) {
      taken.add(prefix(part) + "count");
      taken.add(prefix(part) + "addresses");
    }
    Set<String> prefixes = new HashSet<>();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      if (prefixes.add(prefix(part.getKey()))) {
        part(draft, part.getKey(), part.getValue(), taken);
      } else {
        for (Member member : Member.of(part.getKey(), part.getValue())) {
          draft.leaveOut(
              part.getKey(), member.peer(), "plays a part whose variables are another part's too");
        }
      }
    }
    return draft.done();
  }

  private static String prefix(String part) {
    return "presence_" + FactText.identifier(part) + "_";
  }

  private static void part(Draft draft, String part, Answer.Part nodes, Set<String> taken) {
    StringBuilder addresses = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    int count = 0;
    for (Member member : Member.of(part, nodes)) {
      Map<String, String> variables = new TreeMap<>();
      String why = fill(variables, draft, member, prefix(part) + (count + 1) + "_", taken);
      if (why != null) {
        draft.leaveOut(part, member.peer(), why);
        continue;
      }
      count++;
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        lines.append(variable.getKey()).append('=').append(quoted(variable.getValue()));
        lines.append('\n');
      }
      taken.addAll(variables.keySet());
      if (!member.isDraining() && member.peer().address() != null) {
        addresses.append(addresses.isEmpty() ? "" : " ").append(member.peer().address());
      }
    }
    draft.add("\n" + prefix(part) + "count=" + count + "\n");
    draft.add(prefix(part) + "addresses=" + quoted(addresses.toString()) + "\n");
    draft.add(lines.toString());
  }

  /** Fills in what is said of a node; why that cannot be, or null when all is well. */
  private static @Nullable String fill(
      Map<String, String> variables, Draft draft, Member member, String prefix, Set<String> taken) {
    Peer peer = member.peer();
    String halved = FactText.uncarried(peer);
    if (halved != null) {
      return FactText.HALVED + halved;
    }
    for (Map.Entry<String, String> label : member.labels().entrySet()) {
      variables.put(prefix + label.getKey(), label.getValue());
    }
    variables.put(prefix + "weight", Integer.toString(peer.weight()));
    if (peer.address() != null) {
      variables.put(prefix + "address", peer.address().text());
      Integer port = draft.chosen(member.part(), peer);
      if (port != null) {
        variables.put(prefix + "endpoint", Draft.endpoint(peer.address(), port));
      }
    }
    boolean isNew = true;
    for (Map.Entry<String, Integer> port : peer.ports().entrySet()) {
      String name = prefix + "port_" + FactText.identifier(port.getKey());
      isNew &= variables.put(name, port.getValue().toString()) == null;
    }
    for (String fact : draft.wishes().facts()) {
      String value = FactText.of(peer, fact);
      if (value != null && value.indexOf('\0') >= 0) {
        return "has a zero byte in its fact " + fact + ", which no variable holds";
      }
      isNew &=
          value == null
              || variables.put(prefix + "fact_" + FactText.identifier(fact), value) == null;
    }
    for (String name : variables.keySet()) {
      isNew &= !taken.contains(name);
    }
    return isNew ? null : "has ports or facts that make one variable";
  }

  /** In single quotes nothing is special to a shell but their end. */
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
