package dev.presence.zk;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static dev.presence.testing.ZkServer.ROOT;
import static dev.presence.testing.ZkServer.auth;
import static dev.presence.testing.ZkServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.files.Deadline;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.MarkedStore;
import dev.presence.store.Outcome;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import dev.presence.store.Whereabouts;
import dev.presence.testing.Tap;
import dev.presence.testing.ZkServer;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ZooKeeper does to those that use it, and what strangers do to it. */
class ZkFailuresTest {
  private static final NodeName ID = new NodeName("i-0a");
  private static final PartName APP = new PartName("app");
  private static final PartName DB = new PartName("db");
  private static final Entry A = new Entry(Entry.Kind.RECORD, "i-0a");
  private static final long PATIENCE = 20;

  @AutoClose private final ZkServer server = ZkServer.start();

  ZkFailuresTest() throws Exception {}

  private ZkStore made() throws Exception {
    ZkStore store = server.store("");
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

  // A server that goes and comes.

  @Test
  void anyCall_ofAServerThatIsNotThere_isOneSentence() throws Exception {
    ZkStore store = server.closing(ZkServer.open(server.address(ROOT), Duration.ofSeconds(2)));
    server.server().stop();

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "zk:127\\.0\\.0\\.1:\\d+/presence cannot be reached: none of its servers took a session in 1 s; see to server, network and port");
  }

  private static Outcome<Listing> inATurn(ZkStore store, Deadline until) {
    return new Stores(List.of(store), Deadline.in(Duration.ofSeconds(20)))
        .each(one -> one.list(Listing.ALL_PARTS), until)
        .get(0);
  }

  @Test
  void turn_atAPortThatIsClosed_saysSoBeforeItIsNoLongerWaitedFor() throws Exception {
    server.server().stop();
    ZkStore store = server.store("");

    Outcome<Listing> outcome = inATurn(store, Deadline.in(Duration.ofSeconds(2)));

    assertThat(outcome.failure())
        .contains(" cannot be reached: none of its servers took a session in 1 s; see to server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?tls=yes"})
  void turn_atAPortThatIsSilent_saysSoBeforeItIsNoLongerWaitedFor(String tls) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      String address = "zk:127.0.0.1:" + silent.getLocalPort() + ROOT + tls;
      ZkStore store = server.closing(ZkServer.open(address));

      Outcome<Listing> outcome = inATurn(store, Deadline.in(Duration.ofSeconds(4)));

