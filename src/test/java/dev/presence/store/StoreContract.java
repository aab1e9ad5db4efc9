package dev.presence.store;

import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps to, whatever it is made of. A store's own test says how to open one. */
abstract class StoreContract {
  /** How often a record is written while others read; a store of slow writes may say less. */
  protected int rewrites() {
    return 2000;
  }

  /** A place for a list, at which none was made yet. */
  protected abstract Store open() throws Exception;

  /** The same list, opened anew as another process would; asked for after {@link #open} only. */
  protected abstract Store openAgain() throws Exception;

  protected Store store;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  private Store made() throws StoreException {
    store.create();
    return store;
  }

  @Test
  void name_ofTheSameListOpenedAnew_isTheSame() throws Exception {
    assertThat(openAgain().name()).isEqualTo(store.name());
  }

  @Test
  void create_whereThereIsNone_makesAnEmptyList() throws Exception {
    Snapshot snapshot = made().read();

    assertThat(snapshot.made()).isTrue();
    assertThat(snapshot.records()).isEmpty();
    assertThat(snapshot.bad()).isEmpty();
  }

  @Test
  void create_ofAListWithRecords_keepsThem() throws Exception {
    made().publish(node("i-0a"));

    store.create();

    assertThat(facts(store.read())).isEqualTo(facts(node("i-0a")));
  }

