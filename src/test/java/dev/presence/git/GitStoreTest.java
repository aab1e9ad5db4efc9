package dev.presence.git;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.presence.files.Deadline;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.Outcome;
import dev.presence.store.PastStore;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import dev.presence.testing.GitServer;
import dev.presence.testing.Machine;
import dev.presence.testing.MovableClock;
import dev.presence.testing.Tap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Git store does beyond the contract: its commits, its connections, and bad servers. */
class GitStoreTest {
  private static final Entry A = new Entry(Entry.Kind.RECORD, "i-0a");
  private static final Entry ORDER = new Entry(Entry.Kind.ORDER, "i-0a");
  private static final Entry BEAT = new Entry(Entry.Kind.BEAT, "i-0a");

  private final Path folder;
  private final GitServer server;
  private final GitCache cache;

  GitStoreTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    server = GitServer.serving(folder);
    cache = new GitCache(folder.resolve("state"), true, "0badcafe");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Store open(String address, Duration time) throws Exception {
    return GitStore.open(address, cache, "0badcafe", Deadline.in(time), Clock.systemUTC());
  }

  private Store open(String address) throws Exception {
    return open(address, Duration.ofSeconds(60));
  }

  private static Announcement saying(NodeRecord record) {
    return new Announcement(record, null);
  }

  /** Puts a record in the place of what is there, as a command does. */
  private Receipt put(String address, NodeRecord record) throws Exception {
    try (Store store = open(address)) {
      Entry entry = Entry.of(Entry.Kind.RECORD, record.id());
      return store.put(saying(record), store.find(List.of(entry)).get(entry));
    }
  }

  private static Map<Entry, Loaded> load(Store store, Collection<Entry> entries) throws Exception {
    Map<Entry, Loaded> loaded = new HashMap<>();
    store.load(entries, loaded::put);
    return loaded;
  }

  private void create(String address) throws Exception {
    try (Store store = open(address)) {
      store.create();
    }
  }

  // What people see of it.

  @Test
  void put_onABranch_isACommitOfTheNodeThatSaysWhatChanged() throws Exception {
    create(server.url());
    put(server.url(), node("i-0a", Map.of("state", "idle")));
    put(server.url(), node("i-0a", Map.of("state", "draining")));
    put(server.url(), node("i-0a", Map.of("state", "draining", "zone", "b")));
    try (Store store = open(server.url())) {
      store.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null);
    }

