package dev.presence.store;

import static dev.presence.testing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.presence.model.ExitCode;
import dev.presence.model.PresenceException;
import dev.presence.model.Snapshot;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Notebook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  /** Runs out in a test in which a store hangs; the others are done long before, or after. */
  private static final Duration BRIEF = Duration.ofMillis(300);

  private static final Duration AMPLE = Duration.ofMinutes(2);

  private final CountDownLatch mended = new CountDownLatch(1);
  private final Notebook notes = new Notebook();
  private final Store good;
  private final Store hanging;

  StoresTest(@TempDir Path folder) throws StoreException {
    good = new FolderStore(folder.resolve("list"));
    good.create();
    hanging =
        new ForwardingStore(new FolderStore(folder.resolve("mount"))) {
          @Override
          public Snapshot read() throws StoreException {
            try {
              mended.await();
            } catch (InterruptedException e) {
              throw new StoreException("interrupted", e);
            }
            return super.read();
          }
        };
  }

  @AfterEach
  void letItGo() {
    mended.countDown();
  }

  @Test
  void each_whenOneHangs_hasTheOthersAndSaysItIsLate() throws StoreException {
    good.publish(node("i-0a"));

    List<Outcome<Snapshot>> outcomes = new Stores(List.of(hanging, good), BRIEF).each(Store::read);

    assertThat(outcomes.get(0))
        .asInstanceOf(type(Outcome.Failed.class))
        .satisfies(
            failed -> {
              assertThat(failed.late()).isTrue();
              assertThat(failed.reason()).contains(hanging.name(), "did not answer");
            });
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void each_ofManyThatHang_waitsOnceForAll() {
    // Were the time given to each in turn, they would have five minutes.
    Stores stores = new Stores(Collections.nCopies(1000, hanging), BRIEF);

    List<Outcome<Snapshot>> outcomes =
        assertTimeoutPreemptively(AMPLE, () -> stores.each(Store::read));

    assertThat(outcomes).hasSize(1000).allMatch(o -> o instanceof Outcome.Failed<?> f && f.late());
  }

  @Test
  void each_whenOneIsAway_isNotLate() {
    Stores stores = new Stores(List.of(ForwardingStore.away("gone"), good), AMPLE);

    assertThat(stores.each(Store::read).get(0))
        .asInstanceOf(type(Outcome.Failed.class))
        .satisfies(failed -> assertThat(failed.late()).isFalse());
  }

  @Test
  void oneOrMore_whenOneIsAway_goesOnAndSaysSo() {
    Stores stores = new Stores(List.of(ForwardingStore.away("gone"), good), AMPLE);

    List<Outcome.Done<Snapshot>> done = stores.oneOrMore(Store::read, notes);

    assertThat(done).singleElement().extracting(Outcome::store).isEqualTo(good);
    assertThat(notes.lines()).containsExactly("gone is away");
  }

  @Test
  void oneOrMore_whenAllAreAway_endsWithNoStoreAndEveryReason() {
    Stores stores =
        new Stores(List.of(ForwardingStore.away("one"), ForwardingStore.away("two")), AMPLE);

    assertThatThrownBy(() -> stores.oneOrMore(Store::read, notes))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NO_STORE))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo("one is away; two is away"));
  }

  @Test
  void oneOrMore_whenTheLastHopeHangs_endsWithTimeout() {
    Stores stores = new Stores(List.of(ForwardingStore.away("gone"), hanging), BRIEF);

    assertThatThrownBy(() -> stores.oneOrMore(Store::read, notes))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TIMEOUT));
  }

  @Test
  void each_whenAStoreHasABug_isABugAndNotAStoreThatIsAway() {
    Store buggy =
        new ForwardingStore(good) {
          @Override
          public Snapshot read() {
            throw new ArithmeticException("1 / 0");
          }
        };

    assertThatThrownBy(() -> new Stores(List.of(buggy), AMPLE).each(Store::read))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("1 / 0");
  }
}
