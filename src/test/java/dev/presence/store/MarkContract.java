package dev.presence.store;

import static dev.presence.testing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a mark is, at every store that has marks: a subclass makes the store and its processes. */
abstract class MarkContract {
  private static final NodeName ID = new NodeName("i-0a");
  private static final PartName APP = new PartName("app");
  private static final PartName DB = new PartName("db");
  private static final String WRITER = "5f0c";

  /** A process of its own at the one list. */
  protected abstract MarkedStore process() throws Exception;

  /** The session that holds this node's mark is over, by the server's word; its process runs. */
  protected abstract void expire(NodeName id) throws Exception;

  /** Lets so much time pass as a mark outlives its process, and a little more. */
  protected abstract void outlive() throws Exception;

  /** How long an event may take to come. */
  protected abstract Duration patience();

  /** Lets a moment pass. */
  protected void pause() throws InterruptedException {
    Thread.sleep(10);
  }

  protected MarkedStore holder;
  protected MarkedStore reader;

  @BeforeEach
  void open() throws Exception {
    holder = process();
    holder.create();
    reader = process();
  }

  @AfterEach
  void close() {
    holder.close();
    reader.close();
  }

  /** Waits, as some stores tell in a thread of their own. */
  private void eventually(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + patience().toNanos();
    boolean held = holds.getAsBoolean();
    while (!held && System.nanoTime() < end) {
      pause();
      held = holds.getAsBoolean();
    }
    assertThat(held).as(what).isTrue();
  }

  private boolean isHeld(String id) {
    try {
      return reader.marks(List.of(id)).held().containsKey(id);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** As an agent does: it announces the node, and then holds its mark. */
  private void hold(MarkedStore store, NodeName id, PartName part) throws StoreException {
    Entry entry = Entry.of(Entry.Kind.RECORD, id);
    NodeRecord record = node(id.value(), Map.of("nodepart", part.value()));
    store.put(new Announcement(record, null), store.find(List.of(entry)).get(entry));
    assertThat(store.hold(id, part, WRITER)).isNull();
  }

  // Holding.

  @Test
  void mark_thatIsHeld_isSeenWithItsWriterAndSession() throws Exception {
    hold(holder, ID, APP);

    Map<String, MarkedStore.Mark> held = reader.marks(List.of("i-0a")).held();

    assertThat(held).containsOnlyKeys("i-0a");
    MarkedStore.Mark mark = Objects.requireNonNull(held.get("i-0a"));
    assertThat(mark.writer()).isEqualTo(WRITER);
    assertThat(mark.session()).isPositive();
  }

  @Test
  void marks_ofNodesWithoutOne_leaveThemOut() throws Exception {
    hold(holder, ID, APP);
    holder.put(new Announcement(node("i-0b"), null), null);

    assertThat(reader.marks(List.of("i-0b", "i-never")).held()).isEmpty();
    assertThat(reader.marks(List.of()).held()).isEmpty();
  }

  @Test
  void marks_whereNoListWasMade_fail() throws Exception {
    MarkedStore none = nowhere();

    assertThatThrownBy(() -> none.marks(List.of("i-0a"))).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> none.hold(ID, APP, WRITER)).isInstanceOf(StoreException.class);
    none.close();
  }

  /** A place for a list at which none was made. */
  protected abstract MarkedStore nowhere() throws Exception;

  @Test
  void hold_ofWhatThisProcessHolds_changesNothing() throws Exception {
    hold(holder, ID, APP);
    hold(holder, ID, APP);

    assertThat(isHeld("i-0a")).isTrue();
  }

  @Test
  void hold_byAnotherMachine_namesWhoHoldsItAndLeavesItThere() throws Exception {
    hold(holder, ID, APP);

    assertThat(reader.hold(ID, APP, "another")).isEqualTo(WRITER);

    MarkedStore.Mark mark =
        Objects.requireNonNull(reader.marks(List.of("i-0a")).held().get("i-0a"));
    assertThat(mark.writer()).isEqualTo(WRITER);
  }

  @Test
  void hold_byTheNextProcessOfThisMachine_takesItOver() throws Exception {
    hold(holder, ID, APP);
    holder.close();
    assertThat(isHeld("i-0a")).isTrue();
    MarkedStore next = process();
    hold(next, ID, APP);

    outlive();

    assertThat(isHeld("i-0a")).isTrue();
    next.close();
  }

  @Test
  void hold_inAnotherPart_isSeenAsBefore() throws Exception {
    hold(holder, ID, APP);
    hold(holder, ID, DB);

    assertThat(isHeld("i-0a")).isTrue();
    holder.release(ID);
    assertThat(isHeld("i-0a")).isFalse();
  }

  // Its end.

  @Test
  void mark_ofAProcessThatWasClosed_goesWithItsSession() throws Exception {
    hold(holder, ID, APP);
    holder.close();

    outlive();

    assertThat(isHeld("i-0a")).isFalse();
  }

  @Test
  void mark_thatIsReleased_isGoneAtOnce() throws Exception {
    hold(holder, ID, APP);
    holder.release(ID);

    assertThat(isHeld("i-0a")).isFalse();
    assertThat(reader.hold(ID, APP, "another")).isNull();
  }

  @Test
  void release_ofWhatIsNotHeld_doesNothing() throws Exception {
    holder.release(ID);

    assertThat(isHeld("i-0a")).isFalse();
  }

  // A reader's own session.

  @Test
  void marks_askedForTheFirstTime_areUnbroken() throws Exception {
    assertThat(reader.marks(List.of("i-0a")).isUnbroken()).isTrue();
    assertThat(reader.marks(List.of("i-0a")).isUnbroken()).isTrue();
  }

  @Test
  void marks_afterTheReadersOwnSessionWasLost_areBrokenOnce() throws Exception {
    NodeName own = new NodeName("i-0r");
    hold(reader, own, DB);
    assertThat(reader.marks(List.of("i-0a")).isUnbroken()).isTrue();

    expire(own);

    eventually("broken", () -> !isUnbroken());
    eventually("whole again", this::isUnbroken);
  }

  private boolean isUnbroken() {
    try {
      return reader.marks(List.of("i-0a")).isUnbroken();
    } catch (StoreException e) {
      return true; // Away: it shows nothing at all.
    }
  }

  // Calling.

  @Test
  void watch_ofTheNodesPart_callsWhenItsMarkComesAndGoes() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (WatchedStore.Watch watch =
        reader.watch(part -> part.equals(APP), () -> calls.incrementAndGet())) {
      assertThat(watch).isNotNull();
      int before = calls.get();

      hold(holder, ID, APP);
      eventually("held", () -> calls.get() > before);
      int held = calls.get();
      holder.release(ID);
      eventually("released", () -> calls.get() > held);
    }
  }

  @Test
  void watch_ofTheNodesPart_callsWhenItsSessionEnds() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    hold(holder, ID, APP);
    try (WatchedStore.Watch watch =
        reader.watch(part -> part.equals(APP), () -> calls.incrementAndGet())) {
      assertThat(watch).isNotNull();
      int before = calls.get();

      expire(ID);

      eventually("expired", () -> calls.get() > before);
    }
  }

  @Test
  void mark_thatARunningProcessLost_isHeldAnew() throws Exception {
    hold(holder, ID, APP);

    expire(ID);

    eventually("held anew", () -> isHeld("i-0a"));
    assertThat(reader.hold(ID, APP, "another")).isEqualTo(WRITER);
  }
}
