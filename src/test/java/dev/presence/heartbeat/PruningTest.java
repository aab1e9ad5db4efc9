package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.format.RecordFormat;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import dev.presence.model.Scope;
import dev.presence.store.Entry;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Node;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prunes what left before 20261122-174830, where the clock stands. */
class PruningTest extends HeartbeatTestCase {
  private static final NodeRecord LEFT_LONG_AGO = left("i-0a", OLD);

  PruningTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  private static NodeRecord left(String id, String tss) {
    return Node.of(id).state("left").scope("fed1", "lamp").tss(tss).build();
  }

  private Pruning pruning(Store... stores) {
    return new Pruning(stores(stores), lookAround(stores), clock.instant());
  }

  private Pruning.Over pruneOver(Scope scope, Store... stores) {
    Pruning pruning = pruning(stores);
    return pruning.prune(pruning.over(scope, clock.instant()));
  }

  private List<String> prune(Store... stores) {
    return pruneOver(Scope.ALL, stores).nodes();
  }

  private List<String> files(String list) throws Exception {
    List<String> files = new ArrayList<>();
    for (String kind : List.of("", "all", "beat", "order")) {
      for (String name : Tree.names(folder.resolve(list).resolve(kind))) {
        if (name.endsWith(".json")) {
          files.add(kind.isEmpty() ? name : kind + "/" + name);
        }
      }
    }
    return files;
  }

  @Test
  void prune_deletesFromEveryStoreWhatLeftLongAgo() throws Exception {
    put("one", LEFT_LONG_AGO);
    put("two", LEFT_LONG_AGO);
    put("two", left("i-0b", OLD));

    assertThat(prune(one, two)).containsExactly("i-0a", "i-0b");

    assertThat(files("one")).isEmpty();
    assertThat(files("two")).isEmpty();
    assertThat(prune(one, two)).isEmpty();
    assertThat(lookAround(one, two).nodes()).isEmpty();
  }

  @Test
  void prune_keepsWhatLeftLatelyOrDidNotLeave() throws Exception {
    put("one", left("i-0a", NOW));
    put("one", Node.of("i-0b").tss(OLD).build());
    put("one", Node.of("i-0c").state("draining").tss(OLD).build());

    assertThat(prune(one)).isEmpty();

    assertThat(files("one")).hasSize(3);
  }

  @Test
  void prune_keepsASilentNode() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    lookAround(one);
    putBytes("one", "all/i-0a.json", new byte[0]);

    assertThat(prune(one)).isEmpty();

