package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.format.BeatFormat;
import dev.presence.format.OwnFormat;
import dev.presence.heartbeat.Answering.Wanted;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.OwnRecord;
import dev.presence.memory.SeenStores;
import dev.presence.model.Beat;
import dev.presence.model.Life;
import dev.presence.model.NodeName;
import dev.presence.model.Stamp;
import dev.presence.probe.Probe;
import dev.presence.resolve.LifeRules;
import dev.presence.resolve.Question;
import dev.presence.resolve.Verdict;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.ChronicleStore;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five apps that beat each minute, and who reads of them, each time with a memory read anew. */
class VigilTest extends HeartbeatTestCase {
  private static final String[] FIVE = {"i-01", "i-02", "i-03", "i-04", "i-05"};
  private static final int LONG = 12;

  private final Path out;
  private Map<String, Probe> probes = Map.of();
  private LifeRules rules = LifeRules.USUAL;
  private @Nullable NodeName self;
  private @Nullable Stores beatStores;
  private Asking asking = Asking.ALL;

  VigilTest(@TempDir Path folder) throws StoreException {
    super(folder);
    this.out = folder.resolve("out.json");
  }

  @BeforeEach
  void announceFive() throws IOException {
    for (int i = 0; i < FIVE.length; i++) {
      put("one", node(FIVE[i], "10.0.0." + (i + 1), OLD));
    }
    beat("one", FIVE);
  }

  // The fleet.

  private void beat(String list, String... ids) throws IOException {
    for (String id : ids) {
      beat(list, id, clock.instant().getEpochSecond(), OLD);
    }
  }

  private void beat(String list, String id, long seq, String tss) throws IOException {
    Files.createDirectories(folder.resolve(list).resolve("beat"));
    putBytes(list, "beat/" + id + ".json", BeatFormat.print(beatOf(id, seq, tss)));
  }

  private static Beat beatOf(String id, long seq, String tss) {
    return new Beat(
        new NodeName(id), 60, seq, new Stamp(tss), "w" + id, new TreeMap<>(), null, null);
  }

  private void delete(String path) throws IOException {
    Files.delete(folder.resolve("one").resolve(path));
  }

  // The reader.

  private Served serve(Store... stores) {
    return serve(APPS, false, stores);
  }

  private Served serve(Question question, boolean accepts, Store... stores) {
    Stores all = stores(stores);
    Stores withBeats = beatStores == null ? all : beatStores;
    LifeMemory lives = new LifeMemory(stateFolder());
    Beats beats = new Beats(withBeats, lives);
    Vigil vigil =
        new Vigil(
            beats,
            lives,
            new Vigil.Rules(rules, Duration.ofMinutes(10)),
            new Probing(probes),
            self,
            clock);
    Looker looker = new Looker(all, new SeenStores(stateFolder()), clock, PATIENCE, beats);
    AnswerFile file = new AnswerFile(out, AnswerFile.Form.JSON, new FileReplacer("w1"));
    return new Answering(all, looker, vigil, stateFolder(), clock)
        .serve(new Wanted(question, file, AnswerFile.Form.JSON, true, accepts), asking);
  }

  private static List<String> peers(Served served) {
    return peers(served, "app");
  }

  private static List<String> peers(Served served, String part) {
    return ids(Objects.requireNonNull(served.answer().parts().get(part)).peers());
  }

  /** So many minutes, in each of which these beat and it is looked. */
  private Served minutes(int minutes, String... beating) throws IOException {
    return minutesOf(minutes, new Store[] {one}, beating);
  }

  private Served minutesOf(int minutes, Store[] stores, String... beating) throws IOException {
    Served served = null;
    for (int i = 0; i < minutes; i++) {
      later(60);
      beat("one", beating);
      served = serve(stores);
    }
    return Objects.requireNonNull(served);
  }

  private LifeMemory.Recalled recalled() {
    return new LifeMemory(stateFolder()).recall();
  }

