package dev.presence.feed;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import java.util.Map;

/**
 * A {@code backend} section a part, for a file of its own beside the configuration of HAProxy. A
 * draining node has weight 0: it keeps its sessions and gets no new ones.
 */
final class HaproxyFeed implements Feed {
  /**
   * HAProxy starts where a name leads nowhere just now; without it, it would refuse all servers.
   */
  private static final String ANY_NAME = " init-addr last,libc,none";

  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes).add(Draft.HEAD);
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      draft.add("\nbackend " + part.getKey() + "\n");
      for (Member member : Member.of(part.getKey(), part.getValue())) {
        server(draft, member);
      }
    }
    return draft.done();
  }

  private static void server(Draft draft, Member member) {
    Address address = draft.address(member.part(), member.peer());
    int port = address == null ? 0 : draft.port(member.part(), member.peer());
    if (address == null || port == 0) {
      return;
    }
    int weight = member.isDraining() ? 0 : member.peer().weight();
    draft
        .add("    server " + member.peer().id() + " " + Draft.endpoint(address, port))
        .add(" weight " + weight + " check")
        .add(Address.isLiteral(address.text()) ? "\n" : ANY_NAME + "\n");
  }
}
