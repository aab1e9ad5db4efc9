package dev.presence.store;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every store that can call keeps to, beside {@link StoreContract}. It asserts no time: a call
 * that never comes fails after half a minute.
 */
interface WatchContract {
  /** A list that was made. */
  WatchedStore watched() throws Exception;

  /** The same list, opened as another machine would. */
  WatchedStore watchedAgain() throws Exception;

  @Test
  default void watch_ofAnAskedPart_callsWhenAnotherHandPutsARecord() throws Exception {
    Store other = watchedAgain();
    try (Calls calls = new Calls(watched())) {
      other.put(new Announcement(app("10.0.0.1"), null), null);
      calls.await();

      other.put(new Announcement(app("10.0.0.2"), null), there(other, Entry.Kind.RECORD));
      calls.await();

      other.delete(recordEntry(), there(other, Entry.Kind.RECORD));
      calls.await();
    }
  }

  @Test
  default void watch_callsWhenAnotherHandGivesAnOrder() throws Exception {
    Store other = watchedAgain();
    try (Calls calls = new Calls(watched())) {
      other.put(order("i-0a", Order.Word.DRAINING, "20261122-174830"), null);

      calls.await();
    }
  }

  @Test
  default void watch_ofTheListWrittenByItself_calls() throws Exception {
    WatchedStore store = watched();
    try (Calls calls = new Calls(store)) {
      store.put(new Announcement(app("10.0.0.1"), null), null);

      calls.await();
    }
  }

  /** The call of the record comes behind those that the beats would have made. */
  @Test
  default void watch_ofBeats_doesNotCall() throws Exception {
    Store other = watchedAgain();
    other.put(new Announcement(app("10.0.0.1"), beat("i-0a", 1)), null);
    try (Calls calls = new Calls(watched())) {
      for (int seq = 2; seq < 12; seq++) {
        other.put(new Announcement(null, beat("i-0a", seq)), null);
      }
      assertThat(calls.comes(500)).isFalse();

      other.put(new Announcement(app("10.0.0.2"), null), there(other, Entry.Kind.RECORD));
      calls.await();
    }
  }

  @Test
  default void watch_thatIsClosed_callsNoMoreAndItsStoreGoesOn() throws Exception {
    Store other = watchedAgain();
    WatchedStore store = watched();
    Calls closed = new Calls(store);
    closed.close();
    try (Calls calls = new Calls(store)) {
      other.put(new Announcement(app("10.0.0.1"), null), null);

      calls.await();
      assertThat(closed.comes(0)).isFalse();
    }
    assertThat(store.list(Listing.ALL_PARTS).entries()).containsOnlyKeys(recordEntry());
  }

  private static NodeRecord app(String address) {
    return node("i-0a", Map.of("nodepart", "app", "address", address));
  }

  private static Entry recordEntry() {
    return new Entry(Entry.Kind.RECORD, "i-0a");
  }

  private static Version there(Store store, Entry.Kind kind) throws StoreException {
    Entry entry = new Entry(kind, "i-0a");
    return Objects.requireNonNull(store.find(List.of(entry)).get(entry));
  }

  /** Counts the calls of a watch of the part {@code app}. */
  final class Calls implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private final Semaphore calls = new Semaphore(0);
    private final WatchedStore.Watch watch;

    Calls(WatchedStore store) throws StoreException {
      this.watch = store.watch(Calls::isApp, calls::release);
    }

    private static boolean isApp(PartName part) {
      return part.value().equals("app");
    }

    /** Waits for one; several may be of one change, and are over then. */
    void await() throws InterruptedException {
      assertThat(calls.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("a call").isTrue();
      while (comes(100)) {
        calls.drainPermits();
      }
    }

    boolean comes(long millis) throws InterruptedException {
      return calls.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
