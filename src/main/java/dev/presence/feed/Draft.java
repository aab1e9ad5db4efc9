package dev.presence.feed;

import dev.presence.model.Address;
import dev.presence.model.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file on its way: its text, and whom it leaves out. */
final class Draft {
  /** The first line where a format knows comments with a hash. */
  static final String HEAD = "# By presence: what is changed here by hand is changed back.\n";

  private final StringBuilder text = new StringBuilder(1024);
  private final List<Rendered.LeftOut> leftOut = new ArrayList<>();
  private final Wishes wishes;

  Draft(Wishes wishes) {
    this.wishes = wishes;
  }

  Draft add(String piece) {
    text.append(piece);
    return this;
  }

  StringBuilder text() {
    return text;
  }

  Wishes wishes() {
    return wishes;
  }

  /** Leaves a peer out of that part. */
  void leaveOut(String part, Peer peer, String why) {
    leftOut.add(new Rendered.LeftOut(peer.id().value(), part, why));
  }

  Rendered done() {
    return new Rendered(text.toString(), leftOut);
  }

  /** Where a peer is reached; null when it was left out for that. */
  @Nullable Address address(String part, Peer peer) {
    if (peer.address() == null) {
      leaveOut(part, peer, "says no address");
    }
    return peer.address();
  }

  /** The port that is meant; 0 when the peer was left out for that. */
  int port(String part, Peer peer) {
    Integer port = chosen(part, peer);
    if (port == null) {
      String named = wishes.ports().get(part);
      leaveOut(
          part,
          peer,
          named != null
              ? "has no port " + named + ": have it say one, or name another with --port"
              : peer.ports().isEmpty()
                  ? "says no port: have it say one in its ports.json"
                  : "has several ports (%s): choose one with --port %s=NAME"
                      .formatted(String.join(", ", new TreeMap<>(peer.ports()).keySet()), part));
    }
    return port == null ? 0 : port;
  }

  /** The port that is meant; null where none was chosen of several, or there is none. */
  @Nullable Integer chosen(String part, Peer peer) {
    String named = wishes.ports().get(part);
    if (named != null) {
      return peer.ports().get(named);
    }
    return peer.ports().size() == 1 ? peer.ports().values().iterator().next() : null;
  }

  /** Address and port in one word, an IPv6 address in brackets. */
  static String endpoint(Address address, int port) {
    return (isIpv6(address) ? "[" + address.text() + "]" : address.text()) + ":" + port;
  }

  static boolean isIpv6(Address address) {
    return address.text().indexOf(':') >= 0;
  }
}
