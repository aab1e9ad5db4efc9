package dev.presence.memory;

import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Store;
import dev.presence.store.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one look at one store makes of the memory: each call is a piece of evidence, and evidence
 * alone changes a row. docs/formats.md has the table.
 */
public final class Rows {
  /** Two loads as far apart as this, with one version and the same bytes, settle an entry. */
  private static final long SETTLING_SECONDS = 2;

  /** A stamp further ahead of this clock keeps nothing out. */
  private static final Duration FUTURE = Duration.ofHours(1);

  /**
   * Of the time between two looks, in seconds, no more than that counts for an older record, as the
   * clock may have jumped; and less is not worth remembering.
   */
  private static final long LONGEST_GAP = 3600;

  private static final long SHORTEST_GAP = 60;

  /** Fewer that go at once may be what they seem. */
  private static final int FEWEST_DOUBTED = 3;

  private final SeenList before;
  private final Store.Trust trust;
  private final Listing listing;
  private final Spool spool;
  private final Instant now;
  private final Clock clock;
  private final Duration maxAge;
  private final boolean quiet;
  private final Map<Entry, @Nullable Row> updates = new HashMap<>();

  /** News that waits for a word on whether it is a restored backup. */
  private final Map<Entry, Row> waiting = new HashMap<>();

  /**
   * A look.
   *
   * @param before what was remembered when it began
   * @param listing what the store showed
   * @param spool keeps what is new
   * @param now when the look began
   * @param maxAge how long an older record must stand there to be news
   */
  public Rows(
      SeenList before,
      Store.Trust trust,
      Listing listing,
      Spool spool,
      Instant now,
      Clock clock,
      Duration maxAge) {
    this.before = before;
    this.trust = trust;
    this.listing = listing;
    this.spool = spool;
    this.now = now;
    this.clock = clock;
    this.maxAge = maxAge;
    this.quiet = !before.quiet().isEmpty() && before.quiet().equals(listing.lines());
  }

  /** The rows that changed; null for one to be forgotten. */
  public Map<Entry, @Nullable Row> updates() {
    return updates;
  }

  /** The row of an entry as it was before; null when nothing is remembered of it. */
  public @Nullable Row before(Entry entry) {
    return before.row(entry);
  }

  /** Whether a listed entry need not be loaded: it is known to hold what is remembered. */
  public boolean isSettled(Entry entry, @Nullable Version version) {
    Row row = before(entry);
    return row != null
        && version != null
        && row.isOf(version)
        && (trust == Store.Trust.ALWAYS || row.isSettled());
  }

  /** Whether the store lists just what it listed when each of its entries was settled. */
  public boolean isQuiet() {
    return quiet;
  }

  /** The lines of the listing when each of its entries is settled by now; else empty. */
  public String settled() {
    for (Map.Entry<Entry, @Nullable Version> listed : listing.entries().entrySet()) {
      Entry entry = listed.getKey();
      Row row = updates.containsKey(entry) ? updates.get(entry) : before(entry);
      if (row == null || !row.isSettled() || !row.isOf(listed.getValue())) {
        return "";
      }
    }
    return listing.lines();
  }

  /** The version that the store lists; of a quiet list the one that is remembered. */
  private @Nullable Version listed(Entry entry) {
    Row row = quiet ? before(entry) : null;
    return row == null ? listing.entries().get(entry) : row.version();
  }

  /**
   * What is remembered and not listed any more, as far as the listing covers it, is silent.
   *
   * @return what may have gone to a part that is not listed: its own word is to be loaded
   */
  public List<Entry> missing() {
    List<Entry> elsewhere = new ArrayList<>();
    for (Row row : before.rows().values()) {
      Entry entry = row.entry();
      if (listing.entries().containsKey(entry)) {
        continue;
      }
      if (!entry.isRecord() || listing.covers() == Listing.ALL_PARTS) {
        vanished(entry);
      } else if (row.part().isEmpty() || listing.covers().test(new PartName(row.part()))) {
        elsewhere.add(entry);
      }
    }
    return elsewhere;
  }

  /**
   * When most of what is remembered went missing or broke at one time, the list is at fault and no
   * node: what went then is marked, until it is back, spoken of, or forgotten.
   *
   * @param within how far apart that may have been
   * @return whether the list is at fault
   */
  public boolean doubt(Duration within) {
    SeenList known = updates.isEmpty() ? before : before.overlaid(updates);
    List<Row> gone = new ArrayList<>();
    String since = Stamp.of(now.minus(within)).value();
    boolean doubted = false;
    for (Row row : known.silent()) {
      Silence silence = row.silence();
      if (silence == null || row.content() == null || silence.kind() == Silence.Kind.DELIVERED) {
        continue;
      }
      doubted |= silence.doubted();
      if (silence.doubted() || silence.since().value().compareTo(since) >= 0) {
        gone.add(row);
      }
    }
    if (gone.size() < FEWEST_DOUBTED || 2 * gone.size() <= before.records()) {
      return doubted;
    }
    for (Row row : gone) {
      Silence silence = Objects.requireNonNull(row.silence());
      if (!silence.doubted()) {
        updates.put(row.entry(), row.silent(silence.doubtful()));
      }
    }
    return true;
  }

  /** Forgets an entry. */
  public void forget(Entry entry) {
    updates.put(entry, null);
  }

  /** It is not there. */
  public void vanished(Entry entry) {
    Row row = before(entry);
    if (row == null) {
      return;
    }
    if (row.content() == null || !entry.isRecord()) {
      updates.put(entry, null); // An order that vanished counts no more.
    } else if (!isSilent(row, Silence.Kind.VANISHED, "")
        && !isSilent(row, Silence.Kind.DELIVERED, "")) {
      updates.put(entry, row.silent(silence(row, Silence.Kind.VANISHED, "")));
    }
  }

