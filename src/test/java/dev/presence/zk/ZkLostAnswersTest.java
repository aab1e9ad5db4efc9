package dev.presence.zk;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.BrokenWay;
import dev.presence.testing.BrokenWay.Lost;
import dev.presence.testing.ZkServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The connection breaks at each question of each call in turn: the server does not get it, or has
 * done what was asked and nobody hears of it, or the session is over besides. What then stands, and
 * what the caller is told, is what it would be without.
 */
class ZkLostAnswersTest {
  private static final NodeName ID = new NodeName("i-0a");
  private static final PartName APP = new PartName("app");
  private static final PartName DB = new PartName("db");
  private static final Entry RECORD = new Entry(Entry.Kind.RECORD, "i-0a");
  private static final Entry ORDER = new Entry(Entry.Kind.ORDER, "i-0a");
  private static final String FIRST = "20261122-100000";
  private static final String SECOND = "20261122-110000";
  private static final String THIRD = "20261122-120000";

  /** Far beyond what a client takes to be back; it waits up to a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than any write asks. */
  private static final int MOST_QUESTIONS = 9;

  private final ExecutorService cases = Executors.newFixedThreadPool(32);
  private final AtomicInteger roots = new AtomicInteger();
  @AutoClose private final ZkServer server = ZkServer.start();

  ZkLostAnswersTest() throws Exception {}

  @AfterEach
  void stop() {
    cases.shutdownNow();
  }

  /** What is asked of a store, and what it says. */
  private interface Call {
    Object of(ZkStore store) throws Exception;
  }

  private static Version version(Store store, Entry entry) throws StoreException {
    return Objects.requireNonNull(store.find(List.of(entry)).get(entry));
  }

  private static Receipt put(Store store, String part, String tss, boolean replaces)
      throws StoreException {
    Version version = replaces ? version(store, RECORD) : null;
    Map<String, ?> facts = Map.of("nodepart", part, "tss", tss);
    return store.put(new Announcement(node("i-0a", facts), beat("i-0a", 7)), version);
  }

  private static Receipt drain(Store store, String tss, boolean replaces) throws StoreException {
    Version version = replaces ? version(store, ORDER) : null;
    return store.put(order("i-0a", Order.Word.DRAINING, tss), version);
  }

  /** Whether it is done; that it needed not to be done again is the same. */
  private static boolean isDone(Receipt receipt) {
    return !(receipt instanceof Receipt.Behind);
  }

  private static Map<Entry, Loaded> load(Store store) throws StoreException {
    Map<Entry, Loaded> all = new TreeMap<>();
    store.load(List.of(RECORD, ORDER), all::put);
    return all;
  }

  /** Every call, each on a list with a record and an order. */
  private static Map<String, Call> calls() {
    Map<String, Call> calls = new TreeMap<>();
    calls.put("create", store -> create(store));
    calls.put("put", store -> isDone(put(store, "app", SECOND, true)));
    calls.put("put in another part", store -> isDone(put(store, "db", SECOND, true)));
    calls.put(
        "put anew",
        store ->
            store.delete(RECORD, version(store, RECORD))
                && isDone(put(store, "db", SECOND, false)));
    calls.put("beat", store -> isDone(store.put(new Announcement(null, beat("i-0a", 9)), null)));
    calls.put("order", store -> isDone(drain(store, SECOND, true)));
    calls.put("delete a record", store -> store.delete(RECORD, version(store, RECORD)));
    calls.put("delete an order", store -> store.delete(ORDER, version(store, ORDER)));
    calls.put("hold", store -> String.valueOf(store.hold(ID, APP, "w-1")));
    calls.put("hold in another part", store -> holdElsewhere(store));
    calls.put("release", store -> release(store));
    calls.put("try writing", store -> store.tryWriting() != null);
    calls.put("list", store -> store.list(Listing.ALL_PARTS).entries().keySet());
    calls.put("find", store -> store.find(List.of(RECORD, ORDER)).keySet());
    calls.put("load", store -> load(store).keySet());
    calls.put("marks", store -> store.marks(List.of("i-0a")).held().keySet());
    calls.put("watch", store -> watch(store));
    return calls;
  }

  private static boolean create(ZkStore store) throws Exception {
    store.create();
    return true;
  }

  /** Of a node whose part has changed: one mark, in the part of now. */
  private static String holdElsewhere(ZkStore store) throws Exception {
    store.hold(ID, APP, "w-1");
    put(store, "db", SECOND, true);
    return String.valueOf(store.hold(ID, DB, "w-1"));
  }

  private static boolean release(ZkStore store) throws Exception {
    store.hold(ID, APP, "w-1");
    store.release(ID);
    return true;
  }

