package dev.presence.heartbeat;

import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.memory.Rows;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.Store;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes in what was loaded from one store, an entry at a time, and forgets the bytes again. */
final class Intake implements Store.Reader {
  private final Rows rows;
  private final Problems problems;
  private final Map<Entry, @Nullable Stamp> older = new TreeMap<>();
  private int records;
  private @Nullable String unreadable;

  Intake(Rows rows, Problems problems) {
    this.rows = rows;
    this.problems = problems;
  }

  Rows rows() {
    return rows;
  }

  /** The nodes with an entry that is older than the remembered one. */
  Set<String> older() {
    Set<String> ids = new TreeSet<>();
    for (Entry entry : older.keySet()) {
      ids.add(entry.id());
    }
    return ids;
  }

  /**
   * Judges those.
   *
   * @param beats the newest of each of them, by id
   */
  void judgeOlder(Map<String, Beat> beats) {
    for (Map.Entry<Entry, @Nullable Stamp> entry : older.entrySet()) {
      judgeOlder(entry.getKey(), entry.getValue(), beats.get(entry.getKey().id()));
    }
  }

  /** How many records told what they hold, good or bad or gone. */
  int records() {
    return records;
  }

  /** Why the last of the unreadable records could not be read; null when all could. */
  @Nullable String unreadable() {
    return unreadable;
  }

  @Override
  public void take(Entry entry, Loaded what) {
    if (what instanceof Loaded.Unreadable failed) {
      unreadable = entry.isRecord() ? failed.reason() : unreadable;
      problems.add(entry, EntryProblem.Kind.UNREADABLE, failed.reason());
      return;
    }
    records += entry.isRecord() ? 1 : 0;
    if (what instanceof Loaded.Content content) {
      read(entry, content.bytes());
    } else if (what instanceof Loaded.Broken broken) {
      broken(entry, broken.reason());
    } else {
      rows.vanished(entry);
    }
  }

  private void read(Entry entry, byte[] bytes) {
    try {
      if (rows.isSame(entry, bytes)) {
        return;
      }
      if (entry.isRecord()) {
        RecordFormat.Read read = RecordFormat.read(bytes);
        checkName(entry, read.record().id());
        if (!rows.isNews(entry, read.record(), read.bytes())) {
          older.put(entry, read.record().stamp());
        }
      } else {
        Order order = OrderFormat.parse(bytes);
        checkName(entry, order.id());
        if (!rows.isNews(entry, order, OrderFormat.kept(order, bytes))) {
          older.put(entry, order.tss());
        }
      }
    } catch (UnreadableException e) {
      broken(entry, e.getMessage());
    } catch (IOException e) {
      // The spool or the memory failed, not the list: what is remembered stands.
      problems.add(
          entry,
          EntryProblem.Kind.UNREADABLE,
          "cannot be kept while it is read: " + e.getMessage());
    }
  }

  private static void checkName(Entry entry, NodeName id) throws UnreadableException {
    if (!id.value().equals(entry.id())) {
      throw new UnreadableException("is named after another node than its instance-id, " + id);
    }
  }

  private void broken(Entry entry, String reason) {
    rows.broken(entry, reason);
    problems.add(entry, EntryProblem.Kind.BROKEN, reason);
  }

  private void judgeOlder(Entry entry, @Nullable Stamp stamp, @Nullable Beat beat) {
    boolean stands = beat != null && Stamp.compare(beat.tss(), stamp) == 0 && entry.isRecord();
    String seen = rows.older(entry, stamp, stands, beat != null);
    if (seen != null) {
      problems.add(
          entry,
          EntryProblem.Kind.OLDER,
          "is of %s, older than the one seen of %s, which stays: was a backup restored?"
              .formatted(stamp == null ? "no time" : stamp, seen));
    }
  }
}
