package dev.presence.cli;

import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;

/** Takes this node out of new work. */
final class DrainCommand extends StateCommand {
  @Override
  public String summary() {
    return "let this node finish what it has and get nothing new";
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  String state(Wiring wiring, NodeRecord facts) {
    return NodeState.DRAIN;
  }
}