  /** It is there and is no record, or no order. */
  public void broken(Entry entry, String reason) {
    Row row = before(entry);
    if (row != null && isSilent(row, Silence.Kind.BROKEN, reason)) {
      return;
    }
    Silence silence = silence(row, Silence.Kind.BROKEN, reason);
    updates.put(entry, row == null ? Row.broken(entry, silence) : row.silent(silence));
  }

  private Silence silence(@Nullable Row row, Silence.Kind kind, String reason) {
    Silence before = row == null ? null : row.silence();
    boolean doubted = before != null && before.doubted();
    return new Silence(kind, Stamp.of(now), reason, doubted);
  }

  private static boolean isSilent(Row row, Silence.Kind kind, String reason) {
    Silence silence = row.silence();
    return silence != null && silence.kind() == kind && silence.reason().equals(reason);
  }

  /** Whether it holds what is remembered; then all that may be new is how well that is known. */
  public boolean isSame(Entry entry, byte[] bytes) {
    Row row = before(entry);
    if (row == null || row.content() == null || !holds(row.content(), bytes)) {
      return false;
    }
    standing(entry, row);
    return true;
  }

  private static boolean holds(Content content, byte[] bytes) {
    try {
      return Arrays.equals(content.bytes(), bytes);
    } catch (IOException e) {
      return false; // Damaged: what was loaded takes its place.
    }
  }

  private void standing(Entry entry, Row row) {
    Version version = listed(entry);
    long second = now.getEpochSecond();
    long loaded = loaded();
    boolean heard = row.silence() == null && row.older() == null;
    if (heard && version == null) {
      return;
    }
    if (!heard || !Objects.equals(version, row.version()) || loaded < row.loaded()) {
      updates.put(entry, row.in(version, loaded, trust == Store.Trust.ALWAYS));
    } else if (!row.isSettled() && second - row.loaded() >= SETTLING_SECONDS) {
      updates.put(entry, row.in(version, row.loaded(), true));
    }
  }

  /** The first full second by which what is taken in now had been loaded. */
  private long loaded() {
    Instant moment = clock.instant();
    return moment.getEpochSecond() + (moment.getNano() > 0 ? 1 : 0);
  }

  /**
   * Takes in a record with other bytes than those remembered.
   *
   * @param bytes what is to be remembered of it
   * @return false when it is older than the remembered one: ask {@link #older} then
   */
  public boolean isNews(Entry entry, NodeRecord record, byte[] bytes) throws IOException {
    return isSame(entry, bytes) || isNews(entry, Row.Columns.of(record), bytes);
  }

  /** The same for an order. */
  public boolean isNews(Entry entry, Order order, byte[] bytes) throws IOException {
    return isSame(entry, bytes) || isNews(entry, Row.Columns.of(order), bytes);
  }

  private boolean isNews(Entry entry, Row.Columns columns, byte[] bytes) throws IOException {
    Row news = Row.news(entry, listed(entry), loaded(), columns, spool.add(bytes));
    Row row = before(entry);
    boolean older =
        row != null && row.content() != null && columns.stamp().compareTo(row.stamp()) < 0;
    boolean future = row != null && row.stamp().compareTo(Stamp.of(now.plus(FUTURE)).value()) > 0;
    if (older && !future) {
      waiting.put(entry, news);
      return false;
    }
    updates.put(entry, news);
    return true;
  }

  /**
   * Judges what is older than what is remembered: a restored backup, unless the node stands by it.
   *
   * @param stamp of the older one
   * @param stands whether the node's newest beat names it
   * @param beats whether the node beats at all
   * @return the stamp of the remembered one, which stays; null when the older one is news
   */
  public @Nullable String older(Entry entry, @Nullable Stamp stamp, boolean stands, boolean beats) {
    Row row = Objects.requireNonNull(before(entry));
    String text = stamp == null ? "" : stamp.value();
    long second = now.getEpochSecond();
    Row.Older known = row.older();
    boolean again = known != null && known.stamp().equals(text);
    long gap = again && known != null ? Math.max(0, Math.min(second - known.at(), LONGEST_GAP)) : 0;
    long stood = again && known != null ? known.stood() + gap : 0;
    if (stands || (!beats && stood >= maxAge.toSeconds())) {
      updates.put(entry, waiting.get(entry));
      return null;
    }
    if (!again || gap >= SHORTEST_GAP || (known != null && second < known.at())) {
      updates.put(entry, row.olderThan(new Row.Older(text, stood, second)));
    }
    return row.stamp();
  }

  /**
   * The row of a node that is known only from an answer which was delivered before the memory was
   * lost: silent from the first.
   */
  public static Row delivered(NodeRecord record, Spool spool, Instant now) throws IOException {
    Content content = spool.add(RecordFormat.print(record));
    Entry entry = Entry.of(Entry.Kind.RECORD, record.id());
    return delivered(Row.news(entry, null, 0, Row.Columns.of(record), content), now);
  }

  /** The same for an order. */
  public static Row delivered(Order order, Spool spool, Instant now) throws IOException {
    try {
      Content content = spool.add(OrderFormat.print(order));
      Entry entry = Entry.of(Entry.Kind.ORDER, order.id());
      return delivered(Row.news(entry, null, 0, Row.Columns.of(order), content), now);
    } catch (UnreadableException e) {
      throw new IllegalStateException(e); // It has no text of a stranger's.
    }
  }

  private static Row delivered(Row row, Instant now) {
    return row.silent(new Silence(Silence.Kind.DELIVERED, Stamp.of(now), ""));
  }
}
