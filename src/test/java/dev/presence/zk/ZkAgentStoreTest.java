package dev.presence.zk;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.ZkServer.ROOT;
import static dev.presence.testing.ZkServer.auth;
import static dev.presence.testing.ZkServer.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.MarkedStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.store.WatchedStore;
import dev.presence.testing.Nodes;
import dev.presence.testing.Tap;
import dev.presence.testing.ZkServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list in ZooKeeper in the hands of a process that stays: what it keeps, holds and hears. */
class ZkAgentStoreTest {
  private static final NodeName ID = new NodeName("i-0a");
  private static final PartName APP = new PartName("app");
  private static final List<String> PARTS = List.of("app", "db", "web");
  private static final long PATIENCE = 30;

  private final Semaphore calls = new Semaphore(0);
  @AutoClose private final ZkServer server = ZkServer.start();

  ZkAgentStoreTest() throws Exception {
    server.store("").create();
  }

  private ZkStore opened(String address) throws Exception {
    return server.closing(ZkServer.open(address));
  }

  /** Of all parts but one. */
  private static boolean isAsked(PartName part) {
    return !part.value().equals("web");
  }

  private void watch(ZkStore store) throws StoreException {
    store.watch(ZkAgentStoreTest::isAsked, calls::release);
  }

  private void awaitCall() throws InterruptedException {
    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).as("a call").isTrue();
  }

  private static void announce(Store store, String id, String part, String address)
      throws StoreException {
    Entry entry = new Entry(Entry.Kind.RECORD, id);
    store.put(
        new Announcement(
            node(id, Map.of("nodepart", part, "address", address)), beat(id, System.nanoTime())),
        store.find(List.of(entry)).get(entry));
  }

  private List<String> live(String part) throws Exception {
    return server.byHand(client -> client.getChildren(ROOT + "/live/" + part, false));
  }

  private String mark(String id) throws Exception {
    return server.byHand(
        client -> new String(client.getData(ROOT + "/live/app/" + id, false, null), US_ASCII));
  }

  private long session(String id) throws Exception {
    return server.byHand(
        client ->
            Objects.requireNonNull(client.exists(ROOT + "/live/app/" + id, false))
                .getEphemeralOwner());
  }

  // What is kept of folders that are watched.

  /** Whatever others do, and whatever becomes of its session. */
  @Test
  void list_ofOneThatWatches_isThatOfOneThatReadsAllAnew() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ZkStore watching = server.store("");
    ZkStore reading = server.store("");
    ZkStore other = server.store("");
    Map<String, ZkStore> holders = new HashMap<>();
    announce(watching, "i-watch", "web", "10.0.0.9");
    watching.hold(new NodeName("i-watch"), new PartName("web"), "w-1");
    watch(watching);
    List<String> ids = List.of("i-0", "i-1", "i-2", "i-3", "i-4", "i-5", "i-6");
    for (int step = 0; step < 400; step++) {
      String id = ids.get(random.nextInt(ids.size()));
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> announce(other, id, part(random), "10.0.0." + step % 250);
        case 3 ->
            other.put(Nodes.order(id, word(random), "20261122-174830"), version(other, order(id)));
        case 4 -> delete(other, random.nextBoolean() ? order(id) : record(id));
        case 5 -> hold(holders, id, part(random));
        case 6 -> release(holders, id);
        case 7 -> strangerWrites(id, part(random));
        default -> {
          if (random.nextInt(8) == 0) {
            server.expire(server.byHand(client -> owner(client, "web", "i-watch")));
            await(() -> reading.marks(List.of("i-watch")).held().size() == 1);
          }
        }
      }
      if (random.nextInt(3) > 0) {
        assertThat(watching.list(ZkAgentStoreTest::isAsked).entries())
            .as("step %d of seed %d", step, seed)
            .isEqualTo(reading.list(ZkAgentStoreTest::isAsked).entries());
        assertThat(watching.marks(ids).held())
            .as("marks in step %d of seed %d", step, seed)
            .isEqualTo(reading.marks(ids).held());
      }
    }
  }

  private static long owner(org.apache.zookeeper.ZooKeeper client, String part, String id)
      throws Exception {
    return Objects.requireNonNull(client.exists(ROOT + "/live/" + part + "/" + id, false))
        .getEphemeralOwner();
  }

  private static String part(Random random) {
    return PARTS.get(random.nextInt(PARTS.size()));
  }

  private static Order.Word word(Random random) {
    return random.nextBoolean() ? Order.Word.DRAINING : Order.Word.LEFT;
  }

  private static Entry record(String id) {
    return new Entry(Entry.Kind.RECORD, id);
  }

  private static Entry order(String id) {
    return new Entry(Entry.Kind.ORDER, id);
  }

  private static @Nullable Version version(Store store, Entry entry) throws StoreException {
    return store.find(List.of(entry)).get(entry);
  }

  private static void delete(Store store, Entry entry) throws StoreException {
    Version there = version(store, entry);
    if (there != null) {
      store.delete(entry, there);
    }
  }

  private void hold(Map<String, ZkStore> holders, String id, String part) throws Exception {
    ZkStore holder = holders.get(id);
    if (holder == null) {
      holder = server.store("");
      holders.put(id, holder);
    }
    holder.hold(new NodeName(id), new PartName(part), "w-" + id);
  }

  private static void release(Map<String, ZkStore> holders, String id) throws Exception {
    ZkStore holder = holders.get(id);
    if (holder != null) {
      holder.release(new NodeName(id));
    }
  }

  /** A record under a part that its guard does not name, or an emptied one. */
  private void strangerWrites(String id, String part) throws Exception {
    String path = ROOT + "/part/" + part + "/" + id;
    server.byHand(
        client -> {
          if (client.exists(path, false) != null) {
            client.setData(path, new byte[0], -1);
          } else if (client.exists(ROOT + "/part/" + part, false) != null) {
            client.create(
                path, new byte[] {'x'}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
          }
          return true;
        });
  }

  @Test
  void list_ofAPartOf250WhenOneChanges_movesThatOneAndNotThePart() throws Exception {
    server.fill(ROOT, "app", 250);
    try (Tap tap = Tap.to(server.server().getPort())) {
      ZkStore watching = opened("zk:127.0.0.1:" + tap.port() + ROOT);
      watch(watching);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        ids.add("i-%05d".formatted(i));
      }
      long before = tap.bytes();
      look(watching, ids);
      long whole = tap.bytes() - before;
      calls.drainPermits();
      announce(server.store(""), "i-00007", "app", "10.0.0.1");
      awaitCall();
      before = tap.bytes();

      look(watching, ids);

      assertThat(tap.bytes() - before).as("the next look").isLessThan(2_000);
      assertThat(whole).as("the first look").isGreaterThan(30_000);
    }
  }

  private static void look(ZkStore store, List<String> ids) throws StoreException {
    store.list(ZkAgentStoreTest::isAsked);
    store.marks(ids);
  }

  // The mark.

  @Test
  void hold_ofAMachineThatLostItsName_isItsOwnByTheSession() throws Exception {
    ZkStore store = server.store("");
    announce(store, "i-0a", "app", "10.0.0.1");
    store.hold(ID, APP, "w-1");

    assertThat(store.hold(ID, APP, "w-2")).isNull();

    assertThat(mark("i-0a")).startsWith("w-2 ");
  }

  @Test
  void hold_ofAnotherName_leavesNoMarkOfTheOneBefore() throws Exception {
    ZkStore store = server.store("");
    announce(store, "i-0a", "app", "10.0.0.1");
    store.hold(ID, APP, "w-1");
    announce(store, "i-0c", "app", "10.0.0.1");

    store.hold(new NodeName("i-0c"), APP, "w-1");

    assertThat(live("app")).containsExactly("i-0c");
    store.release(ID); // Of a name that it has no more.
    assertThat(live("app")).containsExactly("i-0c");
  }

  @Test
  void mark_thatSomebodyDeletes_isThereAgainAtOnce() throws Exception {
    ZkStore store = server.store("");
    announce(store, "i-0a", "app", "10.0.0.1");
    store.hold(ID, APP, "w-1");
    server.byHand(
        client -> {
          client.delete(ROOT + "/live/app/i-0a", -1);
          return true;
        });

    await(() -> live("app").contains("i-0a"));
    assertThat(session("i-0a")).isNotZero();
  }

  @Test
  void hold_thatWasRefused_callsWhenTheOtherOneGoes() throws Exception {
    ZkStore first = server.store("");
    announce(first, "i-0a", "app", "10.0.0.1");
    first.hold(ID, APP, "w-1");
    ZkStore second = server.store("");
    watch(second);
    assertThat(second.hold(ID, APP, "w-2")).isEqualTo("w-1");
    calls.drainPermits();

    first.release(ID);

    await(() -> live("app").contains("i-0a") && mark("i-0a").startsWith("w-2 "));
    awaitCall();
  }

  @Test
  void session_isAsLongAsTheServerGrants() throws Exception {
    ZkStore store = server.store("?session=300s");
    announce(store, "i-0a", "app", "10.0.0.1");
    store.hold(ID, APP, "w-1");

    Duration granted = store.session();

    assertThat(granted).isLessThan(Duration.ofMinutes(5)).isPositive();
    assertThat(mark("i-0a")).isEqualTo("w-1 " + granted.toSeconds());
    assertThat(server.store("").marks(List.of("i-0a")).held())
        .isEqualTo(Map.of("i-0a", new MarkedStore.Mark(granted, "w-1")));
  }

  // Who it is, and whether it is there.

  @Test
  void authFile_thatIsMended_countsFromTheNextTurnOn(@TempDir Path folder) throws Exception {
    opened(server.address("/mine") + auth(folder, "anna:word")).create();
    announce(opened(server.address("/mine") + auth(folder, "i-0a:one")), "i-0a", "app", "10.0.0.1");
    String options = auth(folder, "i-0a:wrong");
    ZkStore store = opened(server.address("/mine") + options);
    watch(store);
    assertThatThrownBy(() -> announce(store, "i-0a", "app", "10.0.0.2"))
        .hasMessageContaining(" refused ");

    auth(folder, "i-0a:one");

    announce(store, "i-0a", "app", "10.0.0.2");
    assertThat(store.hold(ID, APP, "w-1")).isNull();
    calls.drainPermits();
    announce(store, "i-0a", "app", "10.0.0.3");
    awaitCall(); // By the watch of the session before, made anew.
  }

  @Test
  void watch_ofAServerThatIsNotThereYet_callsWhenItIs() throws Exception {
    int port = server.server().getPort();
    server.server().stop();
    ZkStore store = opened("zk:127.0.0.1:" + port + ROOT);

    watch(store);

    assertThat(calls.tryAcquire()).isFalse();
    server.server().restart();
    awaitCall();
    calls.drainPermits();
    announce(server.store(""), "i-0a", "app", "10.0.0.1");
    awaitCall();
  }

  /** With the next that is asked for, or within a minute. */
  @Test
  void watch_thatIsClosed_isTakenFromTheServer() throws Exception {
    server.fill(ROOT, "app", 2);
    ZkStore store = server.store("");
    store.watch(part -> false, () -> {});
    int ofNoPart = server.watches();
    WatchedStore.Watch watch = store.watch(ZkAgentStoreTest::isAsked, calls::release);
    assertThat(server.watches()).isGreaterThan(ofNoPart);

    watch.close();
    store.watch(part -> false, () -> {});

    await(() -> server.watches() == ofNoPart);
  }
}
