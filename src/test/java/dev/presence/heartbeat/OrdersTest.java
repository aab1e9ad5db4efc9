package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.heartbeat.Orders.Given;
import dev.presence.heartbeat.Orders.Wish;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import dev.presence.resolve.Sighting;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest extends HeartbeatTestCase {
  private static final Wish LEFT = new Wish(Order.Word.LEFT, "jo@i-ops", "seems dead", null);

  OrdersTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  private Given give(Wish wish, Store... stores) {
    return new Orders(stores(stores), stateFolder(), clock).give(ID, wish);
  }

  private @Nullable Order held(Store store) throws StoreException {
    return Holding.of(store, ID).order();
  }

  private @Nullable NodeState state(Store... stores) {
    KnownNode node = look(stores).node("i-0a");
    Sighting sighting = node == null ? null : node.sighting(null);
    return sighting == null ? null : sighting.state(clock.instant());
  }

  @Test
  void left_ofANode_isOnEveryStoreAndLeavesItsRecordAlone() throws Exception {
    Path record = put("one", node("i-0a", "10.0.0.1", OLD));
    String before = Tree.file(record);

    Given given = give(LEFT, one, two);

    assertThat(given.told()).containsExactly(one.name(), two.name());
    assertThat(given.failures()).isEmpty();
    Order order =
        new Order(
            ID, Order.Word.LEFT, "jo@i-ops", "seems dead", new Stamp(NOW), null, new Stamp(OLD));
    assertThat(held(one)).isEqualTo(order);
    assertThat(held(two)).isEqualTo(order);
    assertThat(Tree.file(record)).isEqualTo(before);
    assertThat(state(one, two)).isEqualTo(NodeState.GONE);
  }

  @Test
  void left_ofARecordOfALaterClock_holdsUntilALaterOne() throws Exception {
    put("one", node("i-0a", "10.0.0.1", "20300101-000000"));

    assertThat(give(LEFT, one).order().of()).isEqualTo(new Stamp("20300101-000000"));
    assertThat(state(one)).isEqualTo(NodeState.GONE);
    put("one", node("i-0a", "10.0.0.1", "20300101-000001"));
    assertThat(state(one)).isEqualTo(NodeState.SERVING);
  }

  @Test
  void left_ofTheNewestRecordOverAllStoresAndMemory() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLDER));
    put("two", node("i-0a", "10.0.0.1", OLD));
    assertThat(give(LEFT, one, two).order().of()).isEqualTo(new Stamp(OLD));
    look(one, two);
    unmount("two");

    assertThat(give(LEFT, one, two).order().of()).isEqualTo(new Stamp(OLD));
  }

  @Test
  void left_ofARecordOfTheOriginalSystemOrOfNone_isOfNow() throws Exception {
    put("one", node("i-0a", "10.0.0.1", null));
    assertThat(give(LEFT, one).order().of()).isEqualTo(new Stamp(NOW));
    assertThat(state(one)).isEqualTo(NodeState.GONE);

    assertThat(give(LEFT, two).before()).isNull();
    assertThat(held(two)).isNotNull();
  }

  @Test
  void orders_areEachNewerThanTheLastOverAllStoresAndMemory() throws Exception {
    put("one", order("i-0a", Order.Word.LEFT, "20300101-000000", OLD));
    put("two", order("i-0a", Order.Word.LEFT, "20310101-000000", OLD));
    Wish lifted = new Wish(Order.Word.LIFTED, "jo", null, null);
    assertThat(give(lifted, one).order().tss()).isEqualTo(new Stamp("20300101-000001"));
    look(one, two);
    unmount("two");

    assertThat(give(lifted, one, two).order().tss()).isEqualTo(new Stamp("20310101-000001"));
  }

  @Test
  void draining_forAWhile_endsByItself() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));

    give(new Wish(Order.Word.DRAINING, "jo", null, Duration.ofMinutes(30)), one);

    assertThat(held(one)).extracting(Order::until).isEqualTo(new Stamp("20261122-181830"));
    assertThat(state(one)).isEqualTo(NodeState.DRAINING);
    later(30 * 60);
    assertThat(state(one)).isEqualTo(NodeState.SERVING);
  }

  @Test
  void draining_holdsWhateverTheNodeSays() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    give(new Wish(Order.Word.DRAINING, "jo", null, null), one);
    put("one", node("i-0a", "10.0.0.2", "20300101-000000"));

    assertThat(state(one)).isEqualTo(NodeState.DRAINING);
  }

  @Test
  void orders_whenAStoreIsAway_nameIt() {
    Given given = give(LEFT, AWAY, one);

    assertThat(given.told()).containsExactly(one.name());
    assertThat(given.failures()).containsExactly("away is away");
    assertThat(give(LEFT, AWAY).told()).isEmpty();
  }

  @Test
  void orders_overABrokenOne_takeItsPlace() throws Exception {
    putBytes("one", "order/i-0a.json", new byte[] {'{'});

    assertThat(give(LEFT, one).failures()).isEmpty();

    assertThat(held(one)).isNotNull();
  }

  /** Before this store is told, the first few times, somebody else tells it something. */
  private Store interfering(int times) {
    return new ForwardingStore(one) {
      private int written;

      @Override
      public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
        if (written < times) {
          try {
            String tss = "202611010000" + (10 + written++);
            OrdersTest.this.put(
                "one", order("i-0a", Order.Word.DRAINING, tss.replaceFirst("(.{8})", "$1-"), null));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        }
        return super.put(order, replaces);
      }
    };
  }

  @Test
  void orders_besideAnother_areTriedAgainAndBounded() throws Exception {
    assertThat(give(LEFT, interfering(2)).failures()).isEmpty();
    assertThat(held(one)).extracting(Order::word).isEqualTo(Order.Word.LEFT);

    later(1);
    assertThat(give(LEFT, interfering(99)).failures())
        .singleElement()
        .asString()
        .contains("i-0a", "try again");
  }

  @Test
  void orders_withAPasswordInTheReason_areRefused() throws Exception {
    Map<String, String> before = Tree.of(folder);

    assertThatThrownBy(
            () -> give(new Wish(Order.Word.LEFT, "jo", "see https://jo:pw@host/x", null), one))
        .isInstanceOfSatisfying(
            PresenceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void orders_ofARecordThatGrowsWhenPrinted_areGivenAllTheSame() throws Exception {
    // 9 KB of nested compact JSON: printed with four spaces a level it has more than 64 KiB.
    String deep = "[".repeat(14) + "0,".repeat(4000) + "0" + "]".repeat(14);
    String record =
        "{\"filetype\":\"nodepresence\",\"value\":{\"instance-id\":\"i-0a\",\"nodepart\":\"app\",\"deep\":%s}}"
            .formatted(deep);
    Files.writeString(folder.resolve("one/all/i-0a.json"), record);

    NodeRecord before = give(LEFT, one).before();

    assertThat(before).isNotNull();
    assertThat(state(one)).isEqualTo(NodeState.GONE);
  }
}
