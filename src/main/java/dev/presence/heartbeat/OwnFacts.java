package dev.presence.heartbeat;

import dev.presence.format.OwnFormat;
import dev.presence.memory.OwnRecord;
import dev.presence.model.Address;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.node.Cidr;
import dev.presence.node.NodeFacts;
import dev.presence.node.NodeInfo;
import dev.presence.node.OwnAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this node would announce: its facts, with an address where none of them says one. */
public final class OwnFacts {
  private final NodeInfo info;
  private final @Nullable Cidr network;

  /**
   * The facts of that folder.
   *
   * @param network where the node's own address is looked for; null for the one that the default
   *     route uses
   */
  public OwnFacts(NodeInfo info, @Nullable Cidr network) {
    this.info = info;
    this.network = network;
  }

  public NodeInfo info() {
    return info;
  }

  /** Reads the facts. */
  public NodeFacts read() {
    return withAddress(info.read(), null);
  }

  /**
   * Facts that were read before, with an address.
   *
   * @param own knows the last one: that no route leads out, as early in a boot, is no news of where
   *     this node is; null to ask for none
   */
  NodeFacts withAddress(NodeFacts facts, @Nullable OwnRecord own) {
    if (facts.record().address() != null) {
      return facts;
    }
    String address = network == null ? OwnAddress.find() : OwnAddress.findIn(network);
    if (address != null) {
      return new NodeFacts(facts.record().at(new Address(address)), facts.warnings());
    }
    if (network != null) {
      throw PresenceException.config(
          "no address of this node is in %s: see 'ip address' and --address-in".formatted(network));
    }
    List<String> warnings = new ArrayList<>(facts.warnings());
    OwnFormat.Own last = own == null ? null : own.recall(facts.record().id());
    Address known = last == null ? null : last.record().address();
    if (known != null) {
      warnings.add(
          "no route leads out of this node just now: it is announced at %s, as before"
              .formatted(known));
      return new NodeFacts(facts.record().at(known), warnings);
    }
    warnings.add(
        "no address is announced, as no route leads out of this node: write address.txt in %s or name its network with --address-in"
            .formatted(Printable.of(info.folder())));
    return new NodeFacts(facts.record(), warnings);
  }
}
