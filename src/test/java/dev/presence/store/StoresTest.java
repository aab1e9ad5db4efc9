package dev.presence.store;

import static dev.presence.testing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.presence.files.Deadline;
import dev.presence.model.PartName;
import dev.presence.testing.ForwardingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  /** Runs out in a test in which a store hangs; the others are done long before, or after. */
  private static final Duration BRIEF = Duration.ofMillis(300);

  private static final Duration AMPLE = Duration.ofMinutes(2);

  private static final Stores.Turn<Listing> LOOK = store -> store.list(Listing.ALL_PARTS);

  private final CountDownLatch mended = new CountDownLatch(1);
  private final Store good;
  private final Store hanging;

  StoresTest(@TempDir Path folder) throws StoreException {
    good = new FolderStore(folder.resolve("list"), "0badcafe");
    good.create();
    good.put(new Announcement(node("i-0a"), null), null);
    hanging =
        new ForwardingStore(new FolderStore(folder.resolve("mount"), "0badcafe")) {
          @Override
          public Listing list(Predicate<PartName> parts) throws StoreException {
            try {
              mended.await();
            } catch (InterruptedException e) {
              throw new StoreException("interrupted", e);
            }
            return super.list(parts);
          }
        };
  }

  @AfterEach
  void letItGo() {
    mended.countDown();
  }

  private static Stores stores(Duration time, Store... stores) {
    return new Stores(List.of(stores), Deadline.in(time));
  }

  @Test
  void each_ofSeveral_isInTheOrderOfTheStores() {
    Store away = ForwardingStore.away("gone");

    List<Outcome<Listing>> outcomes = stores(AMPLE, away, good).each(LOOK);

    assertThat(outcomes).extracting(Outcome::store).containsExactly(away, good);
    assertThat(outcomes.get(0)).isEqualTo(new Outcome<Listing>(away, null, "gone is away"));
    assertThat(outcomes.get(1).failure()).isNull();
    assertThat(outcomes.get(1).result())
        .extracting(Listing::entries, MAP)
        .containsOnlyKeys(new Entry(Entry.Kind.RECORD, "i-0a"));
  }

  @Test
  void each_whenOneHangs_hasTheOthersAndSaysItIsLate() {
    List<Outcome<Listing>> outcomes = stores(BRIEF, hanging, good).each(LOOK);

    assertThat(outcomes.get(0).result()).isNull();
    assertThat(outcomes.get(0).failure())
        .isEqualTo(hanging.name() + " did not answer in 0.3 s: see whether it hangs");
    assertThat(outcomes.get(1).failure()).isNull();
  }

  @Test
  void each_ofManyThatHang_waitsOnceForAll() {
    // Were the time given to each in turn, they would have five minutes.
    Stores stores = new Stores(Collections.nCopies(1000, hanging), Deadline.in(BRIEF));

    List<Outcome<Listing>> outcomes = assertTimeoutPreemptively(AMPLE, () -> stores.each(LOOK));

    assertThat(outcomes).hasSize(1000).allMatch(outcome -> outcome.failure() != null);
  }

  @Test
  void each_whileOneStillHangs_neitherAsksNorWaitsForItAgain() throws Exception {
    Stores stores = stores(AMPLE, hanging, good);
    stores.each(LOOK, Deadline.in(BRIEF));
    long start = System.nanoTime();

    List<Outcome<Listing>> outcomes = stores.each(LOOK);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMPLE);
    assertThat(outcomes.get(0).failure()).contains(hanging.name(), "does not answer");
    assertThat(outcomes.get(1).failure()).isNull();
    letItGo();
    String failure;
    do {
      Thread.sleep(10);
      failure = String.valueOf(stores.each(LOOK).get(0).failure());
    } while (failure.contains("does not answer"));
    assertThat(failure).contains("no folder"); // It is asked again, and was never made.
  }

  @Test
  void each_askedAgainAndAgain_sharesOneDeadline() {
    // Were it a deadline a question, these would have five minutes too.
    Stores stores = stores(BRIEF, hanging);

    List<String> failures = new ArrayList<>();
    assertTimeoutPreemptively(
        AMPLE,
        () -> {
          for (int i = 0; i < 1000; i++) {
            failures.add(stores.each(LOOK).get(0).failure());
          }
        });

    assertThat(stores.deadline().isOver()).isTrue();
    assertThat(failures).hasSize(1000).doesNotContainNull();
  }

  @Test
  void await_ofATurnThatEndedInTime_hasItsResultHoweverLateItIsAskedFor() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Stores.Pending<Integer> pending =
        Stores.Pending.begin(
            good,
            store -> {
              ended.countDown();
              return 7;
            },
            Deadline.in(AMPLE));
    ended.await();
    while (pending.await(Deadline.in(Duration.ofMillis(1))).failure() != null) {
      Thread.onSpinWait(); // The turn has said its last, and ends in a moment.
    }

    assertThat(pending.await(Deadline.in(Duration.ZERO)).result()).isEqualTo(7);
  }

  @Test
  void each_whenTheMemoryIsTooSmall_isAFailureOfThatStore() {
    Store large =
        new ForwardingStore(good) {
          @Override
          public Listing list(Predicate<PartName> parts) {
            throw new OutOfMemoryError("Java heap space");
          }
        };

    List<Outcome<Listing>> outcomes = stores(AMPLE, large, good).each(LOOK);

    assertThat(outcomes.get(0).failure())
        .isEqualTo(good.name() + " holds more than fits into the memory of this machine");
    assertThat(outcomes.get(1).failure()).isNull();
  }

  @Test
  void each_whenAStoreHasABug_isABugAndNotAStoreThatIsAway() {
    Store buggy =
        new ForwardingStore(good) {
          @Override
          public Listing list(Predicate<PartName> parts) {
            throw new ArithmeticException("1 / 0");
          }
        };

    assertThatThrownBy(() -> stores(AMPLE, buggy).each(LOOK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(good.name())
        .hasRootCauseMessage("1 / 0");
  }

  @Test
  void each_whenInterrupted_saysSoAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    List<Outcome<Listing>> outcomes = stores(AMPLE, hanging).each(LOOK);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcomes.get(0).failure()).contains(hanging.name(), "interrupted");
  }

  @Test
  void close_ofSeveral_closesEach() {
    List<String> closed = new ArrayList<>();
    Store closing =
        new ForwardingStore(good) {
          @Override
          public void close() {
            closed.add(name());
          }
        };

    stores(AMPLE, closing, closing).close();

    assertThat(closed).hasSize(2);
  }
}
