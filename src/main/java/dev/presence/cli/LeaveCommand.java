package dev.presence.cli;

import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import java.util.List;

/** Takes this node off everybody's answers for good. */
final class LeaveCommand extends StateCommand {
  @Override
  public String summary() {
    return "leave the list for good: this node is nobody's peer any more";
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.REASON, Flags.ADDRESS_IN);
  }

  @Override
  String state(Wiring wiring, NodeRecord facts) {
    return NodeState.LEFT;
  }
}