    assertThat(server.git("log", "--format=%an: %s", "main").lines())
        .containsExactly(
            "anna: order for i-0a: left",
            "i-0a: app i-0a: other zone",
            "i-0a: app i-0a: idle -> draining",
            "i-0a: app i-0a: announced, idle",
            "presence: a list of nodes");
    assertThat(server.git("ls-tree", "-r", "--name-only", "main").lines())
        .containsExactly(
            "presence/all/.gitkeep", "presence/all/i-0a.json", "presence/order/i-0a.json");
    server.check();
  }

  @Test
  void put_ofARef_isAChainThatGoesOnAfterItWasPruned() throws Exception {
    String refs = server.url() + "?layout=refs";
    create(refs);
    put(refs, node("i-0a", Map.of("state", "idle")));
    put(refs, node("i-0a", Map.of("state", "draining")));
    try (Store store = open(refs)) {
      store.delete(A, Objects.requireNonNull(store.find(List.of(A)).get(A)));
    }
    assertThat(server.git("for-each-ref", "--format=%(refname)", "refs/presence"))
        .isEqualTo("refs/presence/gone/i-0a");
    put(refs, node("i-0a", Map.of("state", "idle")));

    assertThat(server.git("log", "--format=%s", "refs/presence/all/i-0a").lines())
        .containsExactly(
            "app i-0a: announced, idle",
            "all/i-0a.json: pruned",
            "app i-0a: idle -> draining",
            "app i-0a: announced, idle");
    assertThat(server.git("log", "--format=%ct", "refs/presence/all/i-0a").lines())
        .doesNotHaveDuplicates();
    server.check();
  }

  /** A machine that was away knows nothing; nor is the branch named. */
  @Test
  void put_ofARefByOneThatRemembersNothing_goesOnWhereThePastEnded() throws Exception {
    String refs = server.url() + "?layout=refs";
    create(refs);
    put(refs, node("i-0a", Map.of("state", "idle")));
    try (Store store = open(refs)) {
      store.delete(A, Objects.requireNonNull(store.find(List.of(A)).get(A)));
    }

    try (Store store = open(refs, Clock.systemUTC())) {
      store.put(saying(node("i-0a")), store.find(List.of(A)).get(A));
    }

    assertThat(server.git("rev-list", "--count", "refs/presence/all/i-0a")).isEqualTo("3");
  }

  @Test
  void delete_whereItsPastCannotBeKept_leavesIt() throws Exception {
    String refs = server.url() + "?layout=refs";
    create(refs);
    put(refs, node("i-0a"));
    Path lock = server.repository().resolve("refs/presence/gone/i-0a.lock");
    Files.createDirectories(server.repository().resolve("refs/presence/gone"));
    Files.createFile(lock);

    try (Store store = open(refs)) {
      Version version = Objects.requireNonNull(store.find(List.of(A)).get(A));
      assertThatThrownBy(() -> store.delete(A, version)).isInstanceOf(StoreException.class);
    }
    assertThat(server.git("for-each-ref", "--format=%(refname)", "refs/presence"))
        .isEqualTo("refs/presence/all/i-0a");

    Files.delete(lock);
    try (Store store = open(refs)) {
      assertThat(store.delete(A, Objects.requireNonNull(store.find(List.of(A)).get(A)))).isTrue();
    }
    assertThat(server.git("rev-list", "--count", "refs/presence/gone/i-0a")).isEqualTo("2");
  }

  /** Killed between the two pushes. */
  @Test
  void delete_ofOneWhosePastIsKeptAlready_goesOn() throws Exception {
    String refs = server.url() + "?layout=refs";
    create(refs);
    put(refs, node("i-0a"));
    String record = server.git("rev-parse", "refs/presence/all/i-0a");
    try (Store store = open(refs)) {
      store.delete(A, Objects.requireNonNull(store.find(List.of(A)).get(A)));
    }
    String end = server.git("rev-parse", "refs/presence/gone/i-0a");
    server.git("update-ref", "refs/presence/all/i-0a", record);

    try (Store store = open(refs)) {
      assertThat(store.delete(A, Objects.requireNonNull(store.find(List.of(A)).get(A)))).isTrue();
    }

    assertThat(server.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/presence"))
        .isEqualTo("refs/presence/gone/i-0a " + end);
  }

  @Test
  void create_whereAFileHasTheNameOfAFolder_leavesIt() throws Exception {
    server.commit("main", "100644", server.blob("x".getBytes(UTF_8)), "presence");

    assertThatThrownBy(() -> create(server.url()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("presence is a file there")
        .hasMessageNotContaining("gave up");

    assertThat(server.git("ls-tree", "-r", "--name-only", "main")).isEqualTo("presence");
  }

  @Test
  void create_onAPathAndBranchOfAFullRepository_leavesAllElse() throws Exception {
    server.commit("trunk", "100644", server.blob("x".getBytes(UTF_8)), "src/x");
    server.git("symbolic-ref", "HEAD", "refs/heads/trunk");

    create(server.url());
    create(server.url() + "#nodes:a/b");

    assertThat(server.git("ls-tree", "-r", "--name-only", "trunk").lines())
        .containsExactly("presence/all/.gitkeep", "src/x");
    assertThat(server.git("ls-tree", "-r", "--name-only", "nodes").lines())
        .containsExactly("a/b/all/.gitkeep");
  }

  // Connections.

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void beatAndLook_withNothingNew_areOneConnection(String options) throws Exception {
    create(server.url() + options);
    try (Tap tap = Tap.to(server.port())) {
      String address = "git://127.0.0.1:" + tap.port() + "/list.git" + options + "#main";
      beatAndLook(address, "idle", 1);
      int before = tap.connections();

      beatAndLook(address, "idle", 2);

      assertThat(tap.connections() - before).isEqualTo(1);
    }
  }

  @Test
  void beatAndLook_withAChangedRecordOfARef_areOneConnection() throws Exception {
    create(server.url() + "?layout=refs");
    try (Tap tap = Tap.to(server.port())) {
      String address = "git://127.0.0.1:" + tap.port() + "/list.git?layout=refs#main";
      beatAndLook(address, "idle", 1);
      int before = tap.connections();

      beatAndLook(address, "draining", 2);

      assertThat(tap.connections() - before).isEqualTo(1);
      assertThat(server.git("rev-list", "--count", "refs/presence/all/i-0a")).isEqualTo("2");
      server.check();
    }
  }

  /** As a HeartBeat asks: its own beat, its own record, both put, and the list. */
  private void beatAndLook(String address, String state, long seq) throws Exception {
    try (Store store = open(address)) {
      store.find(List.of());
      load(store, List.of(BEAT));
      Map<Entry, @Nullable Version> found = store.find(List.of(A, ORDER));
      load(store, found.keySet());
      store.put(
          new Announcement(node("i-0a", Map.of("state", state)), beat("i-0a", seq)), found.get(A));
      Listing listing = store.list(Listing.ALL_PARTS);
      assertThat(listing.entries()).containsOnlyKeys(A);
      assertThat(store.find(List.of(BEAT))).containsKey(BEAT);
    }
  }

  @Test
  void load_ofOneChangedRecordOfMany_fetchesIt() throws Exception {
    String refs = server.url() + "?layout=refs#main";
    create(refs);
    for (int i = 0; i < 30; i++) {
      byte[] bytes = RecordFormat.print(node("i-" + i));
      server.chain("refs/presence/all/i-" + i, "i-" + i + ".json", bytes);
    }
    try (Tap tap = Tap.to(server.port())) {
      String address = "git://127.0.0.1:" + tap.port() + "/list.git?layout=refs#main";
      try (Store store = open(address)) {
        store.list(Listing.ALL_PARTS);
      }
      long look = tap.bytes();
      try (Store store = open(address)) {
        store.list(Listing.ALL_PARTS);
        Entry one = new Entry(Entry.Kind.RECORD, "i-7");
        assertThat(load(store, List.of(one)).get(one)).isInstanceOf(Loaded.Content.class);
      }

      assertThat(tap.bytes() - 2 * look).isLessThan(2000);
    }
  }

  // The past.

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void past_ofAList_isWhatItWasAndWhoChangedWhat(String options) throws Exception {
    MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");
    String address = server.url() + options;
    open(address, clock).create();
    clock.move(Duration.ofMinutes(1));
    open(address, clock).put(saying(node("i-0a", Map.of("state", "idle"))), null);
    open(address, clock).put(saying(node("i-0b")), null);
    Instant before = clock.instant().plusSeconds(5);
    clock.move(Duration.ofMinutes(1));
    Store now = open(address, clock);
    now.put(saying(node("i-0a", Map.of("state", "draining"))), now.find(List.of(A)).get(A));
    clock.move(Duration.ofMinutes(1));
    open(address, clock).put(order("i-0b", Order.Word.LEFT, "20261122-175130"), null);

    PastStore store = (PastStore) open(address, clock);
    Store then = store.at(before);
    Map<Entry, Loaded> loaded = load(then, then.list(Listing.ALL_PARTS).entries().keySet());
    assertThat(loaded.keySet())
        .extracting(Entry::path)
        .containsExactlyInAnyOrder("all/i-0a.json", "all/i-0b.json");
    assertThat(loaded.get(A))
        .isInstanceOfSatisfying(
            Loaded.Content.class,
            content ->
                assertThat(content.bytes())
                    .isEqualTo(RecordFormat.print(node("i-0a", Map.of("state", "idle")))));
    assertThatThrownBy(() -> then.put(saying(node("i-0a")), null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("past");
    assertThatThrownBy(() -> store.at(before.minus(Duration.ofDays(1))).list(Listing.ALL_PARTS))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no list yet");

    assertThat(store.history(new NodeName("i-0a")))
        .extracting(PastStore.Change::by, PastStore.Change::what)
        .containsExactly(
            tuple("i-0a", "app i-0a: idle -> draining"),
            tuple("i-0a", "app i-0a: announced, idle"));
    PastStore.Change drained = store.history(new NodeName("i-0a")).get(0);
    assertThat(store.came(drained.id())).isEqualTo(drained.when());
    assertThat(store.came(drained.id().substring(0, 7))).isEqualTo(drained.when());
    assertThat(store.came("0badcafe")).isNull();
    assertThat(store.history(null))
        .extracting(PastStore.Change::entry)
        .startsWith(new Entry(Entry.Kind.ORDER, "i-0b"), A)
        .hasSize(4);
  }

  /** As when an old proposal is merged without a commit of its own. */
  @Test
  void past_ofACommitThatIsOlderThanTheOneItFollows_beginsWithThat() throws Exception {
    MovableClock clock = MovableClock.at("2040-11-22T17:48:30Z");
    open(server.url(), clock).create();
    Instant made = clock.instant();
    clock.move(Duration.ofMinutes(1));
    open(server.url(), clock).put(saying(node("i-0a")), null);
    Instant announced = clock.instant();
    String order =
        server.blob(OrderFormat.print(order("i-0a", Order.Word.LEFT, "20261122-175130")));
    server.commit("main", "100644", order, "presence/order/i-0a.json"); // By a clock of today.
    String merged = server.git("rev-parse", "main");

    PastStore store = (PastStore) open(server.url(), clock);

    assertThat(store.at(made).find(List.of(A))).isEmpty();
    assertThat(store.came(merged)).isBetween(announced, announced.plusSeconds(5));
    assertThat(store.at(announced.plusSeconds(5)).list(Listing.ALL_PARTS).entries()).hasSize(2);
  }

  @Test
  void past_ofOneThatWasTakenOff_endsThere() throws Exception {
    MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");
    String refs = server.url() + "?layout=refs";
    open(refs, clock).create();
    open(refs, clock).put(saying(node("i-0a")), null);
    Instant announced = clock.instant().plusSeconds(5);
    clock.move(Duration.ofMinutes(1));
    Store store = open(refs, clock);
    store.delete(A, Objects.requireNonNull(store.find(List.of(A)).get(A)));

    PastStore now = (PastStore) open(refs, clock);

    assertThat(now.at(announced).find(List.of(A))).containsKey(A);
    assertThat(now.at(clock.instant().plusSeconds(5)).find(List.of(A))).isEmpty();
  }

  /** One clock that is wrong is nobody else's matter. */
  @Test
  void past_afterACommitOfTheFuture_isInOrder() throws Exception {
    MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");
    MovableClock wrong = MovableClock.at("2099-11-22T17:48:30Z");
    open(server.url(), clock).create();
    clock.move(Duration.ofMinutes(1));
    open(server.url(), wrong).put(saying(node("i-0a")), null);
    clock.move(Duration.ofMinutes(1));
    Instant before = clock.instant();
    clock.move(Duration.ofMinutes(1));
    open(server.url(), clock).put(saying(node("i-0b")), null);

    PastStore now = (PastStore) open(server.url(), clock);

    assertThat(now.at(before).list(Listing.ALL_PARTS).entries()).containsOnlyKeys(A);
    assertThat(now.at(clock.instant()).list(Listing.ALL_PARTS).entries()).hasSize(2);
  }

  /** As a key may push it where the server does not look into what it takes. */
  @Test
  void history_withACommitOfNobody_tellsTheOthers() throws Exception {
    String refs = server.url() + "?layout=refs";
    create(refs);
    put(refs, node("i-0a"));
    String tree = server.git("rev-parse", "refs/presence/all/i-0a^{tree}");
    String bad = server.object("commit", ("tree " + tree + "\n\nx\n").getBytes(UTF_8));
    server.git("update-ref", "refs/presence/all/i-0b", bad);

    try (Store store = open(refs)) {
      assertThat(((PastStore) store).history(null))
          .extracting(PastStore.Change::by)
          .contains("i-0a", "?");
    }
  }

  @Test
  void put_onABranchWithATreeOfNonsense_saysSo() throws Exception {
    create(server.url());
    put(server.url(), node("i-0a"));
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (String entry : List.of("40000 presence", "100644 presence/all/i-0a.json")) {
      tree.writeBytes((entry + '\0').getBytes(UTF_8));
      String id = entry.startsWith("4") ? "main:presence" : "main:presence/all/i-0a.json";
      tree.writeBytes(HexFormat.of().parseHex(server.git("rev-parse", id)));
    }
    String root = server.object("tree", tree.toByteArray());
    server.git("update-ref", "refs/heads/main", server.git("commit-tree", "-m", "x", root));

    assertThatThrownBy(() -> put(server.url(), node("i-0b")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not understood")
        .hasMessageContaining("git fsck --strict");
  }

  private Store open(String address, Clock clock) throws Exception {
    return GitStore.open(
        address, GitCache.NONE, "0badcafe", Deadline.in(Duration.ofMinutes(1)), clock);
  }

  // Strange content.

  @Test
  void list_withLinksFoldersAndRepositoriesAmongRecords_namesThemAndReadsTheOthers()
      throws Exception {
    create(server.url());
    put(server.url(), node("i-0a"));
    String target = server.blob("../../etc/passwd".getBytes(UTF_8));
    server.commit("main", "120000", target, "presence/all/link.json");
    server.commit("main", "160000", server.git("rev-parse", "main"), "presence/all/sub.json");
    server.commit("main", "100644", target, "presence/all/dir.json/x");
    server.commit("main", "100644", target, "presence/all/notes.txt");

    try (Store store = open(server.url())) {
      Map<Entry, Loaded> loaded = load(store, store.list(Listing.ALL_PARTS).entries().keySet());

      assertThat(loaded.keySet())
          .extracting(Entry::id)
          .containsExactlyInAnyOrder("i-0a", "link", "sub", "dir");
      assertThat(loaded.get(A)).isInstanceOf(Loaded.Content.class);
      loaded.remove(A);
      assertThat(loaded.values()).allMatch(Loaded.Broken.class::isInstance);
    }
    assertThat(put(server.url(), node("i-0b"))).isInstanceOf(Receipt.Written.class);
    assertThat(server.git("ls-tree", "main", "presence/all/sub.json")).startsWith("160000");
    server.git("rev-parse", "main:presence/all/dir.json/x");
  }

  @Test
  void put_onABranchThatSomebodySquashed_goesOnFromThere() throws Exception {
    create(server.url());
    put(server.url(), node("i-0a", Map.of("state", "idle")));
    put(server.url(), node("i-0b"));
    String squashed = server.git("commit-tree", "-m", "squashed", "main^{tree}");
    server.git("update-ref", "refs/heads/main", squashed);

    assertThat(put(server.url(), node("i-0a", Map.of("state", "draining"))))
        .isInstanceOf(Receipt.Written.class);

    assertThat(server.git("rev-list", "--count", "main")).isEqualTo("2");
    assertThat(server.git("rev-parse", "main^")).isEqualTo(squashed);
    server.check();
  }

  @Test
  void anyCall_whenTheBranchWasDeleted_isRefusedAndMakesNone() throws Exception {
    create(server.url());
    put(server.url(), node("i-0a"));
    server.git("update-ref", "-d", "refs/heads/main");

    assertThatThrownBy(() -> put(server.url(), node("i-0a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is no list");
    assertThat(server.git("for-each-ref")).isEmpty();
  }

  @Test
  void list_ofARefThatIsAtNoRecord_isBroken() throws Exception {
    String refs = server.url() + "?layout=refs";
    create(refs);
    server.git("update-ref", "refs/presence/all/i-0a", server.blob("{}".getBytes(UTF_8)));
    server.chain("refs/presence/all/i-0b", "other.json", "{}".getBytes(UTF_8));
    server.chain("refs/presence/all/i-0c", "i-0c.json", new byte[64 * 1024 + 1]);

    try (Store store = open(refs)) {
      assertThat(load(store, store.list(Listing.ALL_PARTS).entries().keySet()).values())
          .hasSize(3)
          .allMatch(Loaded.Broken.class::isInstance);
    }
  }

  /** Somebody pushes more than any memory holds: it costs that entry, and nobody else's. */
  @Test
  void load_ofSomeThatAreFarTooLarge_readsTheOthers() throws Exception {
    String refs = server.url() + "?layout=refs";
    create(refs);
    List<String> large = List.of("i-2", "i-5");
    for (int i = 0; i < 8; i++) {
      String id = "i-" + i;
      byte[] bytes = large.contains(id) ? new byte[17 << 20] : RecordFormat.print(node(id));
      server.chain("refs/presence/all/" + id, id + ".json", bytes);
    }

    try (Store store = open(refs)) {
      Map<Entry, Loaded> loaded = load(store, store.list(Listing.ALL_PARTS).entries().keySet());

      assertThat(loaded).hasSize(8);
      loaded.forEach(
          (entry, what) ->
              assertThat(what)
                  .as("%s", entry)
                  .isInstanceOf(
                      large.contains(entry.id()) ? Loaded.Broken.class : Loaded.Content.class));
    }
  }

  @Test
  void list_besideAFileThatIsFarTooLarge_saysSo() throws Exception {
    create(server.url());
    server.commit("main", "100644", server.blob(new byte[17 << 20]), "film.mp4");

    try (Store store = open(server.url())) {
      assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("more than is read here: give the list a repository of its own");
      assertThatThrownBy(() -> ((PastStore) store).history(null))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("git log");
    }
  }

  @Test
  void anyCall_inARepositoryWithThousandsOfOtherFiles_changesNoneOfThem() throws Exception {
    StringBuilder tree = new StringBuilder();
    String blob = server.blob("not of the list".getBytes(UTF_8));
    for (int i = 0; i < 3000; i++) {
      tree.append("100644 blob %s\tfile-%04d.json\n".formatted(blob, i));
    }
    server.git("update-ref", "refs/heads/main", server.git("commit-tree", "-m", "x", tree(tree)));

    create(server.url());
    put(server.url(), node("i-0a"));

    try (Store store = open(server.url())) {
      assertThat(store.list(Listing.ALL_PARTS).entries()).containsOnlyKeys(A);
    }
    assertThat(server.git("ls-tree", "main", "--name-only").lines())
        .hasSize(3001)
        .contains("presence", "file-0000.json", "file-2999.json");
    server.check();
  }

  @Test
  void list_ofMoreEntriesThanAListMayHave_isRefused() throws Exception {
    StringBuilder files = new StringBuilder();
    String blob = server.blob("{}".getBytes(UTF_8));
    for (int i = 0; i <= 100_000; i++) {
      files.append("100644 blob %s\tn-%06d.json\n".formatted(blob, i));
    }
    String all = tree(files);
    String root =
        tree("040000 tree %s\tpresence\n".formatted(tree("040000 tree " + all + "\tall\n")));
    server.git("update-ref", "refs/heads/main", server.git("commit-tree", "-m", "x", root));

    try (Store store = open(server.url())) {
      assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("has more than 100000 entries");
    }
  }

  private String tree(CharSequence lines) throws Exception {
    Path file = Files.writeString(folder.resolve("tree"), lines);
    return Machine.must(
            "sh", "-c", "git -C '%s' mktree < '%s'".formatted(server.repository(), file))
        .strip();
  }

  // Bad servers.

  private void hook(String text) throws IOException {
    Path hook = server.repository().resolve("hooks/pre-receive");
    Files.writeString(hook, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void put_thatAHookRefuses_failsWithTheRefAndWritesNothing(String options) throws Exception {
    String address = server.url() + options;
    create(address);
    put(address, node("i-0a", Map.of("state", "idle")));
    hook("printf 'ask \\033[31manna\\nfor it '; head -c 4000 /dev/zero | tr '\\0' x; exit 1");
    try (Tap tap = Tap.to(server.port())) {
      String tapped = address.replace(":" + server.port(), ":" + tap.port());

      assertThatThrownBy(() -> put(tapped, node("i-0a", Map.of("state", "draining"))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("refused refs/")
          .hasMessageContaining("hook declined")
          .hasMessageContaining("ask \\u001b[31manna for it xxx")
          .hasMessageMatching("\\p{Print}{100,600}");

      // One to find it, two to fetch, and for each of three attempts the push and a look at the
      // ref.
      assertThat(tap.connections()).isLessThanOrEqualTo(10);
    }
    assertThat(put(address, node("i-0a", Map.of("state", "idle"))))
        .isInstanceOf(Receipt.Unchanged.class);
    server.check();
  }

  /** A server that says no is not asked until the time is over. */
  @Test
  void put_whereNobodyMayPush_isReadAndSaidSoon() throws Exception {
    create(server.url());
    server.git("config", "daemon.receivepack", "false");
    try (Tap tap = Tap.to(server.port())) {
      String address = "git://127.0.0.1:" + tap.port() + "/list.git";

      assertThatThrownBy(() -> put(address, node("i-0a")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("access denied");

      assertThat(tap.connections()).isLessThan(10);
    }
    try (Store store = open(server.url())) {
      assertThat(store.find(List.of(A))).isEmpty();
    }
  }

  // Locks that a killed process left.

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void put_whereALockWasLeft_waitsAMinuteForWhoeverHasItAndTakesItAway(String options)
      throws Exception {
    String address = server.fileUrl() + options;
    create(address);
    put(address, node("i-0a", Map.of("state", "idle")));
    String ref = options.isEmpty() ? "refs/heads/main" : "refs/presence/all/i-0a";
    Path lock = Files.createFile(server.repository().resolve(ref + ".lock"));
    String before = server.git("rev-parse", ref);

    try (Store store = open(address, Duration.ofSeconds(4))) {
      Version version = store.find(List.of(A)).get(A);
      assertThatThrownBy(
              () -> store.put(saying(node("i-0a", Map.of("state", "draining"))), version))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("gave up writing " + ref)
          .hasMessageContaining(lock + " is in the way");
    }
    assertThat(server.git("rev-parse", ref)).isEqualTo(before);
    assertThat(lock).exists();

    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(61)));
    assertThat(put(address, node("i-0a", Map.of("state", "draining"))))
        .isInstanceOf(Receipt.Written.class);
    server.check();
  }

  @Test
  void delete_whereALockOfAllRefsWasLeft_takesItAway() throws Exception {
    String address = server.fileUrl() + "?layout=refs";
    create(address);
    put(address, node("i-0a"));
    server.git("pack-refs", "--all");
    Path lock = Files.createFile(server.repository().resolve("packed-refs.lock"));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(61)));

    try (Store store = open(address)) {
      assertThat(store.delete(A, Objects.requireNonNull(store.find(List.of(A)).get(A)))).isTrue();
    }

    try (Store store = open(address)) {
      assertThat(store.find(List.of(A))).isEmpty();
    }
    server.check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void put_whereBeatsAreRefused_bringsTheRecordAndSaysSo(String options) throws Exception {
    String address = server.url() + options;
    create(address);
    Path hook = server.repository().resolve("hooks/update");
    Files.writeString(hook, "#!/bin/sh\ncase $1 in refs/presence/beat/*) exit 1;; esac\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));

    try (Store store = open(address)) {
      Receipt first = store.put(new Announcement(node("i-0a"), beat("i-0a", 1)), null);
      assertThat(first)
          .isInstanceOfSatisfying(
              Receipt.Written.class,
              written -> assertThat(written.warnings()).first().asString().contains("beats=no"));
    }
    try (Store store = open(address)) {
      Receipt second =
          store.put(new Announcement(node("i-0a"), beat("i-0a", 2)), store.find(List.of(A)).get(A));
      assertThat(second)
          .isInstanceOfSatisfying(
              Receipt.Unchanged.class,
              kept -> assertThat(kept.warnings()).first().asString().contains("beats=no"));
    }
    String none = options.isEmpty() ? "?beats=no" : options + "&beats=no";
    try (Store store = open(server.url() + none)) {
      assertThat(store.put(new Announcement(node("i-0a"), beat("i-0a", 3)), null))
          .isEqualTo(new Receipt.Unchanged());
    }
  }

  @Test
  void anyCall_whereNoServerIs_isOneSentence() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertUnreachable("git://127.0.0.1:" + port + "/list.git");
    assertUnreachable("git://127.0.0.1:" + server.port() + "/other.git");
    assertUnreachable("git:file://" + folder.resolve("none.git"));
  }

  @Test
  void anyCall_ofAServerThatTalksNonsense_isOneSentence() throws Exception {
    for (String words :
        List.of("HTTP/1.1 200 OK\r\n\r\n", "0000", "0000000000", "ffff", "0006\0\0", "")) {
      try (Tap bad = Tap.saying(words.getBytes(UTF_8))) {
        assertUnreachable("git://127.0.0.1:" + bad.port() + "/list.git");
      }
    }
    try (Tap bad = Tap.babbling("hello, ".repeat(1000).getBytes(UTF_8))) {
      assertUnreachable("git://127.0.0.1:" + bad.port() + "/list.git");
    }
  }

  /** JGit's own time limit does not end a read from a socket; what asks the stores does. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyCall_ofAServerThatIsSilent_endsWithItsTime(boolean isToWrite) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofMillis(500));
    try (Tap bad = Tap.silent();
        Store store = open("git://127.0.0.1:" + bad.port() + "/list.git")) {
      Stores.Turn<Integer> call =
          isToWrite
              ? one -> one.find(List.of(A)).size()
              : one -> one.list(Listing.ALL_PARTS).entries().size();
      Outcome<Integer> outcome = new Stores(List.of(store), deadline).each(call).get(0);

      assertThat(outcome.failure())
          .isEqualTo(store.name() + " did not answer in 0.5 s: see whether it hangs");
      assertThat(bad.connections()).isEqualTo(1);
    }
  }

  private void assertUnreachable(String address) throws Exception {
    try (Store store = open(address, Duration.ofSeconds(2))) {
      assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
          .as(address)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(store.name())
          .message()
          .matches("\\p{Print}+");
      assertThatThrownBy(() -> store.find(List.of(A))).isInstanceOf(StoreException.class);
    }
  }
}