  /** Whether what it then does itself calls. */
  private static boolean watch(ZkStore store) throws Exception {
    Semaphore calls = new Semaphore(0);
    store.watch(Listing.ALL_PARTS, calls::release);
    calls.drainPermits();
    drain(store, SECOND, true);
    return calls.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** A list of its own, with a record and an order of the first time. */
  private String root(boolean isMade) throws Exception {
    String root = "/list-" + roots.incrementAndGet();
    if (isMade) {
      try (Store store = ZkServer.open(server.address(root))) {
        store.create();
        put(store, "app", FIRST, false);
        drain(store, FIRST, false);
      }
    }
    return root;
  }

  /** What came of a call, and what then stands: each path with its text and whether it stays. */
  private record Came(String said, Map<String, String> stands, int questions) {
    boolean isLike(Came other) {
      return said.equals(other.said) && stands.equals(other.stands);
    }
  }

  private Came come(String root, Call call, BrokenWay way) throws Exception {
    try (way;
        ZkStore store = ZkServer.open("zk:127.0.0.1:" + way.port() + root, PATIENCE)) {
      String said = String.valueOf(call.of(store));
      return new Came(said, server.byHand(client -> stands(client, root)), way.questions());
    }
  }

  private static Map<String, String> stands(ZooKeeper client, String root) throws Exception {
    Map<String, String> stands = new TreeMap<>();
    for (String path : ZKUtil.listSubTreeBFS(client, root)) {
      Stat stat = new Stat();
      String text = new String(client.getData(path, false, stat), UTF_8);
      String kind = stat.getEphemeralOwner() == 0 ? "stays" : "goes";
      stands.put(path.substring(root.length()), kind + ": " + text);
    }
    return stands;
  }

  /** Waits for all of them; the failures of each. */
  private List<String> failures(List<Callable<String>> all) throws Exception {
    List<String> failures = new ArrayList<>();
    for (Future<String> one : cases.invokeAll(all)) {
      if (!one.get().isEmpty()) {
        failures.add(one.get());
      }
    }
    return failures;
  }

  @Test
  void everyCall_whoseConnectionBreaksAtAnyQuestion_doesWhatItDoesWithout() throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    for (Map.Entry<String, Call> call : calls().entrySet()) {
      boolean isMade = !call.getKey().equals("create");
      Came without =
          come(root(isMade), call.getValue(), new BrokenWay(port(), 0, Lost.ANSWER, none -> {}));
      assertThat(without.questions()).as(call.getKey()).isPositive();
      for (int at = 1; at <= without.questions(); at++) {
        for (String how : List.of("question", "answer", "answer and session")) {
          int number = at;
          all.add(() -> broken(call.getKey(), call.getValue(), number, how, without));
        }
      }
    }

    assertThat(failures(all)).isEmpty();
    assertThat(all).hasSizeGreaterThan(200);
  }

  private int port() {
    return server.server().getPort();
  }

  private String broken(String name, Call call, int at, String how, Came without) {
    String which = "%s, %s %d: ".formatted(name, how, at);
    try {
      BrokenWay way =
          new BrokenWay(
              port(),
              at,
              how.equals("question") ? Lost.QUESTION : Lost.ANSWER,
              session -> {
                if (how.contains("session")) {
                  server.expire(session);
                }
              });
      Came came = come(root(!name.equals("create")), call, way);
      return !way.isBroken()
          ? which + "was not broken"
          : came.isLike(without) ? "" : which + came + ", and not " + without;
    } catch (Exception | AssertionError e) {
      return which + e;
    }
  }

  /** A write in the place of what was read; whether it was done. */
  private interface Write {
    boolean of(Store store, Version replaces) throws StoreException;
  }

  private static boolean put(Store store, String part, Version replaces) throws StoreException {
    Map<String, ?> facts = Map.of("nodepart", part, "tss", SECOND);
    return isDone(store.put(new Announcement(node("i-0a", facts), beat("i-0a", 8)), replaces));
  }

  private static Map<String, Write> writes() {
    Map<String, Write> writes = new TreeMap<>();
    writes.put("put", (store, version) -> put(store, "app", version));
    writes.put("put in another part", (store, version) -> put(store, "db", version));
    writes.put(
        "order",
        (store, version) -> isDone(store.put(order("i-0a", Order.Word.DRAINING, SECOND), version)));
    writes.put("delete a record", (store, version) -> store.delete(RECORD, version));
    writes.put("delete an order", (store, version) -> store.delete(ORDER, version));
    return writes;
  }

  @Test
  void everyWrite_whoseConnectionBreaksWhileAnotherWritesSomethingNewer_leavesThatThere()
      throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    for (Map.Entry<String, Write> write : writes().entrySet()) {
      for (Lost lost : Lost.values()) {
        for (int at = 1; at <= MOST_QUESTIONS; at++) {
          int number = at;
          all.add(() -> overtaken(write.getKey(), write.getValue(), number, lost));
        }
      }
    }

    assertThat(failures(all)).isEmpty();
  }

  /** Of a write with fewer questions the way does not break, and nothing newer is written. */
  private String overtaken(String name, Write write, int at, Lost lost) {
    String which = "%s, %s %d: ".formatted(name, lost, at);
    try {
      String root = root(true);
      Entry entry = name.contains("order") ? ORDER : RECORD;
      BrokenWay way = new BrokenWay(port(), at, lost, none -> newer(root, entry));
      try (way;
          Store direct = ZkServer.open(server.address(root));
          Store store = ZkServer.open("zk:127.0.0.1:" + way.port() + root, PATIENCE)) {
        boolean isDone = write.of(store, version(direct, entry));
        boolean isNewer =
            load(direct).get(entry) instanceof Loaded.Content content
                && new String(content.bytes(), UTF_8).contains(THIRD);
        return way.isBroken() == isNewer && isDone != isNewer
            ? ""
            : which + "done %s, newer %s".formatted(isDone, isNewer);
      }
    } catch (Exception | AssertionError e) {
      return which + e;
    }
  }

  private void newer(String root, Entry entry) throws Exception {
    try (Store other = ZkServer.open(server.address(root))) {
      boolean isThere = other.find(List.of(entry)).containsKey(entry);
      if (entry.isRecord()) {
        put(other, "app", THIRD, isThere);
      } else {
        drain(other, THIRD, isThere);
      }
    }
  }
}
