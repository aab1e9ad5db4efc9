package dev.presence.zk;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.MarkedStore;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.Tap;
import dev.presence.testing.ZkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ZooKeeper does to those that use it, and what strangers do to it. */
class ZkFailuresTest {
  private static final NodeName ID = new NodeName("i-0a");
  private static final PartName APP = new PartName("app");
  private static final PartName DB = new PartName("db");
  private static final String ROOT = "/presence";
  private static final Entry A = new Entry(Entry.Kind.RECORD, "i-0a");
  private static final long PATIENCE = 20;

  private final List<Store> opened = new ArrayList<>();
  private ZkServer server;

  @BeforeEach
  void start() throws Exception {
    server = ZkServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    opened.forEach(Store::close);
    server.close();
  }

  private ZkStore store(String options) throws Exception {
    return store(options, Duration.ofSeconds(20));
  }

  private ZkStore store(String options, Duration time) throws Exception {
    Store store = ZkServer.open(server.address(ROOT) + options, time);
    opened.add(store);
    return (ZkStore) store;
  }

  private ZkStore made() throws Exception {
    ZkStore store = store("");
    store.create();
    return store;
  }

  private static Receipt announce(Store store, String id, String part) throws StoreException {
    Entry entry = new Entry(Entry.Kind.RECORD, id);
    Version version = store.find(List.of(entry)).get(entry);
    return store.put(new Announcement(node(id, Map.of("nodepart", part)), beat(id, 1)), version);
  }

  private static Version there(Store store, Entry entry) throws StoreException {
    return Objects.requireNonNull(store.find(List.of(entry)).get(entry));
  }

  private static Map<Entry, Loaded> load(Store store, Entry... entries) throws StoreException {
    Map<Entry, Loaded> all = new HashMap<>();
    store.load(List.of(entries), all::put);
    return all;
  }

  private long owner(String part) throws Exception {
    return server.byHand(
        client -> {
          Stat stat = client.exists(ROOT + "/live/" + part + "/i-0a", false);
          return stat == null ? 0 : stat.getEphemeralOwner();
        });
  }

  private interface Question {
    boolean isSo() throws Exception;
  }

