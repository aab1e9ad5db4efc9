package dev.presence.cli;

import dev.presence.model.Order;
import dev.presence.model.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as programs get it. */
record OrderJson(
    String id,
    String state,
    String tss,
    @Nullable String by,
    @Nullable String reason,
    @Nullable String until,
    @Nullable String of,
    @Nullable List<String> stores) {
  static OrderJson of(Order order, @Nullable List<String> stores) {
    return new OrderJson(
        order.id().value(),
        order.word().text(),
        order.tss().value(),
        order.by(),
        order.reason(),
        text(order.until()),
        text(order.of()),
        stores);
  }

  private static @Nullable String text(@Nullable Stamp stamp) {
    return stamp == null ? null : stamp.value();
  }
}
