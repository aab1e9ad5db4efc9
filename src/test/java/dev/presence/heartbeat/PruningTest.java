package dev.presence.heartbeat;

import static dev.presence.testing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.model.ExitCode;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Scope;
import dev.presence.model.Snapshot;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.testing.ForwardingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prunes what left before 20261122-174830, where the clock stands. */
class PruningTest extends HeartbeatTestCase {
  private static final Scope ANY = new Scope(null, null);
  private static final NodeRecord LEFT_LONG_AGO = left("i-0a", "20261101-000000");

  PruningTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  private static NodeRecord left(String id, String tss) {
    return node(id, Map.of("state", "left", "tss", tss, "deployment", "fed1"));
  }

  private List<String> prune(Store... stores) {
    return new Pruning(stores(stores)).prune(ANY, clock.instant());
  }

  @Test
  void prune_deletesFromEveryStoreWhatLeftLongAgo() throws Exception {
    one.publish(LEFT_LONG_AGO);
    two.publish(LEFT_LONG_AGO);
    two.publish(left("i-0b", "20261102-000000"));

    assertThat(prune(one, two)).containsExactly("i-0a", "i-0b");

    assertThat(held(one)).isEmpty();
    assertThat(held(two)).isEmpty();
  }

  @Test
  void prune_keepsWhatLeftLatelyOrDidNotLeave() throws Exception {
    one.publish(left("i-0a", "20261122-174830"));
    one.publish(node("i-0b", Map.of("tss", "20200101-000000")));
    one.publish(node("i-0c", Map.of("state", "draining", "tss", "20200101-000000")));

    assertThat(prune(one)).isEmpty();

    assertThat(held(one)).containsOnlyKeys("i-0a", "i-0b", "i-0c");
  }

  @Test
  void prune_ofANodeThatServesElsewhere_keepsIt() throws Exception {
    one.publish(LEFT_LONG_AGO);
    two.publish(node("i-0a", Map.of("tss", "20261102-000000")));

    assertThat(prune(one, two)).isEmpty();

    assertThat(held(one)).containsOnlyKeys("i-0a");
    assertThat(held(two)).containsOnlyKeys("i-0a");
  }

  @Test
  void prune_ofANodeThatOneStoreStillHasServing_deletesBoth() throws Exception {
    one.publish(node("i-0a", Map.of("tss", "20261031-000000")));
    two.publish(LEFT_LONG_AGO);

    assertThat(prune(one, two)).containsExactly("i-0a");

    assertThat(held(one)).isEmpty();
    assertThat(held(two)).isEmpty();
  }

  @Test
  void prune_inAScope_keepsTheOthers() throws Exception {
    one.publish(LEFT_LONG_AGO);

    assertThat(new Pruning(stores(one)).prune(new Scope("fed2", null), clock.instant())).isEmpty();

    assertThat(held(one)).containsOnlyKeys("i-0a");
  }

  @Test
  void prune_whileAStoreIsAway_deletesNothing() throws Exception {
    one.publish(LEFT_LONG_AGO);

    assertThatThrownBy(() -> prune(one, AWAY))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NO_STORE))
        .satisfies(e -> assertThat(e.getMessage()).contains("away is away", "nothing is pruned"));

    assertThat(held(one)).containsOnlyKeys("i-0a");
  }

  @Test
  void prune_whenADeletionFails_leavesNoOlderRecordToComeBackToLife() throws Exception {
    one.publish(node("i-0a", Map.of("tss", "20261031-000000")));
    two.publish(LEFT_LONG_AGO);
    Store undeletable =
        new ForwardingStore(one) {
          @Override
          public void delete(NodeName id) throws StoreException {
            throw new StoreException("cannot delete");
          }
        };

    assertThatThrownBy(() -> prune(undeletable, two)).isInstanceOf(PresenceException.class);

    assertThat(held(one)).isEqualTo(facts(LEFT_LONG_AGO));
  }

  @Test
  void prune_ofANodeThatCameBackSinceTheListWasRead_keepsItsNewRecord() throws Exception {
    one.publish(LEFT_LONG_AGO);
    Store comingBack =
        new ForwardingStore(one) {
          @Override
          public Snapshot read() throws StoreException {
            Snapshot before = super.read();
            clock.move(Duration.ofSeconds(1));
            announcer(one).announce(node("i-0a"));
            return before;
          }
        };

    assertThat(prune(comingBack)).isEmpty();

    assertThat(held(one)).isEqualTo(facts(node("i-0a", Map.of("tss", "20261122-174831"))));
  }

  @Test
  void prune_ofANodeThatCameBackWithALateClock_keepsItsNewRecord() throws Exception {
    // Its time is a second after the one at which it left, and so before the limit as well.
    one.publish(LEFT_LONG_AGO);
    Store comingBack =
        new ForwardingStore(one) {
          @Override
          public Snapshot read() throws StoreException {
            Snapshot before = super.read();
            clock.move(Duration.ofDays(-400));
            announcer(one).announce(node("i-0a"));
            clock.move(Duration.ofDays(400));
            return before;
          }
        };

    assertThat(prune(comingBack)).isEmpty();

    assertThat(held(one)).isEqualTo(facts(node("i-0a", Map.of("tss", "20261101-000001"))));
  }
}
