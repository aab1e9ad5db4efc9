package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.files.Deadline;
import dev.presence.format.BeatFormat;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.OwnBeat;
import dev.presence.memory.OwnRecord;
import dev.presence.memory.SeenStores;
import dev.presence.memory.StateFolder;
import dev.presence.model.Beat;
import dev.presence.model.FailureKind;
import dev.presence.model.PartName;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import dev.presence.node.Boot;
import dev.presence.node.NodeInfo;
import dev.presence.node.StateFacts;
import dev.presence.store.Announcement;
import dev.presence.store.FolderStore;
import dev.presence.store.Listing;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of these tests stands at 20261122-174830, which is 1795369710 seconds after 1970. */
class BeatingTest extends HeartbeatTestCase {
  private static final long SECONDS = 1795369710L;
  private static final String ALL = "all/i-0a.json";
  private static final String BEAT = "beat/i-0a.json";

  private final Host host;

  BeatingTest(@TempDir Path folder) throws StoreException {
    super(folder);
    this.host = new Host(folder.resolve("a"));
  }

  /** A machine: its facts and its memory. */
  private final class Host {
    private final Path home;
    private final StateFolder memory;

    private Host(Path home) {
      this(home, false);
    }

    private Host(Path home, boolean readOnly) {
      this.home = home;
      this.memory = new StateFolder(home.resolve("state"), readOnly);
    }

    private Path info() {
      return home.resolve("nodeinfo");
    }

    private Host fact(String name, String value) throws IOException {
      Files.createDirectories(info());
      Files.writeString(info().resolve(name + ".txt"), value + "\n");
      return this;
    }

    private Host named() throws IOException {
      return fact("instance-id", "i-0a").fact("nodepart", "app").fact("address", "10.0.3.54");
    }

    private Announcer announcer(
        Stores stores,
        Stores beats,
        int every,
        SortedMap<String, Beat.Acted> acted,
        @Nullable List<String> requires) {
      return new Announcer(
          stores,
          new OwnFacts(new NodeInfo(info()), null),
          new StateFacts(info(), "w1"),
          new OwnRecord(memory),
          new SeenStores(memory),
          new Beating(new Beats(beats, new LifeMemory(memory)), memory, clock, every, acted),
          requires,
          clock,
          "jo",
          false);
    }

    private Announced beat(Store... stores) {
      Stores all = stores(stores);
      return announcer(all, all, 60, new TreeMap<>(), List.of()).announce();
    }

    private Announced beatApart(Stores stores, Stores apart) {
      return announcer(stores, apart, 60, new TreeMap<>(), List.of()).announce();
    }

    /** Without a beat, as {@code presence announce} does. */
    private Announced announce(Store... stores) {
      Stores all = stores(stores);
      return announcer(all, all, 0, new TreeMap<>(), null).announce();
    }

    private Announced say(StateFacts.Change change, Store... stores) {
      Stores all = stores(stores);
      return announcer(all, all, 0, new TreeMap<>(), null).change((current, by) -> change);
    }

    private OwnBeat.Last last() {
      return Objects.requireNonNull(new OwnBeat(memory).recall(ID));
    }

    private void remember(long seq, String boot) {
      Deadline soon = Deadline.in(Duration.ofSeconds(10));
      assertThat(new OwnBeat(memory).remember(ID, new OwnBeat.Last(seq, boot, 0, "", "", 0), soon))
          .isNull();
    }
  }

  @BeforeEach
  void name() throws IOException {
    host.named();
  }

  private static Beat beatIn(Path list) throws Exception {
    return BeatFormat.parse(Files.readAllBytes(list.resolve(BEAT)));
  }

  private Beat beatIn(String list) throws Exception {
    return beatIn(folder.resolve(list));
  }

  private void write(String list, long seq, String writer) throws IOException {
    Files.createDirectories(folder.resolve(list).resolve("beat"));
    putBytes(
        list,
        BEAT,
        BeatFormat.print(new Beat(ID, 60, seq, null, writer, new TreeMap<>(), null, null)));
  }

