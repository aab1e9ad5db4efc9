package dev.presence.feed;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import java.util.List;
import java.util.Map;

/**
 * Host objects, and a HostGroup a part, for Icinga 2. How a host is checked is said by a template
 * {@code presence-host} of the reader's own. Other facts are not in it: Icinga replaces {@code
 * $...$} in variables.
 */
final class Icinga2Feed implements Feed {
  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes).add(Draft.HEAD);
    for (String part : answer.parts().keySet()) {
      draft.add("\nobject HostGroup \"presence-" + part + "\" {\n");
      draft.add("  display_name = \"" + part + "\"\n}\n");
    }
    for (List<Member> host : Member.hosts(answer).values()) {
      host(draft, host);
    }
    return draft.done();
  }

  /** Ids, labels and addresses have no character that a string here would have to escape. */
  private static void host(Draft draft, List<Member> host) {
    Member first = host.get(0);
    Address address = draft.address(first.part(), first.peer());
    if (address == null) {
      return;
    }
    draft.add("\nobject Host \"" + first.peer().id() + "\" {\n  import \"presence-host\"\n");
    draft.add(Draft.isIpv6(address) ? "  address6" : "  address").add(" = \"" + address + "\"\n");
    draft.add("  groups = [ " + Member.parts(host, "\"presence-", "\"", ", ") + " ]\n");
    for (Map.Entry<String, String> label : first.labels().entrySet()) {
      draft.add("  vars.presence_" + label.getKey() + " = \"" + label.getValue() + "\"\n");
    }
    draft.add("}\n");
  }
}
