package dev.presence.store;

import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.testing.ChronicleStore;
import dev.presence.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract carries a store that looks at parts, has a past and can call. */
class ChronicleStoreTest extends StoreContract implements WatchContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");
  private final ChronicleStore chronicle = new ChronicleStore("chronicle", clock);

  @Override
  protected Store open() {
    return chronicle;
  }

  @Override
  protected Store openAgain() {
    return chronicle.again();
  }

  @Override
  protected void plant(Entry entry, byte[] bytes) {
    chronicle.plant(entry, bytes);
  }

  @Override
  protected void obstruct(Entry entry) {
    chronicle.obstruct(entry);
  }

  @Override
  protected byte[] opened(String name) throws StoreException {
    Loaded loaded = load(chronicle, Entry.ofPath(name.substring("chronicle/".length())));
    return ((Loaded.Content) loaded).bytes();
  }

  @Override
  public WatchedStore watched() throws StoreException {
    chronicle.create();
    return chronicle;
  }

  @Override
  public WatchedStore watchedAgain() throws StoreException {
    chronicle.create();
    return chronicle.again();
  }

  private static NodeRecord db(String state) {
    return node("i-0b", Map.of("nodepart", "db", "state", state));
  }

  private static boolean isDb(PartName part) {
    return part.value().equals("db");
  }

  // The parts that are asked for.

  @Test
  void list_withAHint_showsNoOtherPart() throws Exception {
    store.create();
    put(store, node("i-0a"));
    put(store, db("idle"));

    Listing listing = store.list(ChronicleStoreTest::isDb);

    assertThat(listing.entries()).containsOnlyKeys(B);
    assertThat(listing.covers().test(new PartName("app"))).isFalse();
  }

  // The past.

  @Test
  void at_anEarlierMoment_isTheListAsItWas() throws Exception {
    store.create();
    put(store, node("i-0a"));
    put(store, db("idle"));
    Instant before = clock.instant();
    clock.move(MINUTE);
    put(store, db("draining"));
    store.delete(A, versionThere(store, A));

    assertThat(contents(chronicle.at(before)))
        .isEqualTo(Map.of(A, text(node("i-0a")), B, text(db("idle"))));
    assertThat(contents(chronicle.at(clock.instant()))).isEqualTo(contents(store));
  }

  @Test
  void at_aMomentBeforeTheListWasMade_isNoList() throws Exception {
    store.create();

    Store then = chronicle.at(clock.instant().minus(MINUTE));

    assertThatThrownBy(() -> then.list(Listing.ALL_PARTS)).isInstanceOf(StoreException.class);
  }

  @Test
  void at_anyMoment_takesNoWrites() throws Exception {
    store.create();
    Store then = chronicle.at(clock.instant());

    assertThatThrownBy(() -> then.put(saying(node("i-0a")), null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("past");

    assertThat(contents(store)).isEmpty();
  }

  @Test
  void history_ofOneNodeOrAll_isItsChangesTheNewestFirst() throws Exception {
    store.create();
    put(store, node("i-0a"));
    clock.move(MINUTE);
    put(store, db("idle"));
    put(store, db("idle"));
    clock.move(MINUTE);
    store.put(order("i-0b", Order.Word.DRAINING, "20261122-175030"), null);

    assertThat(chronicle.history(new NodeName("i-0b")))
        .containsExactly(
            new PastStore.Change("3", clock.instant(), orderFor("i-0b"), "anna", "i-0b: draining"),
            new PastStore.Change("2", clock.instant().minus(MINUTE), B, "i-0b", "db i-0b: idle"));
    assertThat(chronicle.came("2")).isEqualTo(clock.instant().minus(MINUTE));
    assertThat(chronicle.came("7")).isNull();
    assertThat(chronicle.history(null))
        .extracting(PastStore.Change::entry)
        .containsExactly(orderFor("i-0b"), B, A);
  }

  // Calling.

  @Test
  void watch_whenAnotherPartChanges_doesNotCall() throws Exception {
    store.create();
    AtomicInteger calls = new AtomicInteger();
    try (WatchedStore.Watch watch =
        chronicle.watch(ChronicleStoreTest::isDb, () -> calls.incrementAndGet())) {
      put(chronicle.again(), node("i-0a"));
      assertThat(calls).hasValue(0);
      put(chronicle.again(), db("idle"));
      assertThat(calls).hasValue(1);
    }
  }
}
