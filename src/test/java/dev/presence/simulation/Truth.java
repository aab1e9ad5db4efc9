package dev.presence.simulation;

import dev.presence.format.BeatFormat;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.Beat;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in each store just now, and since when, whoever can see it. */
final class Truth implements Way.Ledger {
  /**
   * A beat that stands in a store.
   *
   * @param written the true time, in milliseconds
   * @param own whether the node wrote it, and no strange hand
   */
  record Pulse(Beat beat, long written, boolean own) {
    long seq() {
      return beat.seq();
    }
  }

  /** What one store has of one node. Of each entry there is a good value, bad bytes, or nothing. */
  static final class Cell {
    @Nullable NodeRecord record;
    @Nullable Pulse beat;
    @Nullable Order order;
    byte @Nullable [] badRecord;
    byte @Nullable [] badBeat;
    byte @Nullable [] badOrder;

    boolean hasRecord() {
      return record != null || badRecord != null;
    }

    boolean hasBeat() {
      return beat != null || badBeat != null;
    }

    boolean hasOrder() {
      return order != null || badOrder != null;
    }

    boolean hasGarbage() {
      return badRecord != null || badBeat != null || badOrder != null;
    }

    String words() {
      String pulse =
          beat == null
              ? badBeat == null ? "none" : "bad"
              : beat.seq() + (beat.own() ? "" : " of a stranger");
      return "record %s, beat %s, order %s"
          .formatted(
              badRecord == null ? Truth.words(record) : "bad",
              pulse,
              badOrder == null ? Truth.words(order) : "bad");
    }

    Cell copy() {
      Cell copy = new Cell();
      copy.record = record;
      copy.beat = beat;
      copy.order = order;
      copy.badRecord = badRecord;
      copy.badBeat = badBeat;
      copy.badOrder = badOrder;
      return copy;
    }

    /** The bytes that should stand there; null for none. */
    byte @Nullable [] bytes(Entry.Kind kind) {
      try {
        return switch (kind) {
          case RECORD -> record != null ? RecordFormat.print(record) : badRecord;
          case BEAT -> beat != null ? BeatFormat.print(beat.beat()) : badBeat;
          case ORDER -> order != null ? OrderFormat.print(order) : badOrder;
          case FLAT -> null;
        };
      } catch (UnreadableException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static String words(@Nullable NodeRecord record) {
    return record == null
        ? "none"
        : "%s (%s, weight %s)".formatted(record.stamp(), record.state().word(), record.weight());
  }

  static String words(@Nullable Order order) {
    return order == null
        ? "none"
        : "%s at %s of %s until %s"
            .formatted(order.word().text(), order.tss(), order.of(), order.until());
  }

  private final SimClock.True time;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Cell[][] cells;

  Truth(SimClock.True time, int stores, String[] ids) {
    this.time = time;
    this.cells = new Cell[stores][ids.length];
    for (int node = 0; node < ids.length; node++) {
      numbers.put(ids[node], node);
      for (int store = 0; store < stores; store++) {
        cells[store][node] = new Cell();
      }
    }
  }

  Cell at(int store, int node) {
    return cells[store][node];
  }

  void set(int store, int node, Cell cell) {
    cells[store][node] = cell;
  }

  /** The number of that node; -1 for a stranger. */
  @Override
  public int number(String id) {
    return numbers.getOrDefault(id, -1);
  }

  private Cell at(int store, String id) {
    return cells[store][number(id)];
  }

  @Override
  public void written(int store, Announcement announcement) {
    Cell cell = at(store, announcement.id().value());
    if (announcement.record() != null) {
      cell.record = announcement.record();
      cell.badRecord = null;
    }
    if (announcement.beat() != null) {
      cell.beat = new Pulse(announcement.beat(), time.now(), true);
      cell.badBeat = null;
    }
  }

  @Override
  public void ordered(int store, Order order) {
    Cell cell = at(store, order.id().value());
    cell.order = order;
    cell.badOrder = null;
  }

  @Override
  public void deleted(int store, Entry entry) {
    Cell cell = at(store, entry.id());
    switch (entry.kind()) {
      case RECORD -> {
        cell.record = null;
        cell.badRecord = null;
      }
      case BEAT -> {
        cell.beat = null;
        cell.badBeat = null;
      }
      case ORDER -> {
        cell.order = null;
        cell.badOrder = null;
      }
      case FLAT -> {}
    }
  }
}
