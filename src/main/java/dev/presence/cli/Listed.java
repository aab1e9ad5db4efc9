package dev.presence.cli;

import dev.presence.heartbeat.KnownNode;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.SaidState;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node as {@code list} shows it.
 *
 * @param cells by column; none where there is nothing to say
 * @param order that holds; null for none
 * @param beat null where it never beat
 * @param troubles what is to be counted of it, in the words of the summary
 */
record Listed(
    KnownNode node,
    Map<ListColumn, String> cells,
    @Nullable Order order,
    @Nullable BeatJson beat,
    List<String> troubles) {
  static Listed of(KnownNode node, @Nullable Sighting sighting, Ages ages, Instant now) {
    Order order = holding(node.order(), sighting, now);
    return new Listed(
        node,
        cells(node, sighting, note(node, sighting, order, ages, now), ages),
        order,
        ages.json(node.id()),
        troubles(node, sighting, order, ages));
  }

  /** The order, where it says anything; else null. */
  static @Nullable Order holding(@Nullable Order order, @Nullable Sighting sighting, Instant now) {
    boolean holds =
        order != null && order.holds(sighting == null ? null : sighting.record().stamp(), now);
    return holds ? order : null;
  }

  String cell(ListColumn column) {
    return cells.getOrDefault(column, "");
  }

  /** All cells, in the order of the columns. */
  String[] row() {
    ListColumn[] columns = ListColumn.values();
    String[] row = new String[columns.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = cell(columns[i]);
    }
    return row;
  }

  private static String note(
      KnownNode node, @Nullable Sighting sighting, @Nullable Order order, Ages ages, Instant now) {
    List<String> notes = new ArrayList<>();
    if (order != null) {
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
    return String.join("; ", notes);
  }

  /** Whether the node says more of its state than a word that serves. */
  private static boolean isSaid(SaidState state) {
    return state.meaning() != NodeState.SERVING || state.reason() != null || state.until() != null;
  }

  private static Map<ListColumn, String> cells(
      KnownNode node, @Nullable Sighting sighting, String note, Ages ages) {
    Map<ListColumn, String> cells = new EnumMap<>(ListColumn.class);
    cells.put(ListColumn.ID, Words.id(node.id()));
    cells.put(ListColumn.NOTE, note);
    if (sighting != null) {
      cells.putAll(RecordCells.of(sighting.record()));
      cells.put(ListColumn.BEAT, ages.words(node.id()));
    }
    return cells;
  }

  private static List<String> troubles(
      KnownNode node, @Nullable Sighting sighting, @Nullable Order order, Ages ages) {
    List<String> troubles = new ArrayList<>();
    if (order != null) {
      troubles.add(order.word().text());
    } else if (sighting != null && sighting.record().state().meaning() != NodeState.SERVING) {
      troubles.add(String.valueOf(sighting.record().state().word()));
    }
    String is = ages.is(node.id());
    if (!is.equals("alive")) {
      troubles.add(is);
    }
    if (node.silence() != null) {
      troubles.add("without a good record");
    }
    if (!ages.rival(node.id()).isEmpty()) {
      troubles.add("of a name that two use");
    }
    return troubles;
  }
}
