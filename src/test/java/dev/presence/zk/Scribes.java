package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.Nodes;
import dev.presence.testing.ZkServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Several hands that write without rest, two of them the same record, which changes its part each
 * time, and two the same order. Each writes the number that follows the one that it read, in the
 * place of what it read; so no number may be acknowledged twice, and none that was may be lost.
 */
final class Scribes implements AutoCloseable {
  private static final Entry RECORD = new Entry(Entry.Kind.RECORD, "i-0a");
  private static final Entry ORDER = new Entry(Entry.Kind.ORDER, "i-0a");
  private static final long START = Instant.parse("2026-11-22T00:00:00Z").getEpochSecond();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Beside a fleet that begins, on a machine with much to do. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final long REST_MILLIS = 20;

  private final String address;
  private final List<Hand> hands = new ArrayList<>();
  private volatile boolean isOver;

  /** Begins to write on the list of that address, which it makes. */
  Scribes(String address) throws Exception {
    this.address = address;
    try (Store store = ZkServer.open(address, LONG)) {
      store.create();
    }
    for (Entry entry : List.of(RECORD, ORDER)) {
      NavigableSet<Long> acknowledged = new ConcurrentSkipListSet<>();
      for (String name : List.of("anna", "ben")) {
        Hand hand = new Hand(entry, name, acknowledged);
        hands.add(hand);
        hand.start();
      }
    }
  }

  /** How many writes were acknowledged until now. */
  int written() {
    return hands.get(0).acknowledged.size() + hands.get(2).acknowledged.size();
  }

  /** Stops, and holds what is on the list against what was acknowledged. */
  void check() throws Exception {
    isOver = true;
    for (Hand hand : hands) {
      hand.join();
      assertThat(hand.wrong).as(hand.getName()).isNull();
    }
    try (Store store = ZkServer.open(address, LONG)) {
      for (Hand hand : hands) {
        // What failed for a lost connection may have been done, and is of nobody's then.
        assertThat(new Standing(store, hand.entry).number)
            .as(hand.getName())
            .isGreaterThanOrEqualTo(hand.acknowledged.last());
      }
      int parts = 0;
      for (String part : List.of("app", "db")) {
        parts +=
            store.list(name -> name.value().equals(part)).entries().containsKey(RECORD) ? 1 : 0;
      }
      assertThat(parts).isEqualTo(1);
    }
  }

  @Override
  public void close() throws InterruptedException {
    isOver = true;
    for (Hand hand : hands) {
      hand.join();
    }
  }

  /** What is on the list: a number, 0 for none yet, and which version that is. */
  private static final class Standing {
    private long number;
    private final @Nullable Version version;

    Standing(Store store, Entry entry) throws StoreException {
      Map<Entry, @Nullable Version> found = store.find(List.of(entry));
      version = found.get(entry);
      store.load(List.of(entry), (one, loaded) -> number = number(entry, loaded));
    }

    private static long number(Entry entry, Loaded loaded) {
      if (!(loaded instanceof Loaded.Content content)) {
        return 0;
      }
      try {
        Stamp stamp =
            entry.isRecord()
                ? RecordFormat.read(content.bytes()).record().stamp()
                : OrderFormat.parse(content.bytes()).tss();
        return stamp == null ? 0 : stamp.instant().getEpochSecond() - START;
      } catch (UnreadableException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final class Hand extends Thread {
    private final Entry entry;
    private final String name;
    private final NavigableSet<Long> acknowledged;
    private volatile @Nullable Throwable wrong;

    Hand(Entry entry, String name, NavigableSet<Long> acknowledged) {
      super(name + " at " + entry);
      this.entry = entry;
      this.name = name;
      this.acknowledged = acknowledged;
      setDaemon(true);
    }

    @Override
    public void run() {
      try (Store store = ZkServer.open(address, PATIENCE)) {
        while (!isOver) {
          write(store);
          Thread.sleep(REST_MILLIS);
        }
      } catch (Exception | AssertionError e) {
        wrong = e;
      }
    }

    private void write(Store store) {
      try {
        Standing there = new Standing(store, entry);
        long next = there.number + 1;
        if (!(put(store, next, there.version) instanceof Receipt.Behind)) {
          assertThat(acknowledged.add(next)).as("%s: %d for the first time", this, next).isTrue();
        }
      } catch (StoreException e) {
        assertThat(e).hasMessageMatching(".*(does not answer|cannot be reached|others were).*");
      }
    }

    private Receipt put(Store store, long number, @Nullable Version replaces)
        throws StoreException {
      Stamp stamp = Stamp.of(Instant.ofEpochSecond(START + number));
      if (entry.isRecord()) {
        String part = number % 2 == 0 ? "app" : "db";
        Map<String, ?> facts = Map.of("nodepart", part, "tss", stamp.value(), "zone", name);
        return store.put(new Announcement(Nodes.node(entry.id(), facts), null), replaces);
      }
      Order order = Nodes.order(entry.id(), Order.Word.DRAINING, stamp.value());
      return store.put(
          new Order(order.id(), order.word(), name, null, stamp, null, null), replaces);
    }
  }
}