  /** Waits for what comes by itself; bounded by far, so that no slow machine fails it. */
  private static void await(Question question) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!question.isSo()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.sleep(10);
    }
  }

  // A server that goes and comes.

  @Test
  void anyCall_ofAServerThatIsNotThere_isOneSentence() throws Exception {
    ZkStore store = store("", Duration.ofSeconds(2));
    server.server().stop();

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "zk:127\\.0\\.0\\.1:\\d+/presence cannot be reached: none of its servers took a session in 1 s; see to server, network and port");
  }

  @Test
  void secondCall_ofAServerThatIsNotThere_doesNotWaitAgain() throws Exception {
    ZkStore store = store("", Duration.ofSeconds(6));
    server.server().stop();
    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS)).isInstanceOf(StoreException.class);
    long start = System.nanoTime();

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS)).isInstanceOf(StoreException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  /** It is the first one for half of them. */
  @Test
  void anyCall_ofServersOfWhichOneIsSilent_isAnsweredByTheOther() throws Exception {
    made();
    try (Tap silent = Tap.silent()) {
      String address =
          "zk:127.0.0.1:%d,127.0.0.1:%d%s"
              .formatted(silent.port(), server.server().getPort(), ROOT);
      for (int i = 0; i < 10; i++) {
        Store store = ZkServer.open(address, Duration.ofSeconds(10));
        opened.add(store);

        assertThat(store.list(Listing.ALL_PARTS).entries()).isEmpty();
      }
      assertThat(silent.connections()).isPositive();
    }
  }

  @Test
  void everyCall_whenTheServerWasKilledAndIsBack_goesOn() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");

    server.server().restart();

    await(() -> store.find(List.of(A)).containsKey(A));
    assertThat(announce(store, "i-0b", "app")).isInstanceOf(Receipt.Written.class);
  }

  @Test
  void list_ofAServerThatCameBackWithNothing_isNoListAndNotAnEmptyOne() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    int port = server.server().getPort();
    server.server().close();

    try (ZkServer empty = ZkServer.start(port)) {
      await(
          () -> {
            try {
              store.list(Listing.ALL_PARTS);
              return true;
            } catch (StoreException e) {
              return e.getMessage().contains("is no list");
            }
          });
      assertThatThrownBy(() -> store.list(Listing.ALL_PARTS)).hasMessageContaining("presence init");
    }
  }

  // Marks.

  @Test
  void hold_makesAMarkThatOthersSee() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");

    assertThat(store.hold(ID, APP, "w-1")).isNull();

    MarkedStore.Marks marks = store("").marks(List.of("i-0a", "i-0b", "../x"));
    assertThat(marks.held())
        .isEqualTo(Map.of("i-0a", new MarkedStore.Mark(Duration.ofSeconds(10), "w-1")));
    assertThat(marks.isUnbroken()).isTrue();
  }

  @Test
  void hold_whenTheServerEndedTheSession_isHeldAnewInTheNextOne() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    store.hold(ID, APP, "w-1");
    assertThat(store.marks(List.of("i-0a")).isUnbroken()).isTrue();
    long before = owner("app");

    server.expire(before);

    await(() -> owner("app") != 0 && owner("app") != before);
    assertThat(store.marks(List.of("i-0a")).isUnbroken()).isFalse();
    assertThat(store.marks(List.of("i-0a")).isUnbroken()).isTrue();
  }

  @Test
  void hold_ofTheMarkOfADyingSession_isNotTakenForOnesOwn() throws Exception {
    ZkStore dying = made();
    announce(dying, "i-0a", "app");
    dying.hold(ID, APP, "w-1");
    long before = owner("app");
    ZkStore next = store("");

    assertThat(next.hold(ID, APP, "w-1")).isNull();

    long now = owner("app");
    assertThat(now).isNotZero().isNotEqualTo(before);
    server.expire(before);
    assertThat(owner("app")).isEqualTo(now);
  }

  @Test
  void hold_ofAnotherMachinesMark_isRefusedAndNamesIt() throws Exception {
    ZkStore first = made();
    announce(first, "i-0a", "app");
    first.hold(ID, APP, "w-1");
    long before = owner("app");

    assertThat(store("").hold(ID, APP, "w-2")).isEqualTo("w-1");

    assertThat(owner("app")).isEqualTo(before);
  }

  @Test
  void close_leavesTheMarkToTheNextAndReleaseTakesItAway() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    store.hold(ID, APP, "w-1");
    store.close();
    assertThat(owner("app")).isNotZero();
    ZkStore next = store("");
    next.hold(ID, APP, "w-1");

    next.release(ID);

    assertThat(owner("app")).isZero();
  }

  @Test
  void hold_underAnotherPart_leavesNoMarkUnderTheOne() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    store.hold(ID, APP, "w-1");
    announce(store, "i-0a", "db");

    store.hold(ID, DB, "w-1");

    assertThat(owner("app")).isZero();
    assertThat(owner("db")).isNotZero();
    assertThat(store.marks(List.of("i-0a")).held()).containsKey("i-0a");
  }

  @Test
  void marks_thatNoNodeMade_areNone() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    announce(store, "i-0b", "app");
    server.byHand(
        client -> {
          client.create(
              ROOT + "/live/app", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
          client.create(
              ROOT + "/live/app/i-0a",
              "w-1 10".getBytes(UTF_8),
              ZooDefs.Ids.OPEN_ACL_UNSAFE,
              CreateMode.PERSISTENT);
          client.create(
              ROOT + "/live/app/i-0b",
              new byte[] {0, 1, 2},
              ZooDefs.Ids.OPEN_ACL_UNSAFE,
              CreateMode.PERSISTENT);
          return true;
        });

    assertThat(store.marks(List.of("i-0a", "i-0b")).held()).isEmpty();
  }

  // Watches.

  @Test
  void watch_callsForWhatIsAskedAndNotForBeatsAndOtherParts() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    announce(store, "i-0d", "db");
    Semaphore calls = new Semaphore(0);
    ZkStore watching = store("");
    watching.watch(part -> part.value().equals("app"), calls::release);

    store.put(new Announcement(null, beat("i-0a", 7)), null);
    store.put(
        new Announcement(node("i-0d", Map.of("nodepart", "db", "rack", "2")), null),
        store
            .find(List.of(new Entry(Entry.Kind.RECORD, "i-0d")))
            .get(new Entry(Entry.Kind.RECORD, "i-0d")));
    assertThat(calls.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();

    announce(store, "i-0b", "app");
    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
    calls.drainPermits();
    store.put(order("i-0a", Order.Word.DRAINING, "20261122-174830"), null);
    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
    calls.drainPermits();
    store.hold(ID, APP, "w-1");
    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void watch_ofAPartThatIsNotThereYet_callsWhenItComes() throws Exception {
    ZkStore store = made();
    Semaphore calls = new Semaphore(0);
    store("").watch(Listing.ALL_PARTS, calls::release);

    announce(store, "i-0a", "app");

    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void watch_afterTheServerWasAway_callsAndGoesOn() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    Semaphore calls = new Semaphore(0);
    store("").watch(Listing.ALL_PARTS, calls::release);

    server.server().restart();
    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();

    await(() -> announceQuietly(store, "i-0b"));
    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean announceQuietly(Store store, String id) {
    try {
      return announce(store, id, "app") != null;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void watch_thatWasClosed_callsNobody() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    Semaphore calls = new Semaphore(0);
    store.watch(Listing.ALL_PARTS, calls::release).close();

    announce(store, "i-0b", "app");

    assertThat(calls.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
  }

  // What strangers write.

  @Test
  void list_ofStrangeNamesAndParts_bringsTheNodes() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    server.byHand(
        client -> {
          for (String path :
              List.of("/part/no part", "/part/app/Not a node", "/part/app/..x", "/order/é")) {
            client.create(
                ROOT + path,
                "x".getBytes(UTF_8),
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT);
          }
          return true;
        });

    Map<Entry, Version> entries = store.list(Listing.ALL_PARTS).entries();

    assertThat(entries).containsKey(A);
    assertThat(load(store, entries.keySet().toArray(new Entry[0])))
        .hasEntrySatisfying(A, loaded -> assertThat(loaded).isInstanceOf(Loaded.Content.class))
        .containsEntry(
            new Entry(Entry.Kind.RECORD, "Not a node"),
            new Loaded.Broken("has a name that is no node's"));
  }

  @Test
  void record_underTwoParts_isTheOneThatTheGuardNames() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    Version version = store.find(List.of(A)).get(A);
    server.byHand(
        client -> {
          for (String path :
              List.of("/part/aaa", "/part/aaa/i-0a", "/part/zzz", "/part/zzz/i-0a")) {
            client.create(
                ROOT + path,
                "stray".getBytes(UTF_8),
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT);
          }
          return true;
        });

    ZkStore reader = store("");

    assertThat(reader.list(Listing.ALL_PARTS).entries()).containsEntry(A, version);
    assertThat(load(reader, A).get(A))
        .isInstanceOfSatisfying(
            Loaded.Content.class,
            content -> assertThat(new String(content.bytes(), UTF_8)).contains("nodepresence"));
  }

  @Test
  void change_ofPart_isInNeverTwoAndNeverNone() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");

    announce(store, "i-0a", "db");

    assertThat(store("").list(part -> part.value().equals("app")).entries()).isEmpty();
    assertThat(store("").list(part -> part.value().equals("db")).entries()).containsOnlyKeys(A);
    assertThat(store("").find(List.of(A))).containsOnlyKeys(A);
  }

  @Test
  void load_ofManyAsLargeAsAPacket_isBrokenAndBounded() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    byte[] large = new byte[1_000_000];
    List<Entry> all = new ArrayList<>(List.of(A));
    for (int i = 0; i < 5; i++) {
      Entry entry = new Entry(Entry.Kind.RECORD, "i-9" + i);
      server.plant(server.address(ROOT), entry, large);
      all.add(entry);
    }

    Map<Entry, Loaded> loaded = load(store, all.toArray(new Entry[0]));

    assertThat(loaded.get(A)).isInstanceOf(Loaded.Content.class);
    assertThat(loaded.values()).filteredOn(new Loaded.Broken("is over 64 KiB")::equals).hasSize(5);
  }

  @Test
  void list_ofTenThousand_readsThemAll() throws Exception {
    ZkStore store = made();
    server.fill(ROOT, "app", 10_000);

    Map<Entry, Version> entries = store.list(Listing.ALL_PARTS).entries();

    assertThat(entries).hasSize(10_000);
    assertThat(load(store, entries.keySet().toArray(new Entry[0])).values())
        .allMatch(Loaded.Content.class::isInstance);
  }

  @Test
  void list_ofMorePartsThanAFleetHas_isUnreadableInOneSentence() throws Exception {
    ZkStore store = made();
    server.byHand(
        client -> {
          for (int thousand = 0; thousand <= 10; thousand++) {
            List<Op> ops = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
              String path = ROOT + "/part/p" + (thousand * 1000 + i);
              ops.add(
                  Op.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            }
            client.multi(ops);
          }
          return true;
        });

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("more than 10000 parts");
  }

  // Rights.

  private static final String FLEET = "nodes:of-all";

  private String auth(Path folder, String user) throws IOException {
    Path file = folder.resolve(user.substring(0, user.indexOf(':')) + ".auth");
    Files.writeString(
        file,
        "# who this is\nuser=%s\nfleet=%s\npeople=%s\n"
            .formatted(user, FLEET, Rights.hashed("anna:word")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "?auth=" + file;
  }

  @Test
  void rights_letANodeWriteItsOwnAndNothingElse(@TempDir Path folder) throws Exception {
    ZkStore people = store(auth(folder, "anna:word"));
    people.create();
    ZkStore a = store(auth(folder, "i-0a:one"));
    ZkStore b = store(auth(folder, "i-0b:two"));
    announce(a, "i-0a", "app");
    announce(b, "i-0b", "app");
    a.hold(ID, APP, "w-1");
    assertThat(a.tryWriting()).isNotNull();

    for (ZkStore other : List.of(b, store(""))) {
      assertThatThrownBy(
              () ->
                  other.put(
                      new Announcement(node("i-0a", Map.of("rack", "2")), null),
                      other.find(List.of(A)).get(A)))
          .hasMessageContaining(" refused /presence/part/app/i-0a: its rights are others'");
      assertThatThrownBy(() -> other.put(new Announcement(null, beat("i-0a", 9)), null))
          .hasMessageContaining(" refused /presence/beat/i-0a");
      assertThatThrownBy(() -> other.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null))
          .hasMessageContaining(" refused /presence/order/i-0a");
      assertThatThrownBy(() -> other.delete(A, there(other, A))).hasMessageContaining(" refused ");
    }
    assertThat(load(store(""), A).get(A)).isInstanceOf(Loaded.Content.class);
  }

  @Test
  void rights_letANodeGoToAnotherPartAndEndItsBeat(@TempDir Path folder) throws Exception {
    store(auth(folder, "anna:word")).create();
    ZkStore a = store(auth(folder, "i-0a:one"));
    announce(a, "i-0a", "app");
    announce(a, "i-0a", "db");
    Entry beat = new Entry(Entry.Kind.BEAT, "i-0a");

    assertThat(a.delete(beat, there(a, beat))).isTrue();

    ZkStore reader = store("");
    assertThat(reader.list(part -> part.value().equals("app")).entries()).isEmpty();
    assertThat(reader.find(List.of(A, beat))).containsOnlyKeys(A);
    assertThat(announce(a, "i-0a", "app")).isInstanceOf(Receipt.Written.class);
    assertThat(reader.find(List.of(A, beat))).containsOnlyKeys(A, beat);
  }

  @Test
  void rights_letPeopleGiveOrdersAndPrune(@TempDir Path folder) throws Exception {
    ZkStore people = store(auth(folder, "anna:word"));
    people.create();
    announce(store(auth(folder, "i-0a:one")), "i-0a", "app");

    assertThat(people.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null))
        .isInstanceOf(Receipt.Written.class);
    assertThat(people.delete(A, there(people, A))).isTrue();

    assertThat(store("").find(List.of(A))).isEmpty();
  }

  @Test
  void init_ofAListThatWasOpen_givesItRights(@TempDir Path folder) throws Exception {
    announce(made(), "i-0a", "app");

    store(auth(folder, "anna:word")).create();

    assertThatThrownBy(() -> announce(store(""), "i-0b", "app")).hasMessageContaining(" refused ");
  }

  @Test
  void authFile_thatOthersMayRead_isRefusedWithoutItsSecret(@TempDir Path folder) throws Exception {
    String option = auth(folder, "i-0a:hunter2");
    Files.setPosixFilePermissions(
        folder.resolve("i-0a.auth"), PosixFilePermissions.fromString("rw-r--r--"));
    ZkStore store = store(option);

    assertThatThrownBy(store::create)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("i-0a.auth")
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("hunter2");
  }
}
