package dev.presence.cli;

import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.node.StateFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a drained node back to work, in the state it served in before. */
final class UndrainCommand extends StateCommand {
  @Override
  public String summary() {
    return "put this node back to work after a drain, in the state it had before";
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
  @Nullable String state(Wiring wiring, NodeRecord facts) {
    if (facts.state() != NodeState.DRAINING) {
      wiring.console().say(facts.id() + " is not draining, its state is " + current(facts));
      return null;
    }
    return StateFacts.servingBefore(facts);
  }
}
