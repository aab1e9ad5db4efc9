package dev.presence.cli;

import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.Orders;
import dev.presence.model.NodeName;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.node.StateFacts;
import dev.presence.resolve.Reasons;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a drained node back to work: this one in the state it served in before. */
final class UndrainCommand implements Command {
  @Override
  public String summary() {
    return "put a node back to work: this one in the state it had before a drain, or another by name";
  }

  @Override
  public String operands() {
    return "[ID]";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.REASON, Flags.ADDRESS_IN);
  }

  @Override
  public Printed run(Wiring wiring) {
    String reason = wiring.settings().one(Flags.REASON);
    if (OrderCommands.isOfAnother(wiring)) {
      return OrderCommands.give(wiring, Order.Word.LIFTED, null);
    }
    Orders.Given lifted = lifted(wiring, reason);
    if (lifted != null) {
      boolean told = lifted.failures().isEmpty();
      for (String failure : lifted.failures()) {
        wiring.console().say("not told: " + failure);
      }
      Printed printed = change(wiring, reason, true);
      return told ? printed : printed.ending(ExitCode.NO_STORE);
    }
    return change(wiring, reason, false);
  }

  /** Lifts what somebody ordered this node; null where nothing is. */
  private static Orders.@Nullable Given lifted(Wiring wiring, @Nullable String reason) {
    NodeName self = wiring.facts().record().id();
    KnownNode node = wiring.looker().look(null).view().node(self.value());
    Order order = node == null ? null : node.order();
    if (order == null || order.word() != Order.Word.DRAINING || !order.holds(null, wiring.now())) {
      return null;
    }
    wiring.console().say("%s was %s: that is lifted".formatted(self, Reasons.order(order)));
    return wiring
        .orders()
        .give(self, new Orders.Wish(Order.Word.LIFTED, wiring.actor(), reason, null));
  }

  private static Printed change(Wiring wiring, @Nullable String reason, boolean lifted) {
    return OwnState.change(
        wiring,
        (current, by) -> {
          if (current.state().meaning() == NodeState.DRAINING) {
            return new StateFacts.Change(StateFacts.servingBefore(current), reason, by, null);
          }
          if (lifted) {
            return null;
          }
          wiring
              .console()
              .say(
                  "%s is not draining, its state is %s%s"
                      .formatted(
                          current.id(),
                          current.state().word() == null ? "none" : current.state().word(),
                          current.state().meaning() == NodeState.SERVING
                              ? ""
                              : ": 'presence state idle' puts it to work"));
          return null;
        });
  }
}
