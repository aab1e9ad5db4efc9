package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.files.Deadline;
import dev.presence.format.RecordFormat;
import dev.presence.memory.OwnRecord;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import dev.presence.node.NodeInfo;
import dev.presence.node.NodeLock;
import dev.presence.node.StateFacts;
import dev.presence.store.Announcement;
import dev.presence.store.FolderStore;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Node;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of these tests stands at 20261122-174830. */
class AnnouncerTest extends HeartbeatTestCase {
  private final Path nodeinfo;

  AnnouncerTest(@TempDir Path folder) throws StoreException {
    super(folder);
    this.nodeinfo = folder.resolve("nodeinfo");
  }

  @BeforeEach
  void writeFacts() throws IOException {
    Files.createDirectory(nodeinfo);
    fact("instance-id", "i-0a");
    fact("nodepart", "app");
    fact("address", "10.0.3.54");
  }

  private void fact(String name, String value) throws IOException {
    Files.writeString(nodeinfo.resolve(name + ".txt"), value + "\n");
  }

  private Announcer announcer(Stores stores) {
    return announcer(stores, false);
  }

  private Announcer announcer(Stores stores, boolean creates) {
    return new Announcer(
        stores,
        new OwnFacts(new NodeInfo(nodeinfo), null),
        new StateFacts(nodeinfo, "w1"),
        new OwnRecord(stateFolder()),
        seen(),
        new Beating(beats(stores), stateFolder(), clock, 0, new TreeMap<>()),
        null,
        clock,
        "jo",
        creates);
  }

  private Announced announce(Store... stores) {
    return announcer(stores(stores)).announce();
  }

  private Announced say(String state, Store... stores) {
    return announcer(stores(stores))
        .change((record, by) -> new StateFacts.Change(state, null, by, null));
  }

  private static String tss(Announced announced) {
    return String.valueOf(announced.record().tss());
  }

  private static Node facts() {
    return Node.of("i-0a").address("10.0.3.54");
  }

  private void assertHeld(Store store, NodeRecord record) throws StoreException {
    NodeRecord held = Objects.requireNonNull(held(store, ID));
    assertThat(RecordFormat.print(held)).isEqualTo(RecordFormat.print(record));
  }

  // Stamps.

  @Test
  void announce_forTheFirstTime_isStampedNowAndWrittenEverywhere() throws Exception {
    Announced announced = announce(one, two);

    assertThat(announced.written()).containsExactly(one.name(), two.name());
    assertThat(tss(announced)).isEqualTo(NOW);
    assertHeld(one, facts().tss(NOW).build());
    assertHeld(two, facts().tss(NOW).build());
  }

