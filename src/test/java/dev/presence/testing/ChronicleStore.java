package dev.presence.testing;

import dev.presence.format.BeatFormat;
import dev.presence.format.JsonReader;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.model.Stamp;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.MarkedStore;
import dev.presence.store.PastStore;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list in memory with what a folder has not: a past, a call when something changes, marks, and a
 * look at the asked parts alone. A version is the number of the change, so no two contents ever
 * share one. Beats and marks have no past.
 *
 * <p>Each opened store is a process with a session of its own. A mark goes when its holder was
 * closed so long ago as a session is, or when a test takes the session for over.
 */
public final class ChronicleStore implements PastStore, MarkedStore {
  /** How long a mark outlives its process. */
  public static final Duration SESSION = Duration.ofSeconds(10);

  /** What an entry holds since a change. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  private record Held(long number, byte[] bytes, @Nullable PartName part) {
    Version version() {
      return new Version(Long.toString(number));
    }
  }

  /** A change of one entry; nothing is held after a deletion. */
  private record Event(Change change, @Nullable Held held) {}

  /** Somebody who wants to be called. */
  private record Watcher(Predicate<PartName> parts, Runnable changed) {}

  /** A mark that stands, and who holds it. */
  private static final class Marking {
    private final PartName part;
    private final String writer;
    private ChronicleStore holder;

    /** When its holder was closed; null while that runs. */
    private @Nullable Instant closed;

    /** When a mark that was lost is held anew; null for one that stands. */
    private @Nullable Instant back;

    private Marking(PartName part, String writer, ChronicleStore holder) {
      this.part = part;
      this.writer = writer;
      this.holder = holder;
    }
  }

  /** What every opened store of one list shares, and its lock. */
  private static final class Chronicle {
    private final Map<Entry, Held> entries = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<Entry> obstructed = new HashSet<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Map<String, Marking> marks = new TreeMap<>();
    private @Nullable Instant made;
    private long changes;
  }

  private final String name;
  private final Clock clock;
  private final Chronicle chronicle;
  private final boolean past;

  /** Whether this process and the store heard of each other since it last asked for marks. */
  private boolean unbroken = true;

  /** A place for a list, at which none was made yet. */
  public ChronicleStore(String name, Clock clock) {
    this(name, clock, new Chronicle(), false);
  }

  private ChronicleStore(String name, Clock clock, Chronicle chronicle, boolean past) {
    this.name = name;
    this.clock = clock;
    this.chronicle = chronicle;
    this.past = past;
  }

  /** The same list, opened anew. */
  public ChronicleStore again() {
    return new ChronicleStore(name, clock, chronicle, past);
  }

  /** Puts bytes on the list that are perhaps no record, as a strange hand would. */
  public void plant(Entry entry, byte[] bytes) {
    synchronized (chronicle) {
      set(entry, bytes, null, "somebody", "planted");
    }
  }

  /** From here on this entry cannot be read. */
  public void obstruct(Entry entry) {
    synchronized (chronicle) {
      chronicle.obstructed.add(entry);
    }
  }

  /**
   * The server takes the session that holds this mark for over, as after a pause of its own.
   *
   * @param away until a holder that still runs holds it anew
   */
  public void expire(String id, Duration away) {
    synchronized (chronicle) {
      Marking mark = chronicle.marks.get(id);
      if (mark != null && mark.back == null) {
        mark.back = clock.instant().plus(away);
        mark.holder.unbroken = false;
        call(mark.part);
      }
    }
  }

  /** All that the time of the clock brings: what is lost is held anew, or goes for good. */
  private void tick() {
    Instant now = clock.instant();
    for (Map.Entry<String, Marking> entry : List.copyOf(chronicle.marks.entrySet())) {
      Marking mark = entry.getValue();
      Instant closed = mark.closed;
      if (closed != null && (mark.back != null || !now.isBefore(closed.plus(SESSION)))) {
        chronicle.marks.remove(entry.getKey());
        call(mark.part);
      } else if (mark.back != null && !now.isBefore(mark.back)) {
        mark.back = null;
        call(mark.part);
      }
    }
  }

  @Override
  public Marks marks(Collection<String> ids) throws StoreException {
    synchronized (chronicle) {
      checkMade();
      tick();
      Map<String, Mark> held = new HashMap<>();
      for (String id : ids) {
        Marking mark = chronicle.marks.get(id);
        if (mark != null && mark.back == null) {
          held.put(id, new Mark(SESSION, mark.writer));
        }
      }
      Marks marks = new Marks(held, unbroken);
      unbroken = true;
      return marks;
    }
  }

