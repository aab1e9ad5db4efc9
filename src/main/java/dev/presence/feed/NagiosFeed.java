package dev.presence.feed;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Hosts, and a hostgroup a part, for Nagios and Icinga 1. How a host is checked is said by a
 * template {@code presence-host} of the reader's own. Other facts are not in it: Nagios replaces
 * {@code $...$} in what it reads.
 */
final class NagiosFeed implements Feed {
  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes).add(Draft.HEAD);
    for (String part : answer.parts().keySet()) {
      draft.add("\ndefine hostgroup {\n");
      draft.add("    hostgroup_name presence-" + part + "\n    alias " + part + "\n}\n");
    }
    for (List<Member> host : Member.hosts(answer).values()) {
      host(draft, host);
    }
    return draft.done();
  }

  private static void host(Draft draft, List<Member> host) {
    Member first = host.get(0);
    Address address = draft.address(first.part(), first.peer());
    if (address == null) {
      return;
    }
    draft.add("\ndefine host {\n    use presence-host\n    host_name " + first.peer().id() + "\n");
    draft.add("    alias " + first.peer().id() + "\n    address " + address + "\n");
    draft.add("    hostgroups " + Member.parts(host, "presence-", "", ",") + "\n");
    for (Map.Entry<String, String> label : first.labels().entrySet()) {
      draft.add("    _PRESENCE_" + label.getKey().toUpperCase(Locale.ROOT) + " ");
      draft.add(label.getValue() + "\n");
    }
    draft.add("}\n");
  }
}