    assertThat(files("one")).containsExactly("all/i-0a.json");
  }

  @Test
  void prune_ofANodeThatServesElsewhere_keepsIt() throws Exception {
    put("one", LEFT_LONG_AGO);
    put("two", node("i-0a", "10.0.0.1", NOW));

    assertThat(prune(one, two)).isEmpty();

    assertThat(files("one")).containsExactly("all/i-0a.json");
    assertThat(files("two")).containsExactly("all/i-0a.json");
  }

  @Test
  void prune_takesFlatCopiesBeatsAndOrdersToo() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLDER));
    putBytes("one", "i-0a.json", RecordFormat.print(node("i-0a", "10.0.0.1", null)));
    putBeat("one", "i-0a", OLDER);
    putBeat("two", "i-0a", OLDER);
    put("one", order("i-0a", Order.Word.LEFT, OLD, OLDER));
    put("two", order("i-0a", Order.Word.LEFT, OLD, OLDER));

    assertThat(prune(one, two)).containsExactly("i-0a");

    assertThat(files("one")).isEmpty();
    assertThat(files("two")).isEmpty();
    assertThat(nodes(lookAround(one, two))).isEmpty();
  }

  @Test
  void prune_ofANodeThatWasOrderedLeftLately_waitsFromTheOrderOn() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", order("i-0a", Order.Word.LEFT, NOW, OLD));

    assertThat(prune(one)).isEmpty();
    later(1);
    assertThat(prune(one)).containsExactly("i-0a");
  }

  @Test
  void prune_deletesOlderCopiesFirstAndTheOrderLast() throws Exception {
    put("two", node("i-0a", "10.0.0.1", OLDER));
    put("one", node("i-0a", "10.0.0.1", OLD));
    putBeat("one", "i-0a", OLD);
    put("one", order("i-0a", Order.Word.LEFT, OLD, OLD));
    List<String> deleted = new ArrayList<>();

    prune(recording(one, deleted), recording(two, deleted));

    assertThat(deleted)
        .containsExactly(
            two.name() + " all/i-0a.json",
            one.name() + " all/i-0a.json",
            one.name() + " beat/i-0a.json",
            one.name() + " order/i-0a.json");
  }

  private static Store recording(Store store, List<String> deleted) {
    return new ForwardingStore(store) {
      @Override
      public boolean delete(Entry entry, Version version) throws StoreException {
        deleted.add(store.name() + " " + entry);
        return super.delete(entry, version);
      }
    };
  }

  @Test
  void prune_deletesSpentOrdersAlone() throws Exception {
    put("one", node("i-0a", "10.0.0.1", NOW));
    put("one", order("i-0a", Order.Word.LEFT, OLD, OLDER));
    put("one", order("i-0b", Order.Word.LIFTED, OLD, null));
    put("one", node("i-0c", "10.0.0.3", OLD));
    put("one", order("i-0c", Order.Word.DRAINING, OLD, null));
    put("one", order("i-0d", Order.Word.LIFTED, NOW, null));

    assertThat(pruneOver(Scope.ALL, one).orders()).containsExactly("i-0a", "i-0b");

    assertThat(files("one"))
        .containsExactly("all/i-0a.json", "all/i-0c.json", "order/i-0c.json", "order/i-0d.json");
  }

  @Test
  void prune_inAScope_keepsTheOthers() throws Exception {
    put("one", LEFT_LONG_AGO);

    assertThat(pruneOver(new Scope("fed2", Scope.ANY), one).nodes()).isEmpty();
    assertThat(pruneOver(new Scope(Scope.ANY, "wamp"), one).nodes()).isEmpty();
    assertThat(pruneOver(new Scope("fed1", null), one).nodes()).isEmpty();
    assertThat(files("one")).containsExactly("all/i-0a.json");

    assertThat(pruneOver(new Scope("fed1", "lamp"), one).nodes()).containsExactly("i-0a");
  }

  @Test
  void prune_whileAStoreIsAway_deletesNothing() throws Exception {
    put("one", LEFT_LONG_AGO);

    assertThatThrownBy(() -> prune(one, AWAY))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NO_STORE))
        .satisfies(e -> assertThat(e.getMessage()).contains("away is away", "nothing is pruned"));

    assertThat(files("one")).containsExactly("all/i-0a.json");
  }

  @Test
  void prune_whenADeletionFails_leavesTheNodeGoneAndNotAlive() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLDER));
    put("two", LEFT_LONG_AGO);
    Store undeletable =
        new ForwardingStore(one) {
          @Override
          public boolean delete(Entry entry, Version version) throws StoreException {
            throw new StoreException("cannot delete");
          }
        };

    assertThatThrownBy(() -> prune(two, undeletable)).isInstanceOf(PresenceException.class);

    assertThat(files("two")).containsExactly("all/i-0a.json");
  }

  @Test
  void prune_ofANodeThatCameBackSinceTheLook_keepsItsNewRecord() throws Exception {
    put("one", LEFT_LONG_AGO);
    putBeat("one", "i-0a", OLD);
    Pruning pruning = pruning(one);
    Pruning.Over over = pruning.over(Scope.ALL, clock.instant());
    assertThat(over.nodes()).containsExactly("i-0a");
    put("one", node("i-0a", "10.0.0.1", "20261101-000001")); // With a late clock.

    assertThat(pruning.prune(over).nodes()).isEmpty();

    assertThat(files("one")).containsExactly("all/i-0a.json", "beat/i-0a.json");
    assertThat(nodes(lookAround(one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void prune_ofANodeThatCameBackBetweenLookAndDelete_keepsItsNewRecord() throws Exception {
    Path file = put("one", LEFT_LONG_AGO);
    Store comingBack =
        new ForwardingStore(one) {
          @Override
          public boolean delete(Entry entry, Version version) throws StoreException {
            try {
              put("one", node("i-0a", "10.0.0.1", NOW));
            } catch (java.io.IOException e) {
              throw new AssertionError(e);
            }
            return super.delete(entry, version);
          }

          private void put(String list, NodeRecord record) throws java.io.IOException {
            PruningTest.this.put(list, record);
          }
        };

    assertThat(prune(comingBack)).isEmpty();

    assertThat(Files.readAllBytes(file))
        .isEqualTo(RecordFormat.print(node("i-0a", "10.0.0.1", NOW)));
  }

  @Test
  void prune_ofAnOrderGivenAnewSinceTheLook_keepsIt() throws Exception {
    put("one", order("i-0a", Order.Word.LIFTED, OLD, null));
    Pruning pruning = pruning(one);
    Pruning.Over over = pruning.over(Scope.ALL, clock.instant());
    put("one", order("i-0a", Order.Word.DRAINING, NOW, null));

    assertThat(pruning.prune(over).orders()).isEmpty();

    assertThat(files("one")).containsExactly("order/i-0a.json");
  }
}
