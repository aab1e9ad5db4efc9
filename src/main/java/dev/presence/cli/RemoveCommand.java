package dev.presence.cli;

import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import java.util.List;

/** Says of others that they left. */
final class RemoveCommand implements Command {
  @Override
  public String summary() {
    return "say of other nodes that they left; one that is alive takes that back with its next announce";
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
  public Printed run(Wiring wiring) {
    for (String operand : wiring.settings().rest()) {
      NodeName id = Words.node(operand);
      if (OrderCommands.isSelf(wiring, id)) {
        throw PresenceException.usage(id + " is this node: 'presence leave' takes it off the list");
      }
    }
    return OrderCommands.give(wiring, Order.Word.LEFT, null);
  }
}
