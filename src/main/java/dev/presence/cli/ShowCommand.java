package dev.presence.cli;

import dev.presence.format.FactsFormat;
import dev.presence.format.JsonWriter;
import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.View;
import dev.presence.memory.Row;
import dev.presence.memory.Silence;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Stamp;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Sighting;
import dev.presence.store.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is known of one node: its facts, the order for it, and what each store holds of it. */
final class ShowCommand implements Command {
  /** A node as programs get it. */
  private record ShowJson(
      Map<String, @Nullable Object> facts,
      @Nullable BeatJson beat,
      @Nullable List<String> marks,
      @Nullable OrderJson order,
      @Nullable String silence,
      List<HoldsJson> stores) {}

  /** What one store holds of it. */
  private record HoldsJson(String store, String holds, @Nullable String failure) {}

  @Override
  public String summary() {
    return "print all that is known of one node, and what each store holds of it";
  }

  @Override
  public String operands() {
    return "ID";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.LATE_AFTER, Flags.DEAD_AFTER, Flags.BEAT_STORE, Flags.AT);
  }

  @Override
  public Printed run(Wiring wiring) {
    String id = wiring.settings().rest().get(0);
    View view = wiring.looker().look(null).view();
    ExitCode exit = Views.told(view, wiring.console());
    KnownNode node = view.node(id);
    if (node == null) {
      if (exit != ExitCode.OK) {
        return Printed.of(exit, "", Map.of());
      }
      throw PresenceException.usage(
          "no node %s is on the list%s"
              .formatted(
                  Printable.of(id),
                  Words.meantOr(id, Views.ids(view), ": 'presence list' shows who is")));
    }
    Sighting sighting = node.sighting(null);
    Order order = node.order();
    List<HoldsJson> stores = new ArrayList<>();
    for (StoreView store : view.stores()) {
      stores.add(new HoldsJson(store.store(), holds(store, id, sighting), store.failure()));
    }
    Map<String, @Nullable Object> facts =
        sighting == null ? Map.of() : FactsFormat.facts(sighting.record());
    Ages ages = new Ages(wiring, view);
    ShowJson json =
        new ShowJson(
            facts,
            ages.json(id),
            ages.hasMarks() ? ages.marks(id) : null,
            order == null ? null : OrderJson.of(order, null),
            node.silence(),
            stores);
    String said = said(order, sighting, wiring.now());
    return Printed.of(
        exit,
        text(
            facts,
            List.of(said, silent(node), ages.sentence(id), ages.agent(id)),
            stores,
            wiring.terminal()),
        json);
  }

  private static String silent(KnownNode node) {
    return node.silence() == null ? "" : "silent: it " + node.silence();
  }

  /** The order in words, and whether it still says something; empty for none. */
  private static String said(@Nullable Order order, @Nullable Sighting sighting, Instant now) {
    if (order == null) {
      return "";
    }
    boolean holds = order.holds(sighting == null ? null : sighting.record().stamp(), now);
    return Reasons.order(order) + (holds ? "" : ", which is over");
  }

  private static String holds(StoreView store, String id, @Nullable Sighting newest) {
    Row row = store.list().row(new Entry(Entry.Kind.RECORD, id));
    Row flat = store.list().row(new Entry(Entry.Kind.FLAT, id));
    Row held =
        row == null || (flat != null && flat.stamp().compareTo(row.stamp()) > 0) ? flat : row;
    if (held == null) {
      return "nothing";
    }
    if (held.silence() != null) {
      Silence silence = held.silence();
      return silence.kind() == Silence.Kind.BROKEN
          ? "a broken record: " + silence.reason()
          : "nothing";
    }
    if (held.olderStamp() != null) {
      return "an older record" + of(held.olderStamp());
    }
    Stamp stamp = newest == null ? null : newest.record().stamp();
    return held.stamp().equals(stamp == null ? "" : stamp.value())
        ? "this"
        : "an older record" + of(held.stamp());
  }

  private static String of(String stamp) {
    return stamp.isEmpty() ? "" : " of " + stamp;
  }

  private static String text(
      Map<String, @Nullable Object> facts,
      List<String> sentences,
      List<HoldsJson> stores,
      Terminal terminal) {
    StringBuilder text = new StringBuilder();
    if (!facts.isEmpty()) {
      Table table = new Table(Column.label("FACT"), Column.fold("VALUE"));
      for (Map.Entry<String, @Nullable Object> fact : new TreeMap<>(facts).entrySet()) {
        table.add(Printable.of(fact.getKey()), value(fact.getValue()));
      }
      text.append(table.text(terminal)).append('\n');
    }
    for (String sentence : sentences) {
      text.append(sentence).append(sentence.isEmpty() ? "" : "\n\n");
    }
    Table table = new Table(Column.fold("HOLDS"), Column.fold("STORE"));
    for (HoldsJson store : stores) {
      table.add(
          store.holds() + (store.failure() == null ? "" : " (last seen; it cannot be read now)"),
          store.store());
    }
    return text.append(table.text(terminal)).toString();
  }

  private static String value(@Nullable Object value) {
    return Printable.of(
        value instanceof String text
            ? text
            : new String(
                JsonWriter.print(value, JsonWriter.Style.COMPACT), StandardCharsets.US_ASCII));
  }
}