  @Test
  void announce_ofTheSameFactsLater_touchesNothing() throws Exception {
    announce(one, two);
    later(3600);
    Map<String, String> before = Tree.of(folder);

    Announced announced = announce(one, two);

    assertThat(announced.written()).isEmpty();
    assertThat(announced.warnings()).isEmpty();
    assertThat(tss(announced)).isEqualTo(NOW);
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void announce_ofOtherFactsLater_isStampedThen() throws Exception {
    announce(one);
    later(3600);
    fact("zone", "a");

    assertThat(tss(announce(one))).isEqualTo("20261122-184830");
  }

  @Test
  void announce_ofOtherFactsInTheSameSecondOrWithAClockThatWentBack_isASecondLater()
      throws Exception {
    announce(one);
    fact("zone", "a");
    assertThat(tss(announce(one))).isEqualTo("20261122-174831");
    clock.move(Duration.ofDays(-400));
    fact("zone", "b");

    assertThat(tss(announce(one))).isEqualTo("20261122-174832");
  }

  @Test
  void announce_withAnEmptiedList_isStillNewerFromMemory() throws Exception {
    announce(one);
    Files.delete(folder.resolve("one/all/i-0a.json"));
    clock.move(Duration.ofDays(-1));
    fact("zone", "a");

    assertThat(tss(announce(one))).isEqualTo("20261122-174831");
  }

  @Test
  void announce_withALostMemory_isNewerThanTheNewestOnAnyStore() throws Exception {
    put("one", node("i-0a", "10.0.0.9", "20300101-000000"));
    put("two", node("i-0a", "10.0.0.9", "20310101-000000"));

    assertThat(tss(announce(one, two))).isEqualTo("20310101-000001");
    assertHeld(one, facts().tss("20310101-000001").build());
    assertHeld(two, facts().tss("20310101-000001").build());
  }

  @Test
  void announce_overARecordOfTheOriginalSystem_goesByItsStateTime() throws Exception {
    put("one", Node.of("i-0a").fact("statetss", "20300101-000000").build());

    assertThat(tss(announce(one))).isEqualTo("20300101-000001");
  }

  @Test
  void announce_overAFlatRecordOfTheOriginalSystem_isNewerThanIt() throws Exception {
    putBytes(
        "one",
        "i-0a.json",
        RecordFormat.print(Node.of("i-0a").fact("statetss", "20300101-000000").build()));

    assertThat(tss(announce(one))).isEqualTo("20300101-000001");
    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.3.54");
  }

  @Test
  void announce_ofTheSameFactsAsARecordWithoutATime_stampsIt() throws Exception {
    put("one", facts().build());

    assertThat(tss(announce(one))).isEqualTo(NOW);
  }

  @Test
  void announce_whenOneStoreHasAnOlderRecord_bringsItUpToTheNewest() throws Exception {
    put("one", facts().tss(OLDER).build());
    put("two", facts().tss(OLD).build());

    assertThat(announce(one, two).written()).containsExactly(one.name());

    assertHeld(one, facts().tss(OLD).build());
  }

  // Stores that are away.

  @Test
  void announce_whenOneStoreIsAway_writesTheOthersAndSaysSo() throws Exception {
    Announced announced = announce(AWAY, one);

    assertThat(announced.written()).containsExactly(one.name());
    assertThat(announced.failures()).containsExactly("away is away");
    later(60);
    assertThat(announce(two, one).written()).containsExactly(two.name());
    assertHeld(two, facts().tss(NOW).build());
  }

  @Test
  void announce_whenAllStoresAreAway_endsWithNoStoreAndRemembersNothing() {
    assertThatThrownBy(() -> announce(AWAY))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.NO_STORE))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo("away is away"));

    assertThat(state.resolve("own")).doesNotExist();
  }

  @Test
  void announce_overABrokenRecordOfItsOwn_writesItAnew() throws Exception {
    announce(one);
    putBytes("one", "all/i-0a.json", new byte[] {'{'});

    Announced announced = announce(one);

    assertThat(announced.written()).containsExactly(one.name());
    assertHeld(one, facts().tss(NOW).build());
    assertThat(announced.warnings())
        .singleElement()
        .asString()
        .contains("i-0a.json", "is not JSON", "written anew");
  }

  @Test
  void announce_underABrokenOrder_namesItAndWritesNothing() throws Exception {
    announce(one);
    putBytes("one", "order/i-0a.json", new byte[] {'{'});
    Map<String, String> before = Tree.of(folder);

    Announced announced = announce(one);

    assertThat(Tree.of(folder)).isEqualTo(before);
    assertThat(announced.warnings())
        .singleElement()
        .asString()
        .contains("order/i-0a.json", "is not JSON", "until a person gives it anew")
        .doesNotContain("written anew");
  }

  // Orders.

  @Test
  void announce_orderedLeft_stampsAboveWhatTheOrderKnewOnceAndSaysWho() throws Exception {
    announce(one);
    later(60);
    put("one", order("i-0a", Order.Word.LEFT, "20261122-174900", "20300101-000000"));

    Announced announced = announce(one);

    assertThat(tss(announced)).isEqualTo("20300101-000001");
    assertThat(announced.warnings())
        .singleElement()
        .asString()
        .contains("i-0a", "jo", "20261122-174900", "seems dead", "takes that back");
    Map<String, String> before = Tree.of(folder);
    assertThat(announce(one).warnings()).isEmpty();
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void announce_orderedLeftOnOneStore_isNewerOnBoth() throws Exception {
    announce(one, two);
    put("two", order("i-0a", Order.Word.LEFT, NOW, NOW));

    assertThat(announce(one, two).written()).hasSize(2);
    assertHeld(one, facts().tss("20261122-174831").build());
  }

  @Test
  void announce_ofANodeThatSaysItselfThatItLeft_obeysTheOrder() throws Exception {
    say("left", one);
    put("one", order("i-0a", Order.Word.LEFT, NOW, NOW));

    assertThat(announce(one).written()).isEmpty();
  }

  @Test
  void announce_orderedDraining_saysSoAndChangesNothing() throws Exception {
    announce(one);
    put("one", order("i-0a", Order.Word.DRAINING, NOW, null));
    Map<String, String> before = Tree.of(folder);

    Announced announced = announce(one);

    assertThat(announced.warnings()).singleElement().asString().contains("jo", "undrain i-0a");
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  // Making a list.

  @Test
  void create_ofAListThatOnlyTheOwnRecordKnows_leavesTheMountPointAlone() throws Exception {
    announce(one);
    unmount("one");

    assertThatThrownBy(() -> announcer(stores(one), true).announce())
        .hasMessageContaining("no list");

    assertThat(folder.resolve("one")).isEmptyDirectory();
  }

  @Test
  void create_ofAListThatOnlyALookKnows_leavesTheMountPointAlone() throws Exception {
    put("one", node("i-0b", "10.0.0.2", OLD));
    look(one);
    unmount("one");

    assertThatThrownBy(() -> announcer(stores(one), true).announce())
        .hasMessageContaining("no list");

    assertThat(folder.resolve("one")).isEmptyDirectory();
  }

  @Test
  void create_ofAListThatIsNew_makesItBesideAKnownOne() throws Exception {
    announce(one);
    Store three = new FolderStore(folder.resolve("three"), "w1");

    Announced announced = announcer(stores(one, three), true).announce();

    assertThat(announced.written()).containsExactly(three.name());
  }

  // Others that write at the same time.

  /** Before this store is written, the first few times, somebody else writes. */
  private Store interfering(int times, IntFunction<NodeRecord> others) {
    return new ForwardingStore(one) {
      private int written;

      @Override
      public Receipt put(Announcement announcement, @Nullable Version replaces)
          throws StoreException {
        if (written < times) {
          try {
            AnnouncerTest.this.put("one", others.apply(written++));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        }
        return super.put(announcement, replaces);
      }
    };
  }

  @Test
  void announce_besideOneOtherWrite_readsAgainAndIsNewer() throws Exception {
    Announced announced =
        announce(interfering(1, i -> node("i-0a", "10.0.0.9", "20300101-000000")));

    assertThat(announced.failures()).isEmpty();
    assertThat(tss(announced)).isEqualTo("20300101-000001");
    assertHeld(one, facts().tss("20300101-000001").build());
  }

  @Test
  void announce_besideAWriterOfTheVeryRecord_isWell() throws Exception {
    assertThat(announce(interfering(1, i -> facts().tss(NOW).build())).failures()).isEmpty();
  }

  @Test
  void announce_besideAWriterThatNeverEnds_blamesAnotherMachine() {
    assertThatThrownBy(() -> announce(interfering(99, i -> node("i-0a", "10.0.0." + (1 + i), OLD))))
        .isInstanceOf(PresenceException.class)
        .hasMessageContainingAll("i-0a", "somebody else", "name of its own");
  }

  @Test
  void announce_overANewerRecordOfAnother_saysSo() throws Exception {
    announce(one);
    put("one", node("i-0a", "10.0.0.9", "20261122-180000"));

    assertThat(announce(one).warnings())
        .singleElement()
        .asString()
        .contains("i-0a", "20261122-180000", "another machine");
  }

  private static void both(Runnable left, Runnable right) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> futures = new ArrayList<>();
      futures.add(pool.submit(left));
      futures.add(pool.submit(right));
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void announce_twiceAtOnce_endsWellBothTimes() throws Exception {
    announce(one);
    for (int i = 0; i < 50; i++) {
      fact("zone", "z" + i);
      List<Announced> ended = java.util.Collections.synchronizedList(new ArrayList<>());
      both(() -> ended.add(announce(one)), () -> ended.add(announce(one)));

      assertThat(ended).allMatch(announced -> announced.failures().isEmpty());
      assertThat(ended).allMatch(announced -> announced.warnings().isEmpty());
      assertThat(held(one, ID)).isEqualTo(ended.get(0).record()).isEqualTo(ended.get(1).record());
    }
  }

  @Test
  void drain_besideAnAnnounce_isNeverLost() throws Exception {
    for (int i = 0; i < 25; i++) {
      say("idle", one);
      fact("zone", "z" + i);
      both(() -> announce(one), () -> say("draining", one));

      NodeRecord held = Objects.requireNonNull(held(one, ID));
      assertThat(held.state().word()).as("round %s", i).isEqualTo("draining");
      assertThat(held.zone()).isEqualTo("z" + i);
    }
  }

  @Test
  void announce_whileAnotherAnnounces_isOutOfTimeAtTheDeadline() throws Exception {
    try (NodeLock lock = NodeLock.hold(nodeinfo, Deadline.in(Duration.ofSeconds(1)))) {
      assertThat(lock).isNotNull();
      Stores stores = new Stores(List.of(one), Deadline.in(Duration.ofMillis(100)));

      assertThatThrownBy(() -> announcer(stores).announce())
          .asInstanceOf(type(PresenceException.class))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT));
    }
  }

  // States that end.

  @Test
  void announce_afterTheTimeOfAState_endsItAndSaysSo() throws Exception {
    say("idle", one);
    announcer(stores(one))
        .change((record, by) -> new StateFacts.Change("draining", null, by, Duration.ofMinutes(1)));
    later(59);
    assertThat(announce(one).record().state().word()).isEqualTo("draining");
    later(1);

    Announced announced = announce(one);

    assertThat(announced.record().state().word()).isEqualTo("idle");
    assertThat(announced.warnings()).singleElement().asString().contains("draining", "idle again");
    assertThat(announce(one).warnings()).isEmpty();
  }
}
