package dev.presence.cli;

import dev.presence.heartbeat.Removal;
import dev.presence.model.ExitCode;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.node.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Marks others as left. */
final class RemoveCommand implements Command {
  @Override
  public String summary() {
    return "mark other nodes as left; one that is alive takes that back with its next announce";
  }

  @Override
  public String operands() {
    return "ID...";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.REASON);
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    NodeName self = self(wiring);
    Removal removal = new Removal(wiring.stores(), wiring.clock(), wiring.console());
    String by = Self.user(wiring) + (self == null ? "" : "@" + self);
    List<NodeRecord> nodes = new ArrayList<>();
    for (String id : wiring.settings().rest()) {
      NodeRecord node = removal.find(name(id, self));
      nodes.add(removal.left(node, wiring.settings().one(Flags.REASON), by));
    }
    List<Object> removed = new ArrayList<>();
    for (NodeRecord left : nodes) {
      removal.publish(left);
      removed.add(left.id().value());
      if (!json) {
        wiring.console().print(left.id() + " left the list at " + left.stamp() + "\n");
      }
    }
    if (json) {
      wiring.console().printJson(Map.of("removed", removed));
    }
    return ExitCode.OK;
  }

  private static NodeName name(String id, @Nullable NodeName self) {
    if (!NodeName.isValid(id)) {
      throw PresenceException.usage("\"" + Printable.of(id) + "\": " + NodeName.RULE);
    }
    NodeName name = new NodeName(id);
    if (name.equals(self)) {
      throw PresenceException.usage(id + " is this node: 'presence leave' takes it off the list");
    }
    return name;
  }

  /** Who this is; null on a machine that is no node. */
  private static @Nullable NodeName self(Wiring wiring) {
    NodeInfo info = wiring.nodeInfo();
    return info.exists() ? info.read().id() : null;
  }
}