  @Test
  void publish_whereNoListWasMade_isRefusedAndMakesNone() throws Exception {
    assertThatThrownBy(() -> store.publish(node("i-0a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(store.name())
        .hasMessageContaining("init");

    assertThat(isMade(openAgain())).isFalse();
  }

  @Test
  void publish_ofANewNode_isReadByOthersWithEveryFact() throws Exception {
    NodeRecord record =
        node(
            "i-0a",
            Map.of(
                "ports",
                Map.of("http", 80L),
                "tss",
                "20261122-174830",
                "rack",
                List.of("a", 1L, true, Map.of("é", "\uD83D\uDE00")),
                "empty",
                ""));

    assertThat(made().publish(record)).isTrue();

    assertThat(facts(openAgain().read())).isEqualTo(facts(record));
    assertThat(facts(openAgain().read(record.id()))).isEqualTo(facts(record));
  }

  @Test
  void publish_ofTheSameRecord_saysThatNothingWasWritten() throws Exception {
    made().publish(node("i-0a"));

    assertThat(store.publish(node("i-0a"))).isFalse();
    assertThat(openAgain().publish(node("i-0a"))).isFalse();
  }

  @Test
  void publish_ofANewerRecord_replacesTheOldOne() throws Exception {
    made().publish(nodeAt("i-0a", "20261122-174830"));

    assertThat(store.publish(nodeAt("i-0a", "20261122-174831"))).isTrue();

    assertThat(facts(openAgain().read())).isEqualTo(facts(nodeAt("i-0a", "20261122-174831")));
  }

  @Test
  void publish_ofOneNode_leavesTheOthersAlone() throws Exception {
    made().publish(node("i-0a"));
    store.publish(node("i-0b"));

    store.publish(nodeAt("i-0a", "20261122-174831"));

    assertThat(store.read().records()).hasSize(2);
    assertThat(facts(store.read(new NodeName("i-0b")))).isEqualTo(facts(node("i-0b")));
  }

  @Test
  void publish_ofARecordThatNoReaderWouldBelieve_isRefusedAndWritesNothing() throws Exception {
    made().publish(node("i-0a"));
    NodeRecord tooLong = node("i-0a", Map.of("essay", "x".repeat(8 * 1024 + 1)));

    assertThatThrownBy(() -> store.publish(tooLong))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("i-0a");

    assertThat(facts(store.read())).isEqualTo(facts(node("i-0a")));
  }

  @Test
  void publish_byManyNodesAtOnce_losesNone() throws Exception {
    made();
    List<Callable<Boolean>> nodes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      NodeRecord record = node("i-" + i);
      nodes.add(() -> openAgain().publish(record));
    }

    ExecutorService pool = Executors.newFixedThreadPool(nodes.size());
    try {
      for (Future<Boolean> published : pool.invokeAll(nodes)) {
        assertThat(published.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(openAgain().read().records()).hasSize(20);
  }

  @Test
  void publish_whileOthersRead_isNeverSeenHalfDoneNorGone() throws Exception {
    // Two records of very different length, so that a torn one cannot pass for either.
    NodeRecord brief = nodeAt("i-0a", "20261122-174830");
    NodeRecord wordy =
        node("i-0a", Map.of("tss", "20261122-174831", "essay", "x".repeat(8 * 1024)));
    made().publish(brief);
    AtomicBoolean written = new AtomicBoolean();
    Store reader = openAgain();

    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> looks =
          pool.submit(
              () -> {
                int count = 0;
                do {
                  assertThat(facts(reader.read())).isIn(facts(brief), facts(wordy));
                  assertThat(facts(reader.read(brief.id()))).isIn(facts(brief), facts(wordy));
                  count++;
                } while (!written.get());
                return count;
              });
      // A reader that failed has nothing more to wait for.
      for (int i = 0; i < rewrites() && !looks.isDone(); i++) {
        store.publish(i % 2 == 0 ? wordy : brief);
      }
      written.set(true);

      assertThat(looks.get()).isPositive();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void read_ofANodeThatIsNotThere_isEmpty() throws Exception {
    made().publish(node("i-0a"));

    Snapshot snapshot = store.read(new NodeName("i-0b"));

    assertThat(snapshot.records()).isEmpty();
    assertThat(snapshot.bad()).isEmpty();
    assertThat(snapshot.made()).isTrue();
  }

  @Test
  void fingerprint_ofAnUnchangedList_stays() throws Exception {
    made().publish(node("i-0a"));
    store.publish(node("i-0b"));
    long before = store.read().fingerprint();

    store.publish(node("i-0a"));

    assertThat(openAgain().read().fingerprint()).isEqualTo(before);
  }

  @Test
  void fingerprint_ofEveryOtherList_isAnother() throws Exception {
    List<Long> fingerprints = new ArrayList<>();
    fingerprints.add(made().read().fingerprint());
    store.publish(nodeAt("i-0a", "20261122-174830"));
    fingerprints.add(store.read().fingerprint());
    store.publish(nodeAt("i-0b", "20261122-174830"));
    fingerprints.add(store.read().fingerprint());
    // The same difference in two records must not cancel out.
    store.publish(nodeAt("i-0a", "20261122-174831"));
    fingerprints.add(store.read().fingerprint());
    store.publish(nodeAt("i-0b", "20261122-174831"));
    fingerprints.add(store.read().fingerprint());
    store.delete(new NodeName("i-0a"));
    fingerprints.add(store.read().fingerprint());

    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void delete_ofANode_takesItOffAndLeavesTheOthers() throws Exception {
    made().publish(node("i-0a"));
    store.publish(node("i-0b"));

    store.delete(new NodeName("i-0a"));

    assertThat(facts(openAgain().read())).isEqualTo(facts(node("i-0b")));
  }

  @Test
  void delete_ofANodeThatIsNotThere_isDone() throws Exception {
    made().publish(node("i-0a"));

    store.delete(new NodeName("i-0b"));

    assertThat(facts(store.read())).isEqualTo(facts(node("i-0a")));
  }

  @Test
  void tryWriting_ofAListThatTakesWrites_leavesNothingBehind() throws Exception {
    made().publish(node("i-0a"));
    long before = store.read().fingerprint();

    Duration ahead = store.tryWriting();

    assertThat(ahead).isLessThan(Duration.ofDays(1));
    assertThat(store.read().fingerprint()).isEqualTo(before);
    assertThat(store.read().bad()).isEmpty();
  }

  @Test
  void tryWriting_whereNoListWasMade_isRefused() {
    assertThatThrownBy(store::tryWriting)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("init");
  }

  private static boolean isMade(Store store) {
    try {
      return store.read().made();
    } catch (StoreException e) {
      return false; // Not even a place for one.
    }
  }

  /** Ids to facts: records have no equality of their own. */
  protected static Map<String, Map<String, ?>> facts(Snapshot snapshot) {
    return facts(snapshot.records().toArray(new NodeRecord[0]));
  }

  protected static Map<String, Map<String, ?>> facts(NodeRecord... records) {
    Map<String, Map<String, ?>> facts = new HashMap<>();
    for (NodeRecord record : records) {
      Map<String, ?> other = facts.put(record.id().value(), record.facts());
      assertThat(other).as("a second record of %s", record.id()).isNull();
    }
    return facts;
  }
}
