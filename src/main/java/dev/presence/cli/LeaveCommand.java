package dev.presence.cli;

import dev.presence.model.NodeState;
import dev.presence.node.StateFacts;
import java.util.List;

/** Takes this node off everybody's answers for good. */
final class LeaveCommand implements Command {
  @Override
  public String summary() {
    return "leave the list for good: this node is nobody's peer any more";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.REASON, Flags.ADDRESS_IN);
  }

  @Override
  public Printed run(Wiring wiring) {
    String reason = wiring.settings().one(Flags.REASON);
    return OwnState.change(
        wiring, (current, by) -> new StateFacts.Change(NodeState.LEFT, reason, by, null));
  }
}
