package dev.presence.feed;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.util.List;

/**
 * Lines of {@code hosts(5)}, a node each. A list may be written by many, and must not give other
 * people's names away: an id with a dot could be any host's on the Internet, and {@code localhost}
 * is this machine's.
 */
final class HostsFeed implements Feed {
  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes).add(Draft.HEAD);
    for (List<Member> host : Member.hosts(answer).values()) {
      line(draft, host.get(0).part(), host.get(0).peer());
    }
    return draft.done();
  }

  /** As Debian's, Red Hat's and others' files have them, {@code localhost4} too. */
  private static boolean isMachines(String id) {
    return id.startsWith("localhost")
        || id.startsWith("ip6-")
        || id.equals("loopback")
        || id.equals("broadcasthost");
  }

  private static void line(Draft draft, String part, Peer peer) {
    Address address = draft.address(part, peer);
    String id = peer.id().value();
    if (address == null) {
      return;
    }
    if (!Address.isLiteral(address.text())) {
      draft.leaveOut(part, peer, "has a name as its address, which is looked up elsewhere");
    } else if (id.indexOf('.') >= 0) {
      draft.leaveOut(part, peer, "has an id with a dot, which is a name of DNS");
    } else if (isMachines(id)) {
      draft.leaveOut(part, peer, "has an id that every machine has for itself");
    } else {
      draft.add(address + "\t" + id + "\n");
    }
  }
}
