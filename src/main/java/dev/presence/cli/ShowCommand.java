package dev.presence.cli;

import dev.presence.format.JsonWriter;
import dev.presence.heartbeat.View;
import dev.presence.model.BadRecord;
import dev.presence.model.ExitCode;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is known of one node: its facts, and what each store holds of it. */
final class ShowCommand implements Command {
  @Override
  public String summary() {
    return "print all that is known of one node, and what each store holds of it";
  }

  @Override
  public String operands() {
    return "ID";
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    String id = wiring.settings().rest().get(0);
    View view = wiring.onlooker().look();
    NodeRecord newest = find(view.newest(), id);
    List<Map<String, @Nullable Object>> stores = new ArrayList<>();
    boolean known = newest != null;
    for (View.Part store : view.stores()) {
      stores.add(holds(store, id, newest));
      known |= bad(store, id) != null;
    }
    if (!known) {
      throw PresenceException.usage(
          "no node " + Printable.of(id) + " is on the list: 'presence list' shows who is");
    }
    if (json) {
      wiring
          .console()
          .printJson(Map.of("facts", newest == null ? Map.of() : newest.facts(), "stores", stores));
    } else {
      wiring.console().print(text(newest, stores));
    }
    return Views.exitCode(view, wiring.console());
  }

  private static @Nullable NodeRecord find(Iterable<NodeRecord> records, String id) {
    for (NodeRecord record : records) {
      if (record.id().value().equals(id)) {
        return record;
      }
    }
    return null;
  }

  private static @Nullable BadRecord bad(View.Part store, String id) {
    for (BadRecord bad : store.bad()) {
      if (bad.id() != null && bad.id().value().equals(id)) {
        return bad;
      }
    }
    return null;
  }

  private static Map<String, @Nullable Object> holds(
      View.Part store, String id, @Nullable NodeRecord newest) {
    NodeRecord record = find(store.records(), id);
    BadRecord bad = bad(store, id);
    Map<String, @Nullable Object> holds = new HashMap<>();
    holds.put("store", store.name());
    holds.put(
        "holds",
        bad != null
            ? bad.reason()
            : record == null
                ? "nothing"
                : newest != null && record.facts().equals(newest.facts())
                    ? "this"
                    : "an older record" + (record.stamp() == null ? "" : " of " + record.stamp()));
    if (store.failure() != null) {
      holds.put("failure", store.failure());
    }
    return holds;
  }

  private static String text(
      @Nullable NodeRecord newest, List<Map<String, @Nullable Object>> stores) {
    StringBuilder text = new StringBuilder();
    if (newest != null) {
      Table facts = new Table("FACT", "VALUE");
      for (Map.Entry<String, @Nullable Object> fact : new TreeMap<>(newest.facts()).entrySet()) {
        facts.add(Printable.of(fact.getKey()), value(fact.getValue()));
      }
      text.append(facts).append('\n');
    }
    Table table = new Table("HOLDS", "STORE");
    for (Map<String, @Nullable Object> store : stores) {
      String failure = store.get("failure") == null ? "" : " (last seen; it cannot be read now)";
      table.add(store.get("holds") + failure, String.valueOf(store.get("store")));
    }
    return text.append(table).toString();
  }

  private static String value(@Nullable Object value) {
    return Printable.of(
        value instanceof String text
            ? text
            : new String(
                JsonWriter.print(value, JsonWriter.Style.COMPACT), StandardCharsets.US_ASCII));
  }
}