      assertThat(outcome.failure()).contains(" cannot be reached: none of its servers took");
    }
  }

  @Test
  void turn_atAServerThatFallsSilent_saysSoBeforeItIsNoLongerWaitedFor() throws Exception {
    ZkStore store = made();
    server.server().stop();

    Outcome<Listing> outcome = inATurn(store, Deadline.in(Duration.ofSeconds(2)));

    assertThat(outcome.failure()).containsAnyOf(" cannot be reached: ", " does not answer: the");
  }

  @Test
  void secondCall_ofAServerThatIsNotThere_doesNotWaitAgain() throws Exception {
    ZkStore store = server.closing(ZkServer.open(server.address(ROOT), Duration.ofSeconds(6)));
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
        Store store = server.closing(ZkServer.open(address, Duration.ofSeconds(10)));

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

  @ParameterizedTest
  @ValueSource(strings = {"part", "node", "beat", "order", "live"})
  void list_thatIsHalfThere_isSaidByWhatFailsAndByTryingAndInitMendsIt(String folder)
      throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    server.deleteAll(ROOT + "/" + folder);
    String sentence =
        folder.equals("part")
            ? store.name() + " is no list: "
            : "%s has no /presence/%s: the list is half there, see who deleted that; 'presence init %1$s' makes it anew"
                .formatted(store.name(), folder);

    assertThatThrownBy(store::tryWriting)
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(sentence);
    assertThatThrownBy(
            () -> {
              announce(store, "i-0b", "app");
              store.put(order("i-0b", Order.Word.LEFT, "20261122-174830"), null);
              store.hold(ID, APP, "w-1");
            })
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(sentence);

    server.store("").create();

    assertThat(store.tryWriting()).isNotNull();
    assertThat(announce(store, "i-0c", "app")).isInstanceOf(Receipt.Written.class);
    assertThat(announce(store, "i-0a", "app")).isNotInstanceOf(Receipt.Behind.class);
    assertThat(store.put(order("i-0b", Order.Word.LEFT, "20261122-174831"), null)).isNotNull();
    assertThat(store.hold(ID, APP, "w-1")).isNull();
    assertThat(store.list(Listing.ALL_PARTS).entries()).containsKey(A);
  }

  // Marks.

  @Test
  void hold_makesAMarkThatOthersSee() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");

    assertThat(store.hold(ID, APP, "w-1")).isNull();

    MarkedStore.Marks marks = server.store("").marks(List.of("i-0a", "i-0b", "../x"));
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
    ZkStore next = server.store("");

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

    assertThat(server.store("").hold(ID, APP, "w-2")).isEqualTo("w-1");

    assertThat(owner("app")).isEqualTo(before);
  }

  @Test
  void close_leavesTheMarkToTheNextAndReleaseTakesItAway() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    store.hold(ID, APP, "w-1");
    store.close();
    assertThat(owner("app")).isNotZero();
    ZkStore next = server.store("");
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
    server.write("w-1 10", "/live/app", "/live/app/i-0a");
    server.write("\0\1\2", "/live/app/i-0b");

    assertThat(store.marks(List.of("i-0a", "i-0b")).held()).isEmpty();
  }

  // Watches.

  @Test
  void watch_callsForWhatIsAskedAndNotForBeatsAndOtherParts() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    announce(store, "i-0d", "db");
    Semaphore calls = new Semaphore(0);
    ZkStore watching = server.store("");
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
    server.store("").watch(Listing.ALL_PARTS, calls::release);

    announce(store, "i-0a", "app");

    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void watch_afterTheServerWasAway_callsAndGoesOn() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    Semaphore calls = new Semaphore(0);
    server.store("").watch(Listing.ALL_PARTS, calls::release);

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
    server.write("x", "/part/no part", "/part/app/Not a node", "/part/app/..x", "/order/é");

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
    server.write("stray", "/part/aaa", "/part/aaa/i-0a", "/part/zzz", "/part/zzz/i-0a");

    ZkStore reader = server.store("");

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

    assertThat(server.store("").list(part -> part.value().equals("app")).entries()).isEmpty();
    assertThat(server.store("").list(part -> part.value().equals("db")).entries())
        .containsOnlyKeys(A);
    assertThat(server.store("").find(List.of(A))).containsOnlyKeys(A);
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
  void whereabouts_areThoseOfZooKeepersOwnTools() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    Entry never = new Entry(Entry.Kind.RECORD, "i-0z");

    assertThat(store.whereabouts(A))
        .isEqualTo(
            new Whereabouts(
                store.name() + "/part/app/i-0a",
                "'deleteall /presence/part/app/i-0a' in zkCli.sh",
                "see to its rights: 'getAcl /presence/part/app/i-0a' in zkCli.sh"));
    assertThat(store.whereabouts(never).name()).isEqualTo(store.name() + ": the record of i-0z");
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

  @Test
  void rights_letANodeWriteItsOwnAndNothingElse(@TempDir Path folder) throws Exception {
    ZkStore people = server.store(auth(folder, "anna:word"));
    people.create();
    ZkStore a = server.store(auth(folder, "i-0a:one"));
    ZkStore b = server.store(auth(folder, "i-0b:two"));
    announce(a, "i-0a", "app");
    announce(b, "i-0b", "app");
    a.hold(ID, APP, "w-1");
    assertThat(a.tryWriting()).isNotNull();

    for (ZkStore other : List.of(b, server.store(""))) {
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
    assertThat(load(server.store(""), A).get(A)).isInstanceOf(Loaded.Content.class);
  }

  @Test
  void rights_letANodeGoToAnotherPartAndEndItsBeat(@TempDir Path folder) throws Exception {
    server.store(auth(folder, "anna:word")).create();
    ZkStore a = server.store(auth(folder, "i-0a:one"));
    announce(a, "i-0a", "app");
    announce(a, "i-0a", "db");
    Entry beat = new Entry(Entry.Kind.BEAT, "i-0a");

    assertThat(a.delete(beat, there(a, beat))).isTrue();

    ZkStore reader = server.store("");
    assertThat(reader.list(part -> part.value().equals("app")).entries()).isEmpty();
    assertThat(reader.find(List.of(A, beat))).containsOnlyKeys(A);
    assertThat(announce(a, "i-0a", "app")).isInstanceOf(Receipt.Written.class);
    assertThat(reader.find(List.of(A, beat))).containsOnlyKeys(A, beat);
  }

  @Test
  void rights_letPeopleGiveOrdersAndPrune(@TempDir Path folder) throws Exception {
    ZkStore people = server.store(auth(folder, "anna:word"));
    people.create();
    announce(server.store(auth(folder, "i-0a:one")), "i-0a", "app");

    assertThat(people.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null))
        .isInstanceOf(Receipt.Written.class);
    assertThat(people.delete(A, there(people, A))).isTrue();

    assertThat(server.store("").find(List.of(A))).isEmpty();
  }

  @Test
  void init_ofAListThatWasOpen_givesItRights(@TempDir Path folder) throws Exception {
    announce(made(), "i-0a", "app");

    server.store(auth(folder, "anna:word")).create();

    assertThatThrownBy(() -> announce(server.store(""), "i-0b", "app"))
        .hasMessageContaining(" refused ");
  }

  private void hide(String... folders) throws Exception {
    server.byHand(
        client -> {
          for (String path : folders) {
            if (client.exists(ROOT + path, false) == null) {
              client.create(
                  ROOT + path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
            ACL others = new ACL(ZooDefs.Perms.ALL, new Id("digest", Rights.hashed("evil:one")));
            client.setACL(ROOT + path, new ArrayList<>(List.of(others)), -1);
          }
          return true;
        });
  }

  @Test
  void part_thatNobodyMayRead_costsNoOtherAndIsNotEmpty() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    announce(store, "i-0d", "db");
    store.hold(ID, APP, "w-1");
    hide("/part/db", "/live/db");
    String sentence =
        "%s refused /presence/part/db: its rights are others', so nothing is known of that part; who made it may give them, or a person deletes it: 'deleteall /presence/part/db' in zkCli.sh"
            .formatted(store.name());
    ZkStore watching = server.store("");
    Semaphore calls = new Semaphore(0);
    watching.watch(Listing.ALL_PARTS, calls::release);

    for (ZkStore reader : List.of(store, server.store(""), watching, watching)) {
      Listing listing = reader.list(Listing.ALL_PARTS);
      assertThat(listing.entries()).containsOnlyKeys(A);
      assertThat(listing.covers().test(APP)).isTrue();
      assertThat(listing.covers().test(DB)).isFalse();
      assertThat(listing.hidden()).isEqualTo(Map.of("db", sentence));
      assertThat(reader.marks(List.of("i-0a", "i-0d")).held()).containsOnlyKeys("i-0a");
      assertThat(reader.list(APP::equals).hidden()).isEmpty();
      assertThat(reader.find(List.of(A, new Entry(Entry.Kind.RECORD, "i-0d")))).hasSize(2);
    }
    announce(store, "i-0b", "app");
    assertThat(calls.tryAcquire(PATIENCE, TimeUnit.SECONDS)).isTrue();
    assertThat(watching.list(Listing.ALL_PARTS).entries()).hasSize(2);
    assertThat(watching.wants()).contains("/presence/part/db and 1 more may not be read");
  }

  @Test
  void init_ofAListWithAPartThatIsAnothers_givesTheRestItsRights(@TempDir Path folder)
      throws Exception {
    announce(made(), "i-0a", "app");
    hide("/part/db");
    ZkStore people = server.store(auth(folder, "anna:word"));

    people.create();

    assertThat(people.wants()).contains("everybody may write /presence/").doesNotContain("reaches");
    assertThatThrownBy(() -> announce(server.store(""), "i-0b", "app"))
        .hasMessageContaining(" refused ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/part", "/order"})
  void folder_ofTheListThatNobodyMayRead_isUnreadable(String folder) throws Exception {
    ZkStore store = made();
    hide(folder);

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(" refused /presence" + folder + ": its rights are others'; see to");
  }

  @Test
  void init_byANode_makesNothingAndNamesWhoIsToDoIt(@TempDir Path folder) throws Exception {
    ZkStore node = server.store(auth(folder, "i-0a:one"));

    assertThatThrownBy(node::create)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "%s is made by a person: the user in the file of auth= is none of its people; nothing was made"
                .formatted(node.name()));

    assertThat(server.<Boolean>byHand(client -> client.exists(ROOT, false) == null)).isTrue();
    server.store(auth(folder, "anna:word")).create();
    node.create(); // Of a list that is whole there is nothing to be made.
    server.byHand(
        client -> {
          client.addAuthInfo("digest", "anna:word".getBytes(UTF_8));
          client.delete(ROOT + "/beat", -1);
          return true;
        });
    assertThatThrownBy(node::create).hasMessageContaining(" is made by a person: ");
  }

  @Test
  void doctor_namesWhateverIsOpen(@TempDir Path folder) throws Exception {
    ZkStore people = server.store(auth(folder, "anna:word"));
    people.create();
    ZkStore a = server.store(auth(folder, "i-0a:one"));
    announce(a, "i-0a", "app");
    people.put(order("i-0a", Order.Word.DRAINING, "20261122-174830"), null);
    a.hold(ID, APP, "w-1");
    assertThat(people.wants()).isNull();

    for (String path :
        List.of(
            "/part/app/i-0a",
            "/node/i-0a",
            "/beat/i-0a",
            "/order/i-0a",
            "/live/app/i-0a",
            "/part/app",
            "/live/app",
            "/part",
            "/node",
            "/beat",
            "/order",
            "/live",
            "")) {
      List<ACL> before = rights(path, ZooDefs.Ids.OPEN_ACL_UNSAFE);

      if (path.lastIndexOf("i-0a") > 0) {
        assertThat(people.wants()).contains("everybody may write " + ROOT + path + ": ");
      } else {
        assertThat(people.wants()).contains("everybody who reaches it may write on it: ");
        people.create();
        assertThat(people.wants()).as(path).isNull();
      }
      rights(path, before);
      assertThat(people.wants()).isNull();
    }
  }

  private List<ACL> rights(String path, List<ACL> acl) throws Exception {
    return server.byHand(
        client -> {
          client.addAuthInfo("digest", "anna:word".getBytes(UTF_8));
          List<ACL> before = client.getACL(ROOT + path, null);
          client.setACL(ROOT + path, acl, -1);
          return before;
        });
  }

  @Test
  void doctor_namesARecordThatCountsForNobody() throws Exception {
    ZkStore store = made();
    announce(store, "i-0a", "app");
    server.write("stray", "/part/aaa", "/part/aaa/i-0a");

    assertThat(store.wants()).contains("; /presence/part/aaa/i-0a counts for nobody");
  }

  @Test
  void authFile_thatOthersMayRead_isRefusedWithoutItsSecret(@TempDir Path folder) throws Exception {
    String option = auth(folder, "i-0a:hunter2");
    Files.setPosixFilePermissions(
        folder.resolve("i-0a.auth"), PosixFilePermissions.fromString("rw-r--r--"));
    ZkStore store = server.store(option);

    assertThatThrownBy(store::create)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("i-0a.auth")
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("hunter2");
  }
}
