package dev.presence.cli;

import dev.presence.heartbeat.Announcer;
import dev.presence.model.BadFactException;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.node.Cidr;
import dev.presence.node.NodeInfo;
import dev.presence.node.OwnAddress;
import dev.presence.node.StateFacts;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This node, as it announces itself. */
final class Self {
  private final Wiring wiring;
  private final NodeInfo info;

  Self(Wiring wiring) {
    this.wiring = wiring;
    this.info = wiring.nodeInfo();
  }

  /** Reads the facts, ends a state that was to last for a while, and announces. */
  Announcer.Announced announce() {
    NodeRecord facts = info.read();
    Instant now = wiring.clock().instant();
    if (StateFacts.isOver(facts, now)) {
      String state = StateFacts.servingBefore(facts);
      wiring
          .console()
          .say(
              facts.text(KnownFacts.STATE)
                  + " was until "
                  + facts.text(KnownFacts.STATEUNTIL)
                  + ": "
                  + facts.id()
                  + " is "
                  + state
                  + " again");
      return change(new StateFacts.Change(state, "its time is over", by(facts), null));
    }
    if (wiring.settings().on(Flags.CREATE)) {
      wiring.stores().oneOrMore(this::create, wiring.console());
    }
    return wiring.announcer().announce(withAddress(facts));
  }

  /** What this node would announce. */
  NodeRecord facts() {
    return withAddress(info.read());
  }

  /** A list that had records before is not made again: its folder may just not be mounted. */
  private boolean create(Store store) throws StoreException {
    if (wiring.seen().recall(store.name()).isEmpty()) {
      store.create();
    }
    return true;
  }

  /** Changes this node's state, and announces. */
  Announcer.Announced change(StateFacts.Change change) {
    new StateFacts(info.folder()).write(info.read(), change, wiring.clock().instant());
    return announce();
  }

  /** Who acts here: the person behind sudo, at this node. */
  String by(NodeRecord facts) {
    return user(wiring) + "@" + facts.id();
  }

  static String user(Wiring wiring) {
    String sudoer = wiring.environment().get("SUDO_USER");
    return sudoer == null || sudoer.isEmpty() ? System.getProperty("user.name", "") : sudoer;
  }

  private NodeRecord withAddress(NodeRecord facts) {
    Cidr network = network();
    if (facts.text(KnownFacts.ADDRESS) != null) {
      return facts;
    }
    String address = address(network);
    if (address == null) {
      wiring
          .console()
          .say(
              "no address is announced, as no route leads out of this node: write address.txt in "
                  + Printable.of(info.folder())
                  + " or name its network with --address-in");
      return facts;
    }
    try {
      return facts.with(Map.of(KnownFacts.ADDRESS, address));
    } catch (BadFactException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String address(@Nullable Cidr network) {
    if (network == null) {
      return OwnAddress.find();
    }
    String address = OwnAddress.findIn(network);
    if (address == null) {
      throw PresenceException.config(
          "no address of this node is in " + network + ": see 'ip address' and --address-in");
    }
    return address;
  }

  /** The network asked for; null for whichever the default route uses. */
  private @Nullable Cidr network() {
    String network = wiring.settings().one(Flags.ADDRESS_IN);
    try {
      return network == null ? null : Cidr.parse(network);
    } catch (IllegalArgumentException e) {
      throw wiring
          .settings()
          .wrong(
              Flags.ADDRESS_IN,
              "--address-in is a network such as 10.0.3.0/24, not \""
                  + Printable.of(network)
                  + "\"");
    }
  }

  /** Tells what was announced. */
  static void print(Console console, boolean json, Announcer.Announced announced) {
    NodeRecord record = announced.record();
    if (json) {
      console.printJson(Map.of("record", record.facts(), "written", announced.written()));
      return;
    }
    String address = record.text(KnownFacts.ADDRESS);
    String state = record.text(KnownFacts.STATE);
    console.print(
        record.id()
            + ": "
            + record.part()
            + (address == null ? "" : " at " + address)
            + (state == null ? "" : ", " + state)
            + (announced.written().isEmpty()
                ? ", unchanged since " + record.stamp()
                : ", written to " + String.join(", ", announced.written()))
            + "\n");
  }
}
