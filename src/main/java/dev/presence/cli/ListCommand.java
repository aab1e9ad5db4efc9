package dev.presence.cli;

import dev.presence.format.AnswerText;
import dev.presence.format.FactsFormat;
import dev.presence.heartbeat.EntryProblem;
import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.Report;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.View;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.SaidState;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The list as a table. */
final class ListCommand implements Command {
  /** The list as programs get it; nodes are opened one by one, so that a list of any size fits. */
  private record ListJson(
      List<Report.BadFile> bad,
      Map<String, BeatJson> beats,
      Iterable<Map<String, @Nullable Object>> nodes,
      List<OrderJson> orders,
      Map<String, String> silent) {}

  @Override
  public String summary() {
    return "print the list as a table";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flags.ONLY_PART, Flags.ONLY_STATE, Flags.LATE_AFTER, Flags.DEAD_AFTER, Flags.BEAT_STORE);
  }

  @Override
  public Printed run(Wiring wiring) {
    View view = wiring.looker().look(null).view();
    Instant now = wiring.now();
    List<KnownNode> shown = new ArrayList<>();
    List<OrderJson> orders = new ArrayList<>();
    Map<String, String> silent = new TreeMap<>();
    Map<String, BeatJson> beats = new TreeMap<>();
    Ages ages = new Ages(wiring, view);
    Table table =
        new Table(
            "ID",
            "PART",
            "STATE",
            "ADDRESS",
            "PORTS",
            "DEPLOYMENT",
            "STACKTYPE",
            "CHANGED",
            "BEAT",
            "NOTE");
    Filter filter = new Filter(wiring);
    for (KnownNode node : view.nodes()) {
      Sighting sighting = node.sighting(Set.of());
      if (!filter.takes(sighting)) {
        continue;
      }
      shown.add(node);
      Order order = node.order();
      if (order != null && holds(order, sighting, now)) {
        orders.add(OrderJson.of(order, null));
      }
      if (node.silence() != null) {
        silent.put(node.id(), node.silence());
      }
      BeatJson beat = ages.json(node.id());
      if (beat != null) {
        beats.put(node.id(), beat);
      }
      table.add(row(node, sighting, ages, now));
    }
    ListJson json =
        new ListJson(bad(view), beats, () -> new Facts(shown.iterator()), orders, silent);
    return Printed.of(Views.told(view, wiring.console()), table.toString(), json);
  }

  private static boolean holds(Order order, @Nullable Sighting sighting, Instant now) {
    return order.holds(sighting == null ? null : sighting.record().stamp(), now);
  }

  /** Which nodes are asked for. */
  private static final class Filter {
    private final Scope scope;
    private final List<String> parts;
    private final List<String> states;

    private Filter(Wiring wiring) {
      this.scope = new Asked(wiring).anyScope();
      this.parts = wiring.settings().all(Flags.ONLY_PART);
      this.states = wiring.settings().all(Flags.ONLY_STATE);
    }

    private boolean takes(@Nullable Sighting sighting) {
      if (sighting == null) {
        return parts.isEmpty() && states.isEmpty();
      }
      NodeRecord record = sighting.record();
      String word = record.state().word();
      return scope.includes(record.scope())
          && (parts.isEmpty() || parts.contains(record.part().value()))
          && (states.isEmpty() || states.contains(word == null ? "none" : word));
    }
  }

  private static String[] row(KnownNode node, @Nullable Sighting sighting, Ages ages, Instant now) {
    Order order = node.order();
    List<String> notes = new ArrayList<>();
    if (order != null && holds(order, sighting, now)) {
      notes.add(Reasons.order(order));
    }
    if (sighting != null && isSaid(sighting.record().state())) {
      notes.add(Reasons.state(sighting.record().state(), now));
    }
    if (node.silence() != null) {
      notes.add(node.silence());
    }
    if (!ages.rival(node.id()).isEmpty()) {
      notes.add(ages.rival(node.id()));
    }
    String note = String.join("; ", notes);
    if (sighting == null) {
      return new String[] {Words.id(node.id()), "", "", "", "", "", "", "", "", note};
    }
    NodeRecord record = sighting.record();
    Stamp stamp = record.stamp();
    return new String[] {
      node.id(),
      record.part().value(),
      text(record.state().word()),
      record.address() == null ? "" : record.address().text(),
      AnswerText.ports(record.ports()),
      text(record.scope().deployment()),
      text(record.scope().stacktype()),
      stamp == null ? "" : stamp.value(),
      ages.words(node.id()),
      note
    };
  }

  /** Whether the node says more of its state than a word that serves. */
  private static boolean isSaid(SaidState state) {
    return state.meaning() != NodeState.SERVING || state.reason() != null || state.until() != null;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<Report.BadFile> bad(View view) {
    List<EntryProblem> problems = new ArrayList<>();
    for (StoreView store : view.stores()) {
      problems.addAll(store.problems());
    }
    return Report.bad(problems);
  }

  /** The facts of each node whose record was ever good. */
  private static final class Facts implements Iterator<Map<String, @Nullable Object>> {
    private final Iterator<KnownNode> nodes;
    private @Nullable Sighting next;

    private Facts(Iterator<KnownNode> nodes) {
      this.nodes = nodes;
    }

    @Override
    public boolean hasNext() {
      while (next == null && nodes.hasNext()) {
        next = nodes.next().sighting(null);
      }
      return next != null;
    }

    @Override
    public Map<String, @Nullable Object> next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Map<String, @Nullable Object> facts = FactsFormat.facts(next.record());
      next = null;
      return facts;
    }
  }
}
