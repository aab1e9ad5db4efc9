package dev.presence.heartbeat;

import dev.presence.format.OrderFormat;
import dev.presence.format.UnreadableException;
import dev.presence.memory.Content;
import dev.presence.memory.Row;
import dev.presence.memory.Silence;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.resolve.Sighting;
import dev.presence.store.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known of one node over all stores: the newest record and order, and its silence. */
public final class KnownNode {
  private static final Entry.Kind[] RECORDS = {Entry.Kind.RECORD, Entry.Kind.FLAT};

  private final String id;
  private @Nullable Row newest;
  private @Nullable Row order;
  private @Nullable StoreView home;
  private @Nullable String silence;
  private boolean known;
  private boolean heard;
  private boolean broken;
  private boolean damaged;

  private KnownNode(String id) {
    this.id = id;
  }

  static KnownNode of(String id, List<StoreView> stores) {
    KnownNode node = new KnownNode(id);
    for (StoreView store : stores) {
      for (Entry.Kind kind : RECORDS) {
        node.add(store, store.row(new Entry(kind, id)), stores.size() > 1);
      }
      Row ordered = store.row(new Entry(Entry.Kind.ORDER, id));
      node.known |= ordered != null;
      if (ordered != null && ordered.content() != null && isNewer(ordered, node.order)) {
        node.order = ordered;
      }
    }
    return node;
  }

  private void add(StoreView store, @Nullable Row row, boolean oneOfSeveral) {
    if (row == null) {
      return;
    }
    known = true;
    if (row.silence() != null) {
      silence = row.silence().words(oneOfSeveral ? store.store() : null);
      broken = row.silence().kind() == Silence.Kind.BROKEN;
    } else {
      heard = true;
    }
    if (row.content() != null && isNewer(row, newest)) {
      newest = row;
      home = store;
    }
  }

  /** Between stores a tie goes to the greater bytes, so that the order of reading has no say. */
  private static boolean isNewer(Row row, @Nullable Row other) {
    if (other == null) {
      return true;
    }
    int order = row.stamp().compareTo(other.stamp());
    return order != 0
        ? order > 0
        : Arrays.compareUnsigned(bytes(row.content()), bytes(other.content())) > 0;
  }

  private static byte[] bytes(@Nullable Content content) {
    try {
      return content == null ? new byte[0] : content.bytes();
    } catch (IOException e) {
      return new byte[0]; // Damaged on the disk meanwhile: any other is newer.
    }
  }

  public String id() {
    return id;
  }

  /** Whether any store ever had an entry for it. */
  boolean isKnown() {
    return known;
  }

  /** The row of the newest record; null when none was ever good. */
  @Nullable Row newest() {
    return newest;
  }

  /** The part that it plays; null when no record of it was ever good. */
  public @Nullable String part() {
    return newest == null ? null : newest.part();
  }

  /** The newest row in words that change with its content: {@code id@birth:serial}. */
  String source() {
    String birth = home == null ? "" : home.list().birth();
    return id + "@" + birth + ":" + (newest == null ? 0 : newest.serial());
  }

  /** The store that has its newest record; empty for none. */
  String home() {
    return home == null ? "" : home.store();
  }

  /** Whether its source is of a memory that is kept. */
  boolean isKept() {
    return newest != null && newest.serial() > 0 && home != null && !home.list().birth().isEmpty();
  }

  /** In what way it is silent, a verb first; null when its record stands on a list. */
  public @Nullable String silence() {
    return heard ? null : silence;
  }

  /** Whether it is silent because what stands on a list under its name is no record. */
  public boolean isBroken() {
    return !heard && broken;
  }

  /**
   * What is known of it, opened.
   *
   * @param wanted the names of the facts to keep beside the known ones; null for all
   * @return null when no record of it was ever good, and when it {@link #isDamaged}
   */
  public @Nullable Sighting sighting(@Nullable Set<String> wanted) {
    if (newest == null) {
      return null;
    }
    NodeRecord record = newest.record(wanted);
    Order ordered = order();
    damaged = record == null || (ordered == null && order != null); // It would come back.
    return record == null || damaged ? null : new Sighting(record, ordered, silence(), null);
  }

  /** Whether it is gone by its own word or a person's, which no time ends. */
  boolean hasLeft() {
    Sighting sighting = sighting(Set.of());
    return sighting != null && sighting.state(Instant.EPOCH) == NodeState.GONE;
  }

  /** Whether what is remembered of it could not be opened: it is there, and nobody knows what. */
  boolean isDamaged() {
    return damaged;
  }

  /** The newest order; null when there is none. */
  public @Nullable Order order() {
    if (order == null || order.content() == null) {
      return null;
    }
    try {
      return OrderFormat.parse(order.content().bytes());
    } catch (IOException | UnreadableException e) {
      return null;
    }
  }
}