  @Override
  public Duration session() {
    return SESSION;
  }

  @Override
  public @Nullable String hold(NodeName id, PartName part, String writer) throws StoreException {
    synchronized (chronicle) {
      checkWritable();
      checkMade();
      tick();
      Marking known = chronicle.marks.get(id.value());
      if (known != null && !known.writer.equals(writer)) {
        return known.writer;
      }
      if (known != null && known.part.equals(part)) {
        known.holder = this;
        known.closed = null;
        return null;
      }
      chronicle.marks.put(id.value(), new Marking(part, writer, this));
      call(part);
      return null;
    }
  }

  @Override
  public void release(NodeName id) throws StoreException {
    synchronized (chronicle) {
      checkWritable();
      checkMade();
      Marking known = chronicle.marks.get(id.value());
      if (known != null && known.holder == this) {
        chronicle.marks.remove(id.value());
        call(known.part);
      }
    }
  }

  /** Tells those who asked for that part. */
  private void call(PartName part) {
    for (Watcher watcher : List.copyOf(chronicle.watchers)) {
      if (watcher.parts().test(part)) {
        watcher.changed().run();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Trust trust() {
    return Trust.ALWAYS;
  }

  @Override
  public void create() throws StoreException {
    synchronized (chronicle) {
      checkWritable();
      if (chronicle.made == null) {
        chronicle.made = clock.instant();
      }
    }
  }

  @Override
  public Listing list(Predicate<PartName> parts) throws StoreException {
    synchronized (chronicle) {
      checkMade();
      Map<Entry, @Nullable Version> entries = new HashMap<>();
      for (Map.Entry<Entry, Held> held : chronicle.entries.entrySet()) {
        if (isListed(held.getKey(), held.getValue(), parts)) {
          entries.put(held.getKey(), held.getValue().version());
        }
      }
      return new Listing(entries, parts);
    }
  }

  private static boolean isListed(Entry entry, @Nullable Held held, Predicate<PartName> parts) {
    PartName part = held == null ? null : held.part();
    return switch (entry.kind()) {
      case RECORD, FLAT -> held != null && (part == null || parts.test(part));
      case ORDER -> true;
      case BEAT -> false;
    };
  }

  @Override
  public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
    synchronized (chronicle) {
      checkMade();
      Map<Entry, @Nullable Version> found = new HashMap<>();
      for (Entry entry : entries) {
        Held held = chronicle.entries.get(entry);
        if (held != null) {
          found.put(entry, held.version());
        }
      }
      return found;
    }
  }

  @Override
  public void load(Collection<Entry> entries, Reader reader) {
    for (Entry entry : entries) {
      reader.take(entry, load(entry));
    }
  }

  private Loaded load(Entry entry) {
    synchronized (chronicle) {
      Held held = chronicle.entries.get(entry);
      if (held == null) {
        return new Loaded.Vanished();
      }
      if (chronicle.obstructed.contains(entry)) {
        return new Loaded.Unreadable("cannot be read: obstructed");
      }
      return held.bytes().length > JsonReader.LARGEST
          ? new Loaded.Broken("is over 64 KiB")
          : new Loaded.Content(held.bytes());
    }
  }

  @Override
  public Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException {
    NodeRecord record = announcement.record();
    byte[] bytes = record == null ? null : printed(record);
    synchronized (chronicle) {
      checkWritable();
      checkMade();
      Receipt receipt = new Receipt.Unchanged();
      if (record != null && bytes != null) {
        Entry entry = Entry.of(Entry.Kind.RECORD, record.id());
        String said = record.state().word() == null ? "no state" : record.state().word();
        String what = record.part() + " " + record.id() + ": " + said;
        receipt = put(entry, bytes, record.part(), replaces, record.id().value(), what);
      }
      if (announcement.beat() != null && !(receipt instanceof Receipt.Behind)) {
        Entry entry = Entry.of(Entry.Kind.BEAT, announcement.id());
        set(entry, BeatFormat.print(announcement.beat()), null, "", "");
      }
      return receipt;
    }
  }

  private static byte[] printed(NodeRecord record) throws StoreException {
    try {
      return RecordFormat.printChecked(record);
    } catch (UnreadableException e) {
      throw new StoreException("the record of %s %s".formatted(record.id(), e.getMessage()), e);
    }
  }

  @Override
  public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
    byte[] bytes;
    try {
      bytes = OrderFormat.print(order);
    } catch (UnreadableException e) {
      throw new StoreException("the order for %s %s".formatted(order.id(), e.getMessage()), e);
    }
    synchronized (chronicle) {
      checkWritable();
      checkMade();
      Entry entry = Entry.of(Entry.Kind.ORDER, order.id());
      String by = order.by() == null ? "somebody" : order.by();
      return put(entry, bytes, null, replaces, by, order.id() + ": " + order.word().text());
    }
  }

  private Receipt put(
      Entry entry,
      byte[] bytes,
      @Nullable PartName part,
      @Nullable Version replaces,
      String by,
      String what) {
    Held held = chronicle.entries.get(entry);
    if (held != null && Arrays.equals(held.bytes(), bytes)) {
      return new Receipt.Unchanged();
    }
    if (!Objects.equals(held == null ? null : held.version(), replaces)) {
      return new Receipt.Behind();
    }
    set(entry, bytes, part, by, what);
    return new Receipt.Written(List.of());
  }

  private void set(Entry entry, byte[] bytes, @Nullable PartName part, String by, String what) {
    chronicle.changes++;
    Held held = new Held(chronicle.changes, bytes, part);
    Held before = chronicle.entries.put(entry, held);
    tell(entry, before, held, by, what);
  }

  private void tell(
      Entry entry, @Nullable Held before, @Nullable Held held, String by, String what) {
    if (entry.kind() != Entry.Kind.BEAT) {
      chronicle.events.add(
          new Event(
              new Change(String.valueOf(chronicle.changes), clock.instant(), entry, by, what),
              held));
      for (Watcher watcher : List.copyOf(chronicle.watchers)) {
        if (isListed(entry, before, watcher.parts()) || isListed(entry, held, watcher.parts())) {
          watcher.changed().run();
        }
      }
    }
  }

  @Override
  public boolean delete(Entry entry, Version version) throws StoreException {
    synchronized (chronicle) {
      checkWritable();
      checkMade();
      Held held = chronicle.entries.get(entry);
      if (held != null && !held.version().equals(version)) {
        return false;
      }
      if (held != null) {
        chronicle.changes++;
        chronicle.entries.remove(entry);
        tell(entry, held, null, "somebody", entry.id() + ": deleted");
      }
      return true;
    }
  }

  @Override
  public @Nullable Duration tryWriting() throws StoreException {
    synchronized (chronicle) {
      checkWritable();
      checkMade();
      return null;
    }
  }

  @Override
  public Store at(Instant moment) {
    synchronized (chronicle) {
      Chronicle then = new Chronicle();
      if (chronicle.made != null && !chronicle.made.isAfter(moment)) {
        then.made = chronicle.made;
      }
      for (Event event : chronicle.events) {
        if (event.change().when().isAfter(moment)) {
          continue; // The clock may have gone back since.
        }
        if (event.held() == null) {
          then.entries.remove(event.change().entry());
        } else {
          then.entries.put(event.change().entry(), event.held());
        }
      }
      return new ChronicleStore(name + " at " + Stamp.of(moment), clock, then, true);
    }
  }

  @Override
  public @Nullable Instant came(String change) {
    synchronized (chronicle) {
      for (Event event : chronicle.events) {
        if (event.change().id().equals(change)) {
          return event.change().when();
        }
      }
      return null;
    }
  }

  @Override
  public List<Change> history(@Nullable NodeName id) throws StoreException {
    synchronized (chronicle) {
      checkMade();
      List<Change> history = new ArrayList<>();
      for (int i = chronicle.events.size() - 1; i >= 0; i--) {
        Change change = chronicle.events.get(i).change();
        if (id == null || id.value().equals(change.entry().id())) {
          history.add(change);
        }
      }
      return history;
    }
  }

  @Override
  public Watch watch(Predicate<PartName> parts, Runnable changed) throws StoreException {
    synchronized (chronicle) {
      checkMade();
      Watcher watcher = new Watcher(parts, changed);
      chronicle.watchers.add(watcher);
      return () -> {
        synchronized (chronicle) {
          chronicle.watchers.remove(watcher);
        }
      };
    }
  }

  private void checkMade() throws StoreException {
    if (chronicle.made == null) {
      throw new StoreException(name + " is no list: 'presence init' makes one");
    }
  }

  private void checkWritable() throws StoreException {
    if (past) {
      throw new StoreException(name + " is past, and cannot be changed");
    }
  }

  @Override
  public void close() {
    synchronized (chronicle) {
      for (Marking mark : chronicle.marks.values()) {
        if (mark.holder == this && mark.closed == null) {
          mark.closed = clock.instant();
        }
      }
    }
  }
}
