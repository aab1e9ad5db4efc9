package dev.presence.simulation;

import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ForwardingStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One machine's way to one store: what goes wrong on it, and what gets through is told. */
class Way extends ForwardingStore {
  /** Hears what the store has taken. */
  interface Ledger {
    /** The number of that node. */
    int number(String id);

    void written(int store, Announcement announcement);

    void ordered(int store, Order order);

    void deleted(int store, Entry entry);
  }

  private final int number;
  private final Ledger ledger;
  private final Weather everywhere;
  private final @Nullable String writer;

  /** What goes wrong for this machine alone. */
  final Weather here = new Weather();

  /** Whose beats were asked for since a look began. */
  final Set<String> askedOf = new HashSet<>();

  /**
   * The way to that store.
   *
   * @param everywhere what goes wrong for all
   * @param writer the only node that may be written here; null for people, who give orders
   */
  Way(Store store, int number, Ledger ledger, Weather everywhere, @Nullable String writer) {
    super(store);
    this.number = number;
    this.ledger = ledger;
    this.everywhere = everywhere;
    this.writer = writer;
  }

  int number(String id) {
    return ledger.number(id);
  }

  boolean hidesList() {
    return here.hidesList() || everywhere.hidesList();
  }

  boolean hidesBeats() {
    return here.hidesBeats() || everywhere.hidesBeats();
  }

  boolean refuses() {
    return here.refuses() || everywhere.refuses();
  }

  boolean hides(Entry entry) {
    return here.unreadable.contains(entry) || everywhere.unreadable.contains(entry);
  }

  private void reach(boolean hidden) throws StoreException {
    if (hidden) {
      boolean cut = here.cut || everywhere.cut;
      throw new StoreException(name() + (cut ? " is away" : " did not answer in 5 s"));
    }
  }

  private void reach(Collection<Entry> entries, boolean orNone) throws StoreException {
    boolean beats = orNone || !entries.isEmpty();
    for (Entry entry : entries) {
      beats &= entry.kind() == Entry.Kind.BEAT;
      if (entry.kind() == Entry.Kind.BEAT) {
        askedOf.add(entry.id());
      }
    }
    reach(beats ? hidesBeats() : hidesList());
  }

  private void write(String id) throws StoreException {
    if (writer != null && !writer.equals(id)) {
      throw new AssertionError("one file, one writer: " + writer + " writes " + id);
    }
    if (refuses()) {
      throw new StoreException(name() + " cannot be written");
    }
  }

  @Override
  public Listing list(Predicate<PartName> parts) throws StoreException {
    reach(hidesList());
    return super.list(parts);
  }

  @Override
  public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
    reach(entries, true); // Beats are looked for in a folder by no name at all.
    return super.find(entries);
  }

  @Override
  public void load(Collection<Entry> entries, Reader reader) throws StoreException {
    reach(entries, false);
    super.load(
        entries,
        (entry, loaded) ->
            reader.take(
                entry,
                hides(entry) ? new Loaded.Unreadable("cannot be read: stale handle") : loaded));
  }

  @Override
  public Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException {
    write(announcement.id().value());
    NodeRecord record = announcement.record();
    Receipt receipt = super.put(announcement, replaces);
    if (!(receipt instanceof Receipt.Behind)) {
      ledger.written(number, announcement);
    } else if (record != null && writer != null) {
      throw new AssertionError("nobody else writes " + writer + ", and it is behind");
    }
    return receipt;
  }

  @Override
  public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
    if (writer != null) {
      throw new AssertionError("a node gives no orders");
    }
    write(order.id().value());
    Receipt receipt = super.put(order, replaces);
    if (!(receipt instanceof Receipt.Behind)) {
      ledger.ordered(number, order);
    }
    return receipt;
  }

  @Override
  public boolean delete(Entry entry, Version version) throws StoreException {
    write(entry.id());
    boolean deleted = super.delete(entry, version);
    if (deleted) {
      ledger.deleted(number, entry);
    }
    return deleted;
  }
}
