package dev.presence.cli;

import dev.presence.format.FactsFormat;
import dev.presence.heartbeat.EntryProblem;
import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.Report;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.View;
import dev.presence.model.Order;
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
      @Nullable Map<String, List<String>> marks,
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
        Flags.ONLY_PART,
        Flags.ONLY_STATE,
        Flags.SORT,
        Flags.WATCH,
        Flags.LATE_AFTER,
        Flags.DEAD_AFTER,
        Flags.BEAT_STORE,
        Flags.AT);
  }

  @Override
  public boolean isBounded(Settings settings) {
    return !Watch.isAsked(settings);
  }

  @Override
  public Printed run(Wiring wiring) {
    return Watch.isAsked(wiring.settings())
        ? new Watch(wiring, ListCommand::look).run()
        : look(wiring);
  }

  private static Printed look(Wiring wiring) {
    Instant now = wiring.now();
    Filter filter = new Filter(wiring);
    List<Listed> nodes = new ArrayList<>();
    View view = wiring.looker().look(null).view();
    Ages ages = new Ages(wiring, view);
    for (KnownNode node : view.nodes()) {
      Sighting sighting = node.sighting(Set.of());
      Order order = Listed.holding(node.order(), sighting, now);
      if (filter.takes(node, sighting, order, ages)) {
        nodes.add(Listed.of(node, sighting, ages, now));
      }
    }
    Sorting.sort(nodes, wiring.settings());
    ExitCode exit = Views.told(view, wiring.console());
    filter.sayUnknown(wiring.console());
    return Printed.of(exit, text(nodes, wiring.terminal()), json(nodes, view, ages));
  }

  private static String text(List<Listed> nodes, Terminal terminal) {
    Table table = ListColumn.table();
    for (Listed node : nodes) {
      table.add(node.row());
    }
    // For the eye alone: what reads a pipe gets lines of nodes and nothing else.
    return table.text(terminal)
        + (terminal.isThere() ? "\n" + terminal.line(Summary.of(nodes)) : "");
  }

  private static ListJson json(List<Listed> nodes, View view, Ages ages) {
    List<KnownNode> shown = new ArrayList<>();
    List<OrderJson> orders = new ArrayList<>();
    Map<String, String> silent = new TreeMap<>();
    Map<String, BeatJson> beats = new TreeMap<>();
    Map<String, List<String>> marks = new TreeMap<>();
    for (Listed node : nodes) {
      String id = node.node().id();
      shown.add(node.node());
      if (node.order() != null) {
        orders.add(OrderJson.of(node.order(), null));
      }
      if (node.node().silence() != null) {
        silent.put(id, node.node().silence());
      }
      if (node.beat() != null) {
        beats.put(id, node.beat());
      }
      if (!ages.marks(id).isEmpty()) {
        marks.put(id, ages.marks(id));
      }
    }
    return new ListJson(
        bad(view),
        beats,
        ages.hasMarks() ? marks : null,
        () -> new Facts(shown.iterator()),
        orders,
        silent);
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