  private static PresenceException failure(Runnable beat) {
    PresenceException[] failure = new PresenceException[1];
    assertThatThrownBy(beat::run)
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> failure[0] = e);
    return failure[0];
  }

  /** Why that one found another under its name. */
  private static String cloned(Runnable beat) {
    PresenceException failure = failure(beat);
    assertThat(failure.kind()).isEqualTo(FailureKind.CONFIG);
    return String.valueOf(failure.getMessage());
  }

  /** Counts the calls that write, and fails the one that lists. */
  private static final class Putting extends ForwardingStore {
    private final List<Announcement> puts = new ArrayList<>();

    private Putting(Store store) {
      super(store);
    }

    @Override
    public Listing list(Predicate<PartName> parts) {
      throw new AssertionError("a beat lists nothing");
    }

    @Override
    public Receipt put(Announcement announcement, @Nullable Version replaces)
        throws StoreException {
      puts.add(announcement);
      return super.put(announcement, replaces);
    }
  }

  // What is written.

  @Test
  void beat_ofANewNode_isPutTogetherWithItsRecordAndListsNothing() throws Exception {
    Putting store = new Putting(one);

    Announced announced = host.beat(store);

    assertThat(store.puts).hasSize(1);
    Announcement put = store.puts.get(0);
    assertThat(put.record()).isEqualTo(announced.record());
    Beat beat = Objects.requireNonNull(put.beat());
    assertThat(beat.tss()).isEqualTo(new Stamp(NOW)).isEqualTo(announced.record().tss());
    assertThat(beatIn("one")).isEqualTo(beat);
    assertThat(announced.warnings()).isEmpty();
  }

  @Test
  void beat_ofANodeWithNothingNew_leavesTheRecordAloneAndBeats() throws Exception {
    host.beat(one);
    String record = Tree.file(folder.resolve("one").resolve(ALL));
    later(60);

    Announced announced = host.beat(new Putting(one));

    assertThat(announced.written()).isEmpty();
    assertThat(Tree.file(folder.resolve("one").resolve(ALL))).isEqualTo(record);
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 60);
    assertThat(beatIn("one").tss()).isEqualTo(new Stamp(NOW));
  }

  @Test
  void beat_onTwoLists_isTheSameOnBoth() throws Exception {
    host.beat(one, two);

    assertThat(beatIn("one")).isEqualTo(beatIn("two"));
  }

  @Test
  void beat_whenOneListIsAway_isOnTheOther() throws Exception {
    Announced announced = host.beat(AWAY, one);

    assertThat(announced.failures()).containsExactly("away is away");
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS);
  }

  @Test
  void beat_withAStoreOfItsOwn_standsThereAlone() throws Exception {
    Announced announced = host.beatApart(stores(one), stores(two));

    assertThat(announced.failures()).isEmpty();
    assertThat(folder.resolve("one").resolve(BEAT)).doesNotExist();
    assertThat(folder.resolve("one").resolve(ALL)).exists();
    assertThat(beatIn("two").tss()).isEqualTo(new Stamp(NOW));
    assertThat(folder.resolve("two").resolve(ALL)).doesNotExist();
  }

  @Test
  void beat_withOneOfTheListsAsItsStore_isPutThereOnceAndOnNoOther() throws Exception {
    Putting left = new Putting(one);
    Putting right = new Putting(two);

    host.beatApart(stores(left, right), stores(right));

    assertThat(left.puts).singleElement().matches(put -> put.beat() == null);
    assertThat(right.puts).singleElement().matches(put -> put.beat() != null);
  }

  @Test
  void beat_whoseOwnStoreIsAway_isSaidAndTheRecordIsAnnounced() throws Exception {
    Announced announced = host.beatApart(stores(one), stores(AWAY));

    assertThat(announced.written()).containsExactly(one.name());
    assertThat(announced.failures()).containsExactly("not beaten: away is away");
  }

  @Test
  void beat_carriesWhatWasActedOn() throws Exception {
    SortedMap<String, Beat.Acted> acted = new TreeMap<>();
    acted.put("db", new Beat.Acted("sha256:00", List.of("i-0d")));

    Stores all = stores(one);
    host.announcer(all, all, 60, acted, List.of()).announce();

    assertThat(beatIn("one").acted()).isEqualTo(acted);
  }

  @Test
  void announce_withoutBeating_leavesTheBeatAlone() throws Exception {
    host.beat(one);
    String before = Tree.file(folder.resolve("one").resolve(BEAT));
    later(60);

    host.announce(one);

    assertThat(Tree.file(folder.resolve("one").resolve(BEAT))).isEqualTo(before);
  }

  @Test
  void leave_deletesTheBeatOnEveryStoreAndBeatsNoMore() throws Exception {
    host.beat(one, two);

    host.say(new StateFacts.Change("left", null, "jo", null), one, two);

    assertThat(folder.resolve("one").resolve(BEAT)).doesNotExist();
    assertThat(folder.resolve("two").resolve(BEAT)).doesNotExist();
    later(60);
    host.beat(one, two);
    assertThat(folder.resolve("one").resolve(BEAT)).doesNotExist();
    assertThat(folder.resolve("one").resolve(ALL)).exists();
  }

  @Test
  void leave_withTheBeatsApart_deletesThemThere() throws Exception {
    Stores lists = stores(one);
    Stores apart = stores(two);
    host.beatApart(lists, apart);

    host.announcer(lists, apart, 0, new TreeMap<>(), null)
        .change((current, by) -> new StateFacts.Change("left", null, by, null));

    assertThat(folder.resolve("two").resolve(BEAT)).doesNotExist();
  }

  @Test
  void leave_whenAStoreIsAway_namesIt() throws Exception {
    host.beat(one);

    Announced announced = host.say(new StateFacts.Change("left", null, "jo", null), AWAY, one);

    assertThat(announced.failures()).contains("away is away");
    assertThat(folder.resolve("one").resolve(BEAT)).doesNotExist();
  }

  // Its number.

  @Test
  void beat_twiceInOneSecondOrWithAClockThatWentBack_countsOn() throws Exception {
    host.beat(one);
    host.beat(one);
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 1);
    clock.move(Duration.ofDays(-400));

    host.beat(one);

    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 2);
  }

  @Test
  void beat_whoseClockWasAheadOnce_countsOnFromThere() throws Exception {
    clock.move(Duration.ofDays(800));
    host.beat(one);
    clock.move(Duration.ofDays(-800));

    host.beat(one);

    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 800L * 86400 + 1);
  }

  @Test
  void beat_isRememberedBeforeAnybodySeesIt() throws Exception {
    Store failing =
        new ForwardingStore(one) {
          @Override
          public Receipt put(Announcement announcement, @Nullable Version replaces)
              throws StoreException {
            assertThat(host.last().seq())
                .isEqualTo(Objects.requireNonNull(announcement.beat()).seq());
            throw new StoreException("the disk is full");
          }
        };

    assertThat(failure(() -> host.beat(failing)).kind()).isEqualTo(FailureKind.NO_STORE);

    assertThat(host.last().seq()).isEqualTo(SECONDS);
    assertThat(host.last().boot()).isEqualTo(Boot.id());
    assertThat(host.last().over()).isZero();
    assertThat(host.last().mark()).isNotEmpty();
    host.beat(one);
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 1);
  }

  @Test
  void beat_ofWhichItWasNeverToldWhetherItWasWritten_isOnesOwn() throws Exception {
    Store losing =
        new ForwardingStore(one) {
          @Override
          public Receipt put(Announcement announcement, @Nullable Version replaces)
              throws StoreException {
            super.put(announcement, replaces);
            throw new StoreException("the line is cut");
          }
        };
    failure(() -> host.beat(losing));
    later(60);

    assertThat(host.beat(one).warnings()).isEmpty();
  }

  @Test
  void beat_besideAnotherWriteOfTheRecord_isWrittenAtTheNextTry() throws Exception {
    int[] puts = new int[1];
    Store interfering =
        new ForwardingStore(one) {
          @Override
          public Receipt put(Announcement announcement, @Nullable Version replaces)
              throws StoreException {
            if (puts[0]++ == 0) {
              try {
                BeatingTest.this.put("one", node("i-0a", "10.0.0.9", "20300101-000000"));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
            return super.put(announcement, replaces);
          }
        };

    Announced announced = host.beat(interfering);

    assertThat(announced.failures()).isEmpty();
    assertThat(beatIn("one").tss()).isEqualTo(new Stamp("20300101-000001"));
    later(60);
    assertThat(host.beat(one).warnings()).isEmpty();
  }

  // Another machine under the name.

  @Test
  void beat_besideAnotherWriter_saysSoOnBothAndLeavesTheRecordAlone() throws Exception {
    host.beat(one);
    Host other = new Host(folder.resolve("b")).named().fact("address", "10.0.3.99");
    other.remember(1, Boot.id()); // It has beaten elsewhere, so it is no machine made anew.
    String record = Tree.file(folder.resolve("one").resolve(ALL));
    later(30);

    String found = cloned(() -> other.beat(one));

    assertThat(found)
        .contains("i-0a", host.memory.writer(), other.memory.writer(), "another instance-id");
    assertThat(beatIn("one").writer()).isEqualTo(other.memory.writer());
    assertThat(beatIn("one").rival()).isEqualTo(host.memory.writer());
    later(30);

    assertThat(cloned(() -> host.beat(one))).contains(host.memory.writer(), other.memory.writer());

    assertThat(beatIn("one").writer()).isEqualTo(host.memory.writer());
    assertThat(beatIn("one").rival()).isEqualTo(other.memory.writer());
    assertThat(beatIn("one").tss()).isEqualTo(new Stamp(NOW));
    assertThat(Tree.file(folder.resolve("one").resolve(ALL))).isEqualTo(record);
  }

  @Test
  void beat_besideACopyOfItsStateFolder_saysSoOnBoth() throws Exception {
    host.beat(one);
    Tree.copy(folder.resolve("a"), folder.resolve("b"));
    Host copy = new Host(folder.resolve("b"));
    assertThat(copy.memory.writer()).isEqualTo(host.memory.writer());
    String record = Tree.file(folder.resolve("one").resolve(ALL));
    later(60);
    host.beat(one);
    later(5);

    assertThat(cloned(() -> copy.beat(one))).contains("copy", "state folder of its own");

    later(55);
    assertThat(cloned(() -> host.beat(one))).contains("copy", "state folder of its own");
    assertThat(beatIn("one").rival()).isEqualTo(host.memory.writer());
    assertThat(Tree.file(folder.resolve("one").resolve(ALL))).isEqualTo(record);
  }

  /** Copies have one name, so their timers fire in one second. */
  @Test
  void beat_ofTwoCopiesInTheSameSeconds_saysSoOnBoth() throws Exception {
    host.beat(one);
    Tree.copy(folder.resolve("a"), folder.resolve("b"));
    Host copy = new Host(folder.resolve("b"));
    later(60);
    host.beat(one);
    cloned(() -> copy.beat(one));
    later(60);

    cloned(() -> host.beat(one));
    cloned(() -> copy.beat(one));
  }

  /** Copies have one machine's id, so that each has read before the other has written. */
  @Test
  void beat_ofTwoCopiesAtTheSameMoment_saysSoOnBothAndKeepsToIt() throws Exception {
    host.beat(one);
    Tree.copy(folder.resolve("a"), folder.resolve("b"));
    Host copy = new Host(folder.resolve("b"));
    Path beat = folder.resolve("one").resolve(BEAT);
    for (int round = 0; round < 8; round++) {
      later(60);
      byte[] before = Files.readAllBytes(beat);
      Host first = round % 2 == 0 ? host : copy;
      Host second = round % 2 == 0 ? copy : host;
      if (round == 0) { // Nothing tells them apart yet.
        first.beat(one);
        Files.write(beat, before);
        second.beat(one);
      } else {
        beatOf(first, round > 1); // It wrote last, and finds its own beat.
        Files.write(beat, before);
        beatOf(second, true);
      }
    }
  }

  private void beatOf(Host one, boolean isCloned) {
    if (isCloned) {
      assertThat(cloned(() -> one.beat(this.one))).contains("copy");
    } else {
      one.beat(this.one);
    }
  }

  @Test
  void beat_besideAnotherWriterOnASecondListAlone_saysSo() throws Exception {
    host.beat(one, two);
    write("two", 5, "beef");

    assertThat(cloned(() -> host.beat(one, two))).contains("beef");
    assertThat(beatIn("two").writer()).isEqualTo(host.memory.writer());
    assertThat(beatIn("one").rival()).isEqualTo("beef");
  }

  @Test
  void beat_besideAnotherWriterWithTheBeatsApart_saysSoThere() throws Exception {
    host.beatApart(stores(one), stores(two));
    write("two", 5, "beef");

    cloned(() -> host.beatApart(stores(one), stores(two)));

    assertThat(beatIn("two").rival()).isEqualTo("beef");
    assertThat(folder.resolve("one").resolve(BEAT)).doesNotExist();
  }

  @Test
  void beat_afterTheOtherWasGivenAnotherName_isWellAgain() throws Exception {
    host.beat(one);
    write("one", SECONDS + 30, "beef");
    for (int beats = 0; beats < 6; beats++) { // It keeps to it, as the other may have been late.
      later(60);
      cloned(() -> host.beat(one));
    }
    later(60);

    Announced announced = host.beat(one);

    assertThat(announced.warnings()).isEmpty();
    assertThat(beatIn("one").rival()).isNull();
  }

  @Test
  void change_ofStateBesideAnotherWriter_isNotMade() throws Exception {
    host.beat(one);
    write("one", SECONDS + 30, "beef");
    Map<String, String> facts = Tree.of(host.info());

    Stores all = stores(one);
    cloned(
        () ->
            host.announcer(all, all, 60, new TreeMap<>(), List.of())
                .change((current, by) -> new StateFacts.Change("draining", null, by, null)));

    assertThat(Tree.of(host.info()).keySet()).isEqualTo(facts.keySet());
  }

  @Test
  void beat_withWritersNameOfAnotherThatIsNotPrintable_isSaidInPrint() throws Exception {
    host.beat(one);
    write("one", SECONDS + 30, "be\u001b[31mef\n");

    assertThat(cloned(() -> host.beat(one))).doesNotContain("\u001b", "\n");
  }

  @Test
  void beat_ofAMachineMadeAnew_takesTheNameOverAndCountsOn() throws Exception {
    write("one", SECONDS + 5000, "beef");

    Announced announced = host.beat(one);

    assertThat(announced.warnings()).isEmpty();
    assertThat(beatIn("one").writer()).isEqualTo(host.memory.writer());
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 5001);
  }

  @Test
  void beat_afterALostStateFolder_takesItsNameOver() throws Exception {
    host.beat(one);
    Files.move(folder.resolve("a/state"), folder.resolve("a/lost"));
    later(60);

    assertThat(new Host(folder.resolve("a")).beat(one).failures()).isEmpty();

    assertThat(beatIn("one").rival()).isNull();
  }

  @Test
  void beat_afterAPowerCutThatLostTheLastOfMemory_isItsOwn() throws Exception {
    host.beat(one);
    later(60);
    host.beat(one);
    host.remember(SECONDS, "the boot before");
    later(60);

    assertThat(host.beat(one).warnings()).isEmpty();

    assertThat(host.last().boot()).isEqualTo(Boot.id());
  }

  @Test
  void beat_beyondTheOneThatWasRememberedInThisBoot_isACopys() throws Exception {
    host.beat(one);
    later(60);
    host.beat(one);
    host.remember(SECONDS, Boot.id());

    cloned(() -> host.beat(one));
  }

  @Test
  void beat_whereTheListCannotBeRead_isNoEvidenceOfAnother() throws Exception {
    host.beat(one);
    write("one", SECONDS + 30, "beef");

    assertThat(host.beat(unreadable(one, BEAT)).failures()).isEmpty();
  }

  @Test
  void beat_overABrokenOne_isWritten() throws Exception {
    host.beat(one);
    putBytes("one", BEAT, "torn".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    later(60);

    host.beat(one);

    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 60);
  }

  // A memory that cannot be kept.

  /** The memory of a disk that is full: it is read, and every write to it fails. */
  private void fill(Path state) throws IOException {
    Files.move(state.resolve("lock"), state.resolve("lock.away"));
    Files.createDirectory(state.resolve("lock"));
  }

  @Test
  void beat_thatCannotBeRemembered_isWrittenAndIsNoOthersLater() throws Exception {
    host.beat(one);
    fill(folder.resolve("a/state"));
    later(60);
    Announced announced = host.beat(one);
    assertThat(announced.warnings()).anyMatch(line -> line.contains("nothing is remembered"));
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 60);
    later(60);
    host.beat(one);
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 120);
    Files.delete(folder.resolve("a/state/lock"));
    later(60);

    assertThat(host.beat(one).warnings()).isEmpty();

    later(60);
    assertThat(host.beat(one).warnings()).isEmpty();
    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 240);
  }

  @Test
  void beat_afterOneThatCouldNotBeRemembered_countsOnInTheSameSecond() throws Exception {
    host.beat(one);
    fill(folder.resolve("a/state"));
    later(60);
    host.beat(one);

    host.beat(one);

    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 61);
  }

  @Test
  void beat_afterATakeOverThatNobodyCouldBeTold_isNoOthers() throws Exception {
    write("one", SECONDS + 30, "beef");
    Store failing =
        new ForwardingStore(one) {
          @Override
          public Receipt put(Announcement announcement, @Nullable Version replaces)
              throws StoreException {
            throw new StoreException("the disk is full");
          }
        };
    failure(() -> host.beat(failing));

    assertThat(host.beat(one).warnings()).isEmpty();

    assertThat(beatIn("one").rival()).isNull();
  }

  @Test
  void beat_ofTheOtherAfterATakeOver_isFoundOut() throws Exception {
    write("one", SECONDS + 30, "beef");
    host.beat(one);
    write("one", SECONDS + 90, "beef");

    assertThat(cloned(() -> host.beat(one))).contains("beef");
  }

  /** As root reads everything, a folder stands for a file that cannot be read. */
  @Test
  void beat_whileItsNameCannotBeRead_isNoOthersBeforeNorLater() throws Exception {
    host.beat(one);
    Path writer = folder.resolve("a/state/writer");
    Files.move(writer, folder.resolve("a/kept"));
    Files.createDirectory(writer);
    later(60);

    assertThat(new Host(folder.resolve("a")).beat(one).failures()).isEmpty();

    assertThat(beatIn("one").rival()).isNull();
    Files.delete(writer);
    Files.move(folder.resolve("a/kept"), writer);
    later(60);
    assertThat(new Host(folder.resolve("a")).beat(one).warnings()).isEmpty();
    assertThat(beatIn("one").writer()).isEqualTo(host.memory.writer());
  }

  @Test
  void beat_whileNeitherItsNameNorItsMemoryIsToBeHad_isNoOthersLater() throws Exception {
    host.beat(one);
    Path writer = folder.resolve("a/state/writer");
    Files.move(writer, folder.resolve("a/kept"));
    Files.createDirectory(writer);
    fill(folder.resolve("a/state"));
    later(60);
    new Host(folder.resolve("a")).beat(one);
    Files.delete(writer);
    Files.move(folder.resolve("a/kept"), writer);
    Files.delete(folder.resolve("a/state/lock"));
    later(60);

    assertThat(new Host(folder.resolve("a")).beat(one).warnings()).isEmpty();
  }

  @Test
  void beat_withReadOnlyMemory_isNoOthersLater() throws Exception {
    host.beat(one);
    later(60);
    new Host(folder.resolve("a"), true).beat(one);
    later(60);

    assertThat(host.beat(one).warnings()).isEmpty();
  }

  @Test
  void beat_withoutAnyMemory_isWritten() throws Exception {
    Host forgetful = new Host(folder.resolve("a"), true);

    forgetful.beat(one);
    later(60);
    forgetful.beat(one);

    assertThat(beatIn("one").seq()).isEqualTo(SECONDS + 60);
  }

  // A machine that went down.

  @Test
  void beat_inTheBootOfTheShutdown_stillDrains() throws Exception {
    host.fact("state", "working").beat(one);
    host.say(StateFacts.shutdown(Boot.id()), one);
    later(60);

    assertThat(host.beat(one).record().state().word()).isEqualTo("draining");
  }

  @Test
  void beat_afterAnotherBoot_servesAsBeforeTheShutdown() throws Exception {
    host.say(new StateFacts.Change("working", null, "jo", null), one);
    later(10);
    host.say(StateFacts.shutdown("the boot before"), one);
    assertThat(host.announce(one).record().state().word()).isEqualTo("draining");
    later(60);

    Announced announced = host.beat(one);

    assertThat(announced.record().state().word()).isEqualTo("working");
    assertThat(announced.record().state().reason()).isEqualTo("up again");
    later(60);
    assertThat(host.beat(one).written()).isEmpty();
  }

  @Test
  void beat_afterAnotherBoot_leavesThePersonsDrainAlone() throws Exception {
    host.say(new StateFacts.Change("draining", "shutdown", "jo@i-0a", null), one);

    assertThat(host.beat(one).record().state().word()).isEqualTo("draining");
  }

  // The parts that it requires.

  @Test
  void requires_isKeptByAPlainAnnounceAndReplacedByABeat() throws Exception {
    Stores all = stores(one);
    host.announcer(all, all, 60, new TreeMap<>(), List.of("db", "cache")).announce();
    host.fact("zone", "a");
    later(60);

    assertThat(host.announce(one).record().requires()).containsExactly("db", "cache");

    later(60);
    Announced announced = host.announcer(all, all, 60, new TreeMap<>(), List.of("db")).announce();
    assertThat(announced.record().requires()).containsExactly("db");
    assertThat(announced.record().tss()).isEqualTo(new Stamp("20261122-175030"));
  }

  @Test
  void requires_ofALostMemory_isKeptFromTheList() throws Exception {
    Stores all = stores(one);
    host.announcer(all, all, 60, new TreeMap<>(), List.of("db")).announce();
    Files.move(folder.resolve("a/state"), folder.resolve("a/lost"));

    Announced announced = new Host(folder.resolve("a")).announce(one);

    assertThat(announced.record().requires()).containsExactly("db");
    assertThat(announced.written()).isEmpty();
  }

  // Two at once.

  @Test
  void beat_twiceAtOnce_findsNoOtherMachineAndNeverCountsBack() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      long before = 0;
      for (int i = 0; i < 30; i++) {
        host.fact("zone", "z" + i);
        List<Future<Announced>> beats =
            List.of(pool.submit(() -> host.beat(one)), pool.submit(() -> host.beat(one)));
        for (Future<Announced> beat : beats) {
          assertThat(beat.get().failures()).isEmpty();
          assertThat(beat.get().warnings()).isEmpty();
        }
        assertThat(beatIn("one").seq()).isGreaterThan(before);
        before = beatIn("one").seq();
        assertThat(held(one, ID)).isEqualTo(beats.get(0).get().record());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void end_ofABeatThatAnotherTookAwayMeanwhile_isWell() throws Exception {
    host.beat(one);
    Files.delete(folder.resolve("one").resolve(BEAT));

    assertThat(host.say(new StateFacts.Change("left", null, "jo", null), one).failures()).isEmpty();
  }

  @Test
  void beat_ofAFolderStoreWithoutABeatFolder_makesIt() throws Exception {
    Store bare = new FolderStore(folder.resolve("bare"), "w1");
    Files.createDirectories(folder.resolve("bare/all"));

    host.beat(bare);

    assertThat(beatIn(folder.resolve("bare")).seq()).isEqualTo(SECONDS);
  }
}
