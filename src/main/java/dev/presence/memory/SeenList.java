package dev.presence.memory;

import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.store.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one store: a row an entry. Of a list in a file no row is read before it is
 * asked for, and then the rows of its part and scope together. A store that was given up may still
 * be at work on it, so all of that is synchronized.
 */
public final class SeenList {
  /** Nothing is remembered. */
  static final SeenList NOTHING = new SeenList("", 0, "", new HashMap<>(), null);

  private final String birth;
  private final long serial;
  private final String quiet;
  private final Map<Entry, Row> rows;

  /** Where the other rows are; null when all are here. */
  private @Nullable SeenFile rest;

  private boolean damaged;

  SeenList(String birth, long serial, String quiet, Map<Entry, Row> rows, @Nullable SeenFile rest) {
    this.birth = birth;
    this.serial = serial;
    this.quiet = quiet;
    this.rows = rows;
    this.rest = rest;
  }

  /** A random name: with a lost memory begins another one; empty when nothing is remembered. */
  public String birth() {
    return birth;
  }

  /** The number of the last change. */
  public long serial() {
    return serial;
  }

  /** Whether no look changed it between the one and the other. */
  public boolean isAt(SeenList other) {
    return serial == other.serial && birth.equals(other.birth);
  }

  /**
   * The lines of a listing all of whose entries were settled: while the store lists just that,
   * nothing is new. Empty for none.
   */
  public String quiet() {
    return quiet;
  }

  /** All rows, by entry. */
  public synchronized Map<Entry, Row> rows() {
    if (rest != null) {
      rest.readAll(rows);
      damaged |= rest.isDamaged();
      rest = null;
    }
    return rows;
  }

  /** Whether some rows that were asked for could not be read: then the memory is as none. */
  public synchronized boolean isDamaged() {
    return damaged || (rest != null && rest.isDamaged());
  }

  /** Reads what an answer of these parts and this scope needs. */
  synchronized void prepare(Predicate<PartName> parts, Scope scope) {
    if (rest != null) {
      rest.readPlaying(parts, scope, rows);
      rest.readKind(Entry.Kind.FLAT, rows);
      rest.readKind(Entry.Kind.ORDER, rows);
    }
  }

  /** The row of an entry; null when nothing is remembered of it. */
  public synchronized @Nullable Row row(Entry entry) {
    Row row = rows.get(entry);
    if (row == null && rest != null) {
      rest.readKind(entry.kind(), rows);
      row = rows.get(entry);
    }
    return row;
  }

  /** The rows of records that say such a part within the scope. */
  public synchronized List<Row> playing(Predicate<PartName> parts, Scope scope) {
    if (rest != null) {
      rest.readPlaying(parts, scope, rows);
    }
    List<Row> playing = new ArrayList<>();
    for (Row row : rows.values()) {
      if (row.isPlaying(parts, scope)) {
        playing.add(row);
      }
    }
    return playing;
  }

  /** The rows of what is remembered and stands on the list no more. */
  public synchronized Collection<Row> silent() {
    List<Row> silent = new ArrayList<>();
    if (rest == null || rest.hasSilent()) {
      for (Row row : rows().values()) {
        if (row.silence() != null) {
          silent.add(row);
        }
      }
    }
    return silent;
  }

  /** How many records are remembered, silent ones included. */
  public int records() {
    int records = 0;
    for (Row row : rows().values()) {
      records += row.entry().isRecord() && row.content() != null ? 1 : 0;
    }
    return records;
  }

  /**
   * This memory with what a look found put into it.
   *
   * @param before the memory that the look began with
   * @param updates the rows that it changed, null for one that is to be forgotten
   * @param settled the lines of its listing when each of its entries is settled by now, else empty
   * @return the entries that another look changed since then are as they are here
   */
  public SeenList with(SeenList before, Map<Entry, @Nullable Row> updates, String settled) {
    Map<Entry, Row> merged = new HashMap<>(rows());
    long number = serial;
    boolean alone = isAt(before);
    for (Map.Entry<Entry, @Nullable Row> update : updates.entrySet()) {
      Entry entry = update.getKey();
      Row row = update.getValue();
      if (!alone && !same(rows().get(entry), before.rows().get(entry))) {
        continue;
      }
      number++;
      if (row == null) {
        merged.remove(entry);
      } else {
        merged.put(entry, row.serial() == 0 ? row.numbered(number) : row);
      }
    }
    return new SeenList(birth, number, alone ? settled : "", merged, null);
  }

  private static boolean same(@Nullable Row one, @Nullable Row other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return RowFormat.line(one).equals(RowFormat.line(other));
  }

  /** The same rows with these changes, for a run that remembers nothing. */
  public SeenList overlaid(Map<Entry, @Nullable Row> updates) {
    Map<Entry, Row> merged = new HashMap<>(rows());
    for (Map.Entry<Entry, @Nullable Row> update : updates.entrySet()) {
      if (update.getValue() == null) {
        merged.remove(update.getKey());
      } else {
        merged.put(update.getKey(), update.getValue());
      }
    }
    return new SeenList(birth, serial, "", merged, null);
  }

  /** The same under a name of its own. */
  SeenList born(String name) {
    return new SeenList(name, serial, quiet, rows(), null);
  }
}
