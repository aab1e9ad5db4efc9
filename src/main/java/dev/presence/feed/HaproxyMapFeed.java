package dev.presence.feed;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A map file for HAProxy: the slots of a {@code server-template} that is named as the part, {@code
 * app1} and on, and the endpoints of those that serve. The runtime socket, which fills the slots
 * without a reload, takes addresses and no names.
 */
final class HaproxyMapFeed implements Feed {
  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes);
    Set<String> taken = new HashSet<>();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      int number = 1;
      for (Peer peer : part.getValue().peers()) {
        String slot = part.getKey() + number;
        if (taken.contains(slot)) { // The eleventh of app is the first of app1.
          draft.leaveOut(
              part.getKey(),
              peer,
              "has a slot of another part's: give each part a file of its own");
          continue;
        }
        String endpoint = endpoint(draft, part.getKey(), peer);
        if (!endpoint.isEmpty()) {
          draft.add(slot + " " + endpoint + "\n");
          taken.add(slot);
          number++;
        }
      }
    }
    return draft.done();
  }

  private static String endpoint(Draft draft, String part, Peer peer) {
    Address address = draft.address(part, peer);
    if (address != null && !Address.isLiteral(address.text())) {
      draft.leaveOut(part, peer, "has a name as its address, and a slot takes IP addresses alone");
      return "";
    }
    int port = address == null ? 0 : draft.port(part, peer);
    return address == null || port == 0 ? "" : Draft.endpoint(address, port);
  }
}