  private Life life(String id) {
    return Objects.requireNonNull(recalled().lives().get(id));
  }

  private static Verdict verdict(Served served, String id) {
    for (Verdict verdict : served.resolution().of(APPS.parts().get(0))) {
      if (verdict.id().value().equals(id)) {
        return verdict;
      }
    }
    throw new AssertionError(id + " is in no verdict of " + served.resolution());
  }

  // Whose beats are read.

  private List<String> openedBeats() {
    List<String> beats = new ArrayList<>();
    for (String path : one.opened) {
      if (path.startsWith("beat/")) {
        beats.add(path);
      }
    }
    beats.sort(null);
    return beats;
  }

  @Test
  void look_atOnePart_opensTheBeatsOfItsCandidatesAndItsOwnAlone() throws Exception {
    self = new NodeName("i-db1");
    put("one", Node.of("i-db1").part("db").tss(OLD).build());
    put("one", Node.of("i-db2").part("db").tss(OLD).build());
    put("one", Node.of("i-05").state("left").tss(NOW).build());
    put("one", Node.of("i-04").state("draining").tss(NOW).build());
    put("one", Node.of("i-03").state("setup").tss(NOW).build());
    beat("one", "i-db1", "i-db2");

    serve(one);

    assertThat(openedBeats())
        .containsExactly("beat/i-01.json", "beat/i-02.json", "beat/i-04.json", "beat/i-db1.json");
  }

  @Test
  void look_betweenTwoBeats_opensTheBeatsOfTheUnheardAlone() throws Exception {
    minutes(2, FIVE);
    minutes(1, "i-02", "i-03", "i-04", "i-05");
    one.opened.clear();
    asking = Asking.UNHEARD;

    later(1);
    beat("one", FIVE);
    serve(one);
    List<String> opened = openedBeats();
    one.opened.clear();
    later(1);
    beat("one", FIVE);
    serve(one);

    assertThat(opened).containsExactly("beat/i-01.json");
    assertThat(openedBeats()).isEmpty();
  }

  @Test
  void look_betweenTwoBeats_neitherCountsNorEndsASilenceOfTheHeard() throws Exception {
    minutes(2, FIVE);
    asking = Asking.UNHEARD;

    Served served = minutes(LONG, "i-02");

    assertThat(peers(served)).containsExactly(FIVE);
    asking = Asking.ALL;
    minutes(1, "i-02");
    assertThat(life("i-01").silence()).isPositive();
    assertThat(life("i-02").silence()).isZero();
  }

