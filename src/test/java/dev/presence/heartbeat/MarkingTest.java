package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.files.Deadline;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.PresenceException;
import dev.presence.node.StateFacts;
import dev.presence.store.MarkedStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Nodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an agent holds on the stores that have marks. */
class MarkingTest {
  /** Has marks, and nothing else. */
  private static final class MarkingStore extends ForwardingStore implements MarkedStore {
    private final List<String> done = new ArrayList<>();
    private @Nullable String other;
    private boolean isAway;

    MarkingStore() {
      super(ForwardingStore.away("marks"));
    }

    @Override
    public Duration session() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Marks marks(Collection<String> ids) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable String hold(NodeName id, PartName part, String writer) throws StoreException {
      if (isAway) {
        throw new StoreException("marks is away");
      }
      done.add("hold " + id + " " + part + " " + writer);
      return other;
    }

    @Override
    public void release(NodeName id) {
      done.add("release " + id);
    }

    @Override
    public Watch watch(Predicate<PartName> parts, Runnable changed) {
      throw new UnsupportedOperationException();
    }
  }

  private final MarkingStore marks = new MarkingStore();

  private static NodeRecord node(String state) {
    return Nodes.node("i-0a", Map.of("nodepart", "app", "state", state));
  }

  private static Marking marking(Store... stores) {
    return new Marking(new Stores(List.of(stores), Deadline.in(Duration.ofMinutes(1))), "w1");
  }

  private static StateFacts.@Nullable Change nothing(List<String> asked) {
    asked.add("asked");
    return null;
  }

  private Announced mark(String state, Store... more) {
    List<Store> all = new ArrayList<>(List.of(more));
    all.add(marks);
    Announced announced = new Announced(node(state), List.of(), new ArrayList<>(), List.of());
    marking(all.toArray(new Store[0])).mark(announced);
    return announced;
  }

  @Test
  void mark_ofANodeOnTheList_isHeldWhateverItDoes() {
    mark("setup");
    mark("idle");
    mark("draining");

    assertThat(marks.done).hasSize(3).containsOnly("hold i-0a app w1");
  }

  @Test
  void mark_ofANodeThatLeft_isReleased() {
    mark("left");

    assertThat(marks.done).containsExactly("release i-0a");
  }

  @Test
  void mark_thatAnotherMachineHolds_isAClone() {
    marks.other = "w2";

    assertThatThrownBy(() -> mark("idle"))
        .isInstanceOf(PresenceException.class)
        .hasMessageContaining("another machine holds the mark of i-0a on marks: its writer is w2")
        .extracting(e -> ((PresenceException) e).kind())
        .isEqualTo(FailureKind.CONFIG);
  }

  @Test
  void decision_onANameWhoseMarkAnotherHolds_isNotEvenAskedFor() {
    marks.other = "w2";
    Marking marking = marking(marks);
    List<String> asked = new ArrayList<>();
    Announcer.Decision decision = marking.before((current, by) -> nothing(asked));

    assertThatThrownBy(() -> decision.on(node("idle"), "agent"))
        .hasMessageContaining("another machine holds the mark of i-0a");
    assertThat(asked).isEmpty();
    assertThat(marking.isRefused()).isTrue();
  }

  @Test
  void decision_whereTheMarkIsFreeOrAwayOrTheNodeLeft_isAskedFor() {
    List<String> asked = new ArrayList<>();
    Announcer.Decision decision = marking(marks).before((current, by) -> nothing(asked));

    decision.on(node("idle"), "agent");
    decision.on(node("left"), "agent");
    marks.isAway = true;
    decision.on(node("idle"), "agent");

    assertThat(asked).hasSize(3);
    assertThat(marks.done).containsExactly("hold i-0a app w1");
  }

  @Test
  void mark_whereAStoreIsAwayOrHasNone_isOneFailureMoreOrNothing() {
    marks.isAway = true;

    Announced announced = mark("idle", ForwardingStore.away("unmarked"));

    assertThat(announced.failures()).containsExactly("no mark: marks is away");
  }
}
