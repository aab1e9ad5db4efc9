package dev.presence.cli;

import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.node.StateFacts;
import java.time.Duration;
import java.util.List;

/** Takes a node out of new work: this one by its state facts, another by an order. */
final class DrainCommand implements Command {
  @Override
  public String summary() {
    return "let a node finish what it has and get nothing new: this one, or another by name";
  }

  @Override
  public String operands() {
    return "[ID]";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.REASON, Flags.FOR, Flags.ADDRESS_IN);
  }

  @Override
  public Printed run(Wiring wiring) {
    String reason = wiring.settings().one(Flags.REASON);
    Duration lasts = wiring.settings().duration(Flags.FOR);
    if (OrderCommands.isOfAnother(wiring)) {
      return OrderCommands.give(wiring, Order.Word.DRAINING, lasts);
    }
    return OwnState.change(
        wiring, (current, by) -> new StateFacts.Change(NodeState.DRAIN, reason, by, lasts));
  }
}