  @Test
  void look_atAnotherScope_opensNoBeatOfThisOne() throws Exception {
    put("one", Node.of("i-09").scope("fed2", "lamp").tss(OLD).build());
    Question fed2 =
        new Question(
            APPS.parts(), new dev.presence.model.Scope("fed2", "lamp"), List.of(), null, false);

    serve(fed2, false, one);

    assertThat(openedBeats()).containsExactly("beat/i-09.json");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void look_withNothingNew_opensAsManyFilesAsThePartHasWhateverTheFleet(int databases)
      throws Exception {
    for (int i = 0; i < databases; i++) {
      put("one", Node.of("i-db" + i).part("db").tss(OLD).build());
      beat("one", "i-db" + i);
    }
    minutes(3, FIVE);
    one.opened.clear();

    minutes(1, FIVE);

    assertThat(one.opened).hasSize(2 * FIVE.length);
  }

  @Test
  void look_atAStoreWhoseVersionsTellAll_loadsTheBeatsThatChangedAlone() throws Exception {
    ChronicleStore store = new ChronicleStore("chronicle", clock);
    store.create();
    for (String id : FIVE) {
      store.put(new Announcement(node(id, "10.0.0." + id.charAt(3), OLD), null), null);
      store.put(new Announcement(null, beatOf(id, 100, OLD)), null);
    }
    serve(store);
    CountingStore counting = new CountingStore(store);
    later(60);
    store.put(new Announcement(null, beatOf("i-02", 160, OLD)), null);

    serve(counting);

    assertThat(counting.opened).containsExactly("beat/i-02.json");
    assertThat(life("i-02").newestSeq()).isEqualTo(160);
    assertThat(life("i-01").newestSeq()).isEqualTo(100);
  }

  @Test
  void look_atAStoreWhoseVersionsTellAll_seesSilenceWithoutLoading() throws Exception {
    ChronicleStore store = new ChronicleStore("chronicle", clock);
    store.create();
    for (String id : FIVE) {
      store.put(new Announcement(node(id, "10.0.0." + id.charAt(3), OLD), null), null);
      store.put(new Announcement(null, beatOf(id, 100, OLD)), null);
    }
    serve(store);
    Served served = serve(store);
    for (int i = 1; i <= 6; i++) {
      later(60);
      for (String id : new String[] {"i-01", "i-02", "i-03", "i-04"}) {
        store.put(new Announcement(null, beatOf(id, 100 + 60L * i, OLD)), null);
      }
      served = serve(store);
    }

    assertThat(peers(served)).containsExactly("i-01", "i-02", "i-03", "i-04");
  }

  @Test
  void look_atNobody_remembersNothing() {
    serve(question("nobody"), false, one);

    assertThat(openedBeats()).isEmpty();
    assertThat(recalled().lives()).isEmpty();
  }

  // Silence.

  @Test
  void silence_ofOne_isItsDeathAfterFiveMinutesAndItsSecondAdvanceItsReturn() throws Exception {
    serve(one);
    minutes(1, FIVE);
    Served served = minutes(4, "i-01", "i-02", "i-03", "i-04");
    assertThat(peers(served)).contains("i-05");
    assertThat(verdict(served, "i-05").rule()).isEqualTo(Verdict.Rule.LATE);

    served = minutes(1, "i-01", "i-02", "i-03", "i-04");
    assertThat(peers(served)).containsExactly("i-01", "i-02", "i-03", "i-04");
    assertThat(verdict(served, "i-05").rule()).isEqualTo(Verdict.Rule.DEAD);

    assertThat(peers(minutes(1, FIVE))).doesNotContain("i-05");
    assertThat(peers(minutes(1, FIVE))).contains("i-05");
  }

  @Test
  void silence_ofAll_isTheReadersOwn() throws Exception {
    serve(one);

    assertThat(peers(minutes(LONG))).containsExactly(FIVE);
  }

  /** At the first look after a pause one that is alive may just not have had its turn. */
  @Test
  void silence_whileTheReaderSlept_isItsOwn() throws Exception {
    serve(one);
    minutes(1, FIVE);
    later(86400);

    assertThat(peers(minutes(1, "i-01", "i-02", "i-03", "i-04"))).containsExactly(FIVE);
    assertThat(life("i-05").silence()).isEqualTo(60_000);

    assertThat(peers(minutes(1, "i-01", "i-02", "i-03", "i-04"))).doesNotContain("i-05");
    assertThat(Objects.requireNonNull(life("i-05").death()).cause()).isEqualTo(Life.Cause.BEHIND);
  }

  @Test
  void beat_thatCannotBeRead_isNoEvidence() throws Exception {
    serve(one);
    minutes(1, FIVE);
    Store[] obstructed = {unreadable(one, "beat/i-02.json")};

    Served served = minutesOf(LONG, obstructed, "i-01", "i-03", "i-04", "i-05");

    assertThat(peers(served)).containsExactly(FIVE);
    assertThat(verdict(served, "i-02").rule()).isEqualTo(Verdict.Rule.PEER);
    assertThat(life("i-02").silence()).isZero();
  }

  @Test
  void beat_thatIsBrokenFromSomeTimeOn_isSilence() throws Exception {
    serve(one);
    minutes(1, FIVE);
    putBytes("one", "beat/i-02.json", "{".getBytes(StandardCharsets.UTF_8));

    Served served = minutes(5, "i-01", "i-03", "i-04", "i-05");

    assertThat(peers(served)).containsExactly("i-01", "i-03", "i-04", "i-05");
  }

  @Test
  void beat_ofAnotherName_isBroken() throws Exception {
    serve(one);
    minutes(1, FIVE);
    for (int i = 0; i < 5; i++) {
      later(60);
      beat("one", "i-01", "i-03", "i-04", "i-05");
      putBytes(
          "one",
          "beat/i-02.json",
          BeatFormat.print(beatOf("i-99", clock.instant().getEpochSecond(), OLD)));
      serve(one);
    }

    assertThat(peers(serve(one))).doesNotContain("i-02");
  }

  @Test
  void beat_thatWasAlwaysBroken_isNotJudged() throws Exception {
    putBytes("one", "beat/i-02.json", "{".getBytes(StandardCharsets.UTF_8));
    serve(one);

    assertThat(peers(minutes(LONG, "i-01", "i-03", "i-04", "i-05"))).contains("i-02");
  }

  @Test
  void beat_thatIsGoneBesideAStandingRecord_isNotJudged() throws Exception {
    serve(one);
    minutes(1, FIVE);
    delete("beat/i-02.json");

    assertThat(peers(minutes(LONG, "i-01", "i-03", "i-04", "i-05"))).contains("i-02");
  }

  @Test
  void beat_thatIsGone_isDeathWhereOneIsRequired() throws Exception {
    serve(one);
    minutes(1, FIVE);
    delete("beat/i-02.json");
    rules = new LifeRules(5, true);

    assertThat(peers(minutes(1, "i-01", "i-03", "i-04", "i-05"))).doesNotContain("i-02");

    assertThat(peers(minutes(1, FIVE))).contains("i-02");
  }

  @Test
  void record_thatIsGoneWhileItsNodeBeats_isNoDeath() throws Exception {
    serve(one);
    delete("all/i-02.json");

    assertThat(peers(minutes(LONG, FIVE))).containsExactly(FIVE);
  }

  @Test
  void record_thatIsGoneWithItsBeat_isDeathByCountedSilence() throws Exception {
    serve(one);
    minutes(1, FIVE);
    delete("all/i-02.json");
    delete("beat/i-02.json");
    String[] others = {"i-01", "i-03", "i-04", "i-05"};
    assertThat(peers(minutes(4, others))).contains("i-02");

    assertThat(peers(minutes(1, others))).containsExactly(others);
  }

  @Test
  void stores_whereTheBeatsOfOneAreFrozen_judgeByTheOther() throws Exception {
    beat("two", FIVE);
    for (int i = 0; i < LONG; i++) {
      later(60);
      beat("two", FIVE);
      serve(one, two);
    }

    assertThat(peers(serve(one, two))).containsExactly(FIVE);
    assertThat(life("i-02").silence()).isZero();
  }

  @Test
  void beatStore_thatIsNotMounted_isNobodysDeath() throws Exception {
    beatStores = stores(two);
    beat("two", FIVE);
    serve(one);
    later(60);
    beat("two", FIVE);
    serve(one);
    unmount("two");
    for (int i = 0; i < LONG; i++) {
      later(60);
      assertThat(peers(serve(one))).containsExactly(FIVE);
    }
    mount("two");

    later(60);
    beat("two", "i-01", "i-02", "i-03", "i-04");
    assertThat(peers(serve(one))).containsExactly(FIVE);
    assertThat(life("i-05").silence()).isEqualTo(60_000);
  }

  @Test
  void beatStore_whereOneIsSilent_isItsDeath() throws Exception {
    beatStores = stores(two);
    beat("two", FIVE);
    serve(one);
    for (int i = 0; i < 6; i++) {
      later(60);
      beat("two", "i-01", "i-02", "i-03", "i-04");
      serve(one);
    }

    assertThat(peers(serve(one))).doesNotContain("i-05");
    assertThat(openedBeats()).isEmpty();
  }

  // A backup.

  @Test
  void beat_olderThanTheRememberedOne_isNoWordForAnOlderRecord() throws Exception {
    put("one", node("i-02", "10.0.0.22", NOW));
    long now = clock.instant().getEpochSecond();
    beat("one", "i-02", now, NOW);
    serve(one);
    put("one", node("i-02", "10.0.0.2", OLD));
    beat("one", "i-02", now - 100, OLD);

    assertThat(serve(one).answer().toString()).contains("10.0.0.22");

    beat("one", "i-02", now + 1, OLD);
    assertThat(serve(one).answer().toString()).doesNotContain("10.0.0.22").contains("10.0.0.2");
  }

  @Test
  void list_ofABackup_isNobodysDeathAndAfterwardsAllAreBack() throws Exception {
    serve(one);
    minutes(3, FIVE);
    for (String id : FIVE) {
      beat("one", id, 100, OLD);
    }
    serve(one);

    assertThat(peers(minutes(2, FIVE))).containsExactly(FIVE);
    for (String id : FIVE) {
      assertThat(life(id).death()).as(id).isNull();
    }
  }

  // The memory.

  @Test
  void memory_thatIsDamaged_isSaidOnceAndNobodyThatWasServedGoes() throws Exception {
    serve(one);
    minutes(3, FIVE);
    beat("one", "i-05", 17, OLD);
    Files.writeString(state.resolve("life/lives"), "torn");

    Served served = minutes(1, "i-01", "i-02", "i-03", "i-04");

    assertThat(served.warnings())
        .singleElement()
        .asString()
        .contains("who was seen alive", "learnt anew", state.toString());
    assertThat(peers(served)).containsExactly(FIVE);
    assertThat(minutes(1, "i-01", "i-02", "i-03", "i-04").warnings()).isEmpty();
    assertThat(peers(minutes(4, "i-01", "i-02", "i-03", "i-04"))).doesNotContain("i-05");
  }

  @Test
  void memory_thatIsLost_keepsTheOneOfTheDeliveredAnswerThatIsFarBehind() throws Exception {
    serve(one);
    assertThat(peers(minutes(1, FIVE))).containsExactly(FIVE);
    Files.move(state, folder.resolve("lost"));
    beat("one", "i-05", 17, OLD);

    assertThat(peers(minutes(1, "i-01", "i-02", "i-03", "i-04"))).containsExactly(FIVE);
  }

  @Test
  void memory_thatNeverWas_leavesOutWhoIsFarBehind() throws Exception {
    beat("one", "i-05", clock.instant().getEpochSecond() - 400, OLD);

    assertThat(peers(serve(one))).containsExactly("i-01", "i-02", "i-03", "i-04");
  }

  @Test
  void memory_ofAPartThatNobodyAskedForAWeek_isStillThere() throws Exception {
    serve(one);
    minutes(1, FIVE);
    later(7 * 86400);
    serve(question("db"), false, one);
    delete("all/i-02.json");
    delete("beat/i-02.json");

    assertThat(peers(serve(one))).containsExactly(FIVE);
  }

  // Two looks at a time.

  @Test
  void look_thatIsOvertaken_doesNotUndoTheAdvanceThatTheOtherSaw() throws Exception {
    serve(one);
    minutes(1, FIVE);
    minutes(2, "i-01", "i-02", "i-03", "i-04");
    later(60);
    beat("one", "i-01", "i-02", "i-03", "i-04");
    boolean[] overtaken = new boolean[1];
    Store slow =
        new ForwardingStore(one) {
          @Override
          public void load(Collection<Entry> entries, Reader reader) throws StoreException {
            super.load(entries, reader);
            for (Entry entry : entries) {
              if (entry.kind() == Entry.Kind.BEAT && !overtaken[0]) {
                overtaken[0] = true;
                try {
                  beat("one", "i-05");
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
                serve(one);
              }
            }
          }
        };

    Served served = serve(slow);

    assertThat(overtaken[0]).isTrue();
    assertThat(life("i-05").silence()).isZero();
    assertThat(life("i-05").newestSeq()).isEqualTo(clock.instant().getEpochSecond());
    assertThat(peers(served)).containsExactly(FIVE);
  }

  @Test
  void look_thatIsOvertaken_countsNoSilenceTwice() throws Exception {
    serve(one);
    minutes(1, FIVE);
    later(60);
    beat("one", "i-01", "i-02", "i-03", "i-04");
    boolean[] overtaken = new boolean[1];
    Store slow =
        new ForwardingStore(one) {
          @Override
          public void load(Collection<Entry> entries, Reader reader) throws StoreException {
            super.load(entries, reader);
            for (Entry entry : entries) {
              if (entry.kind() == Entry.Kind.BEAT && !overtaken[0]) {
                overtaken[0] = true;
                serve(one);
              }
            }
          }
        };

    serve(slow);

    assertThat(life("i-05").silence()).isEqualTo(60_000);
  }

  // A list that is at fault.

  private void lose(String... ids) throws IOException {
    for (String id : ids) {
      delete("all/" + id + ".json");
      delete("beat/" + id + ".json");
    }
  }

  @Test
  void list_ofWhichMostWentAtOnce_isAtFaultAndNobodyDies() throws Exception {
    serve(one);
    minutes(1, FIVE);
    lose("i-03", "i-04", "i-05");

    Served served = minutes(LONG, "i-01", "i-02");

    assertThat(peers(served)).containsExactly(FIVE);
    assertThat(served.view().atFault()).containsExactly(one.name());
    assertThat(life("i-05").silence()).isZero();
  }

  @Test
  void list_ofWhichTwoWentAtOnce_isNotAtFault() throws Exception {
    serve(one);
    minutes(1, FIVE);
    lose("i-04", "i-05");

    Served served = minutes(5, "i-01", "i-02", "i-03");

    assertThat(served.view().atFault()).isEmpty();
    assertThat(peers(served)).containsExactly("i-01", "i-02", "i-03");
  }

  @Test
  void list_atFault_isWellWhenTheyAreBack() throws Exception {
    serve(one);
    minutes(1, FIVE);
    lose("i-03", "i-04", "i-05");
    minutes(10, "i-01", "i-02");
    for (int i = 3; i <= 5; i++) {
      put("one", node("i-0" + i, "10.0.0." + i, OLD));
    }

    Served served = minutes(1, FIVE);
    assertThat(served.view().atFault()).isEmpty();

    assertThat(peers(minutes(6, "i-01", "i-02", "i-03", "i-04"))).doesNotContain("i-05");
  }

  @Test
  void list_atFault_isWellWhenTheyWereSpokenOf() throws Exception {
    serve(one);
    minutes(1, FIVE);
    lose("i-03", "i-04", "i-05");
    minutes(1, "i-01", "i-02");
    for (int i = 3; i <= 5; i++) {
      put(
          "one",
          order(
              "i-0" + i,
              dev.presence.model.Order.Word.LEFT,
              Stamp.of(clock.instant()).value(),
              null));
    }

    Served served = minutes(1, "i-01", "i-02");

    assertThat(peers(served)).containsExactly("i-01", "i-02");
    assertThat(peers(minutes(6, "i-01"))).containsExactly("i-01");
  }

  @Test
  void list_atFault_isWellWhenAPersonAcceptsIt() throws Exception {
    serve(one);
    minutes(1, FIVE);
    lose("i-03", "i-04", "i-05");
    minutes(1, "i-01", "i-02");

    assertThat(peers(serve(APPS, true, one))).containsExactly("i-01", "i-02");

    Served served = minutes(1, "i-01", "i-02");
    assertThat(served.view().atFault()).isEmpty();
    assertThat(peers(served)).containsExactly("i-01", "i-02");
  }

  // Safety.

  @Test
  void silence_ofMostAmongTwoThatBeat_takesHalfWithinTenMinutes() throws Exception {
    serve(one);
    minutes(1, FIVE);

    assertThat(peers(minutes(9, "i-01", "i-02"))).hasSize(3).contains("i-01", "i-02");
    assertThat(peers(minutes(20, "i-01", "i-02"))).containsExactly("i-01", "i-02");
  }

  @Test
  void accepting_ofTheDead_letsThemGoAndKeepsTheLiving() throws Exception {
    serve(one);
    minutes(1, FIVE);
    Served held = minutes(6, "i-01", "i-02");
    assertThat(verdict(held, "i-03").rule()).isEqualTo(Verdict.Rule.HELD);

    Served served = serve(APPS, true, one);

    assertThat(peers(served)).containsExactly("i-01", "i-02");
    assertThat(served.warnings()).anyMatch(line -> line.contains("i-03 is dead and let go"));
    assertThat(peers(minutes(2, "i-01", "i-02"))).containsExactly("i-01", "i-02");
    assertThat(peers(minutes(2, FIVE))).containsExactly(FIVE);
  }

  @Test
  void silence_ofTheLastPeer_keepsItUntilAPersonAccepts() throws Exception {
    put("one", Node.of("i-db1").part("db").address("10.0.0.9").tss(OLD).build());
    beat("one", "i-db1");
    Question databases = question("db");
    self = new NodeName("i-01");
    for (int i = 0; i < LONG; i++) {
      later(60);
      beat("one", i < 2 ? new String[] {"i-db1", "i-01"} : new String[] {"i-01"});
      serve(databases, false, one);
    }
    Served served = serve(databases, false, one);
    assertThat(peers(served, "db")).hasSize(1);

    Served accepted = serve(databases, true, one);
    assertThat(peers(accepted, "db")).isEmpty();
  }

  // This node itself.

  @Test
  void self_whoseBeatStands_isNeverJudged() throws Exception {
    self = new NodeName("i-05");
    serve(one);
    minutes(1, FIVE);

    Served served = minutes(LONG, "i-01", "i-02", "i-03", "i-04");

    assertThat(verdict(served, "i-05").rule()).isEqualTo(Verdict.Rule.PEER);
  }

  @Test
  void self_thatWasFoundDeadByAnotherMemory_isAlive() throws Exception {
    serve(one);
    minutes(1, FIVE);
    minutes(6, "i-01", "i-02", "i-03", "i-04");
    assertThat(life("i-05").death()).isNotNull();
    self = new NodeName("i-05");

    assertThat(peers(minutes(1, "i-01", "i-02", "i-03", "i-04"))).contains("i-05");
  }

  @Test
  void self_whoseRecordWasDeletedBeforeTheFirstLook_isAPeer() throws Exception {
    self = new NodeName("i-05");
    OwnFormat.Own own = new OwnFormat.Own(node("i-05", "10.0.0.5", OLD), List.of(one.name()));
    new OwnRecord(stateFolder()).remember(own, Deadline.in(Duration.ofSeconds(10)));
    delete("all/i-05.json");
    delete("beat/i-05.json");

    assertThat(peers(serve(one))).containsExactly(FIVE);
    assertThat(peers(minutes(LONG, "i-01", "i-02", "i-03", "i-04"))).containsExactly(FIVE);
  }

  @Test
  void self_ofAnotherPart_isNoPeer() throws Exception {
    self = new NodeName("i-db9");
    OwnFormat.Own own =
        new OwnFormat.Own(
            Node.of("i-db9").part("db").address("10.0.0.9").tss(OLD).build(), List.of(one.name()));
    new OwnRecord(stateFolder()).remember(own, Deadline.in(Duration.ofSeconds(10)));

    assertThat(peers(serve(one))).containsExactly(FIVE);
  }

  @Test
  void self_asTheOnlyOneThatAdvances_isEnoughForTheViewToBeTrusted() throws Exception {
    self = new NodeName("i-db1");
    beat("one", "i-db1");
    serve(one);
    minutes(1, "i-db1", "i-01", "i-02", "i-03", "i-04", "i-05");

    minutes(6, "i-db1");

    assertThat(life("i-01").death()).isNotNull();
    assertThat(peers(serve(one))).hasSize(3);
  }

  // Probes.

  /** Of this machine itself, as a machine has many: 127.0.0.1 and so on. */
  private static InetAddress address(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  @Test
  void probe_thatOneOfThreeRefuses_isItsDeathAtThisLook() throws Exception {
    try (ServerSocket left = new ServerSocket(0, 5, address(1));
        ServerSocket right = new ServerSocket(left.getLocalPort(), 5, address(2))) {
      assertThat(right.isBound()).isTrue();
      for (int i = 1; i <= 3; i++) {
        put("two", node("i-0" + i, "127.0.0." + i, OLD));
        beat("two", "i-0" + i);
      }
      serve(two);
      probes = Map.of("app", new Probe(left.getLocalPort(), null));
      later(60);
      beat("two", "i-01", "i-02", "i-03");

      Served served = serve(two);

      assertThat(peers(served)).containsExactly("i-01", "i-02");
      assertThat(served.warnings()).isEmpty();
      Life.Death death = Objects.requireNonNull(life("i-03").death());
      assertThat(death.cause()).isEqualTo(Life.Cause.PROBE);
      assertThat(death.why()).contains("tcp:" + left.getLocalPort());
      probes = Map.of();
      later(60);
      beat("two", "i-01", "i-02", "i-03");
      assertThat(peers(serve(two))).doesNotContain("i-03");
      later(60);
      beat("two", "i-01", "i-02", "i-03");
      assertThat(peers(serve(two))).contains("i-03");
    }
  }

  @Test
  void probe_thatAllRefuse_tellsNothingOfAnybodyAndSaysSo() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    for (int i = 1; i <= 3; i++) {
      put("two", node("i-0" + i, "127.0.0." + i, OLD));
      beat("two", "i-0" + i);
    }
    probes = Map.of("app", new Probe(closed, null));
    serve(two);
    later(60);
    beat("two", "i-01", "i-02", "i-03");

    Served served = serve(two);

    assertThat(peers(served)).containsExactly("i-01", "i-02", "i-03");
    assertThat(served.warnings())
        .singleElement()
        .asString()
        .contains("not one of app answers to tcp:" + closed, "own network");
  }

  @Test
  void probe_thatASilentNodePasses_keepsIt() throws Exception {
    try (ServerSocket any = new ServerSocket(0)) {
      probes = Map.of("app", new Probe(any.getLocalPort(), null));
      for (int i = 1; i <= 3; i++) {
        put("two", node("i-0" + i, "127.0.0." + i, OLD));
        beat("two", "i-0" + i);
      }
      for (int i = 0; i < 8; i++) {
        later(60);
        beat("two", "i-01", "i-02");
        serve(two);
      }

      assertThat(peers(serve(two))).containsExactly("i-01", "i-02", "i-03");
    }
  }

  @Test
  void probe_ofThisNodeItself_isNotMade() throws Exception {
    self = new NodeName("i-03");
    try (ServerSocket left = new ServerSocket(0, 5, address(1))) {
      probes = Map.of("app", new Probe(left.getLocalPort(), null));
      put("two", node("i-01", "127.0.0.1", OLD));
      put("two", node("i-03", "127.0.0.3", OLD));

      assertThat(peers(serve(two))).containsExactly("i-01", "i-03");
    }
  }
}
