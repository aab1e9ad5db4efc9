package dev.presence.cli;

import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.node.Boot;
import dev.presence.node.StateFacts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    return List.of(
        Flags.REASON, Flags.FOR, Flags.ADDRESS_IN, Flags.WAIT, Flags.SHUTDOWN, Flags.BEAT_STORE);
  }

  /** With {@code --wait}, {@code --timeout} is how long to wait (30m). */
  @Override
  public boolean isBounded(Settings settings) {
    return !settings.on(Flags.WAIT);
  }

  @Override
  public Printed run(Wiring wiring) {
    String reason = wiring.settings().one(Flags.REASON);
    Duration lasts = wiring.settings().duration(Flags.FOR);
    boolean waits = wiring.settings().on(Flags.WAIT);
    if (OrderCommands.isOfAnother(wiring)) {
      Printed told = OrderCommands.give(wiring, Order.Word.DRAINING, lasts);
      return waits
          ? Drained.await(wiring, Words.node(wiring.settings().rest().get(0)), told)
          : told;
    }
    Printed told =
        wiring.settings().on(Flags.SHUTDOWN)
            ? OwnState.change(wiring, (current, by) -> down(current))
            : OwnState.change(
                wiring, (current, by) -> new StateFacts.Change(NodeState.DRAIN, reason, by, lasts));
    return waits ? Drained.await(wiring, wiring.facts().record().id(), told) : told;
  }

  /** Whoever serves drains until the next boot; what was said before stands. */
  private static StateFacts.@Nullable Change down(NodeRecord current) {
    return current.state().meaning() == NodeState.SERVING ? StateFacts.shutdown(Boot.id()) : null;
  }
}
