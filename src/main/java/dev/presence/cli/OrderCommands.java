package dev.presence.cli;

import dev.presence.heartbeat.Orders;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.resolve.Reasons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person says of other nodes. */
final class OrderCommands {
  /** Whether a node other than this one is named. */
  static boolean isOfAnother(Wiring wiring) {
    List<String> operands = wiring.settings().rest();
    return !operands.isEmpty() && !isSelf(wiring, Words.node(operands.get(0)));
  }

  static boolean isSelf(Wiring wiring, NodeName id) {
    return wiring.nodeInfo().exists() && wiring.facts().record().id().equals(id);
  }

  /** Gives the order for the nodes that are named; every store must be told. */
  static Printed give(Wiring wiring, Order.Word word, @Nullable Duration lasts) {
    List<NodeName> ids = new ArrayList<>();
    for (String operand : wiring.settings().rest()) {
      ids.add(Words.node(operand));
    }
    Orders.Wish wish =
        new Orders.Wish(word, wiring.actor(), wiring.settings().one(Flags.REASON), lasts);
    Orders orders = wiring.orders();
    boolean told = true;
    StringBuilder text = new StringBuilder();
    List<OrderJson> json = new ArrayList<>();
    for (NodeName id : ids) {
      Orders.Given given = orders.give(id, wish);
      for (String failure : given.failures()) {
        wiring.console().say("not told: " + failure);
      }
      wiring.console().sayAll(given.warnings());
      told &= given.failures().isEmpty();
      if (!given.told().isEmpty()) {
        sayWhatItIs(wiring, given);
        text.append(
            "%s is %s, in %s\n"
                .formatted(id, Reasons.order(given.order()), String.join(", ", given.told())));
      }
      json.add(OrderJson.of(given.order(), given.told()));
    }
    return Printed.of(
        told ? ExitCode.OK : ExitCode.NO_STORE, text.toString(), Printed.json("orders", json));
  }

  private static void sayWhatItIs(Wiring wiring, Orders.Given given) {
    NodeRecord record = given.before();
    NodeName id = given.order().id();
    Console console = wiring.console();
    if (!given.isKnown()) {
      String meant = Words.meant(id.value(), Views.recorded(wiring.looker().look(null).view()));
      console.say(
          given.order().word() == Order.Word.LIFTED
              ? "no record of %s is known%s"
                  .formatted(id, meant.isEmpty() ? ": is that its name?" : meant)
              : "no record of %s is known%s order stands all the same, until 'presence undrain %1$s'"
                  .formatted(id, meant.isEmpty() ? "; the" : meant + " The"));
    } else if (record != null
        && given.order().word() == Order.Word.LIFTED
        && record.state().meaning() != NodeState.SERVING) {
      console.say(
          "%s says of itself that it is %s: that ends there, with 'presence undrain' or 'presence state idle'"
              .formatted(id, record.state().word()));
    }
  }

  private OrderCommands() {}
}
