package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.files.LockFile;
import dev.presence.format.BeatFormat;
import dev.presence.memory.ChangeMemory;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.OwnRecord;
import dev.presence.model.Acting;
import dev.presence.model.Beat;
import dev.presence.model.FailureKind;
import dev.presence.node.NodeInfo;
import dev.presence.node.NodeLock;
import dev.presence.node.StateFacts;
import dev.presence.resolve.Question;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.Node;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that asks for databases, of which there is one. */
class HeartBeatTest extends HeartbeatTestCase {
  private static final Due AT_ONCE = new Due(Duration.ZERO, null, Duration.ZERO);

  private final Path nodeinfo;
  private final Path answer;
  private int started;

  HeartBeatTest(@TempDir Path folder) throws StoreException {
    super(folder);
    this.nodeinfo = folder.resolve("nodeinfo");
    this.answer = folder.resolve("state/change/answer.json");
  }

  @BeforeEach
  void announceADatabase() throws IOException {
    Files.createDirectory(nodeinfo);
    Files.writeString(nodeinfo.resolve("instance-id.txt"), "i-0a");
    Files.writeString(nodeinfo.resolve("nodepart.txt"), "app");
    Files.writeString(nodeinfo.resolve("address.txt"), "10.0.0.1");
    put("one", database("i-0d").build());
  }

  private static Node database(String id) {
    return Node.of(id).part("db").address("10.0.0." + id.charAt(3) % 100).tss(OLD);
  }

  private ChangeMemory changes() {
    return new ChangeMemory(stateFolder());
  }

  private HeartBeat heartBeat(@Nullable Question question, Store... stores) {
    return heartBeat(question, stores(stores));
  }

  private HeartBeat heartBeat(@Nullable Question question, Stores all) {
    LifeMemory lives = new LifeMemory(stateFolder());
    Beats beats = new Beats(all, lives);
    Announcer announcer =
        new Announcer(
            all,
            new OwnFacts(new NodeInfo(nodeinfo), null),
            new StateFacts(nodeinfo, "w1"),
            new OwnRecord(stateFolder()),
            seen(),
            new Beating(beats, stateFolder(), clock, 60, changes().recall().acted()),
            List.of("db"),
            clock,
            "jo",
            false);
    Vigil vigil = new Vigil(beats, lives, Vigil.Rules.USUAL, new Probing(Map.of()), ID, clock);
    return new HeartBeat(
        announcer,
        (record, by) -> null,
        new Answering(all, looker(all), vigil, stateFolder(), clock),
        question == null
            ? null
            : new Answering.Wanted(
                question,
                new AnswerFile(
                    folder.resolve("out.json"), AnswerFile.Form.JSON, new FileReplacer("w1")),
                AnswerFile.Form.JSON,
                true,
                false),
        changes(),
        all.deadline(),
        clock);
  }

  @Test
  void beat_whileAnotherProcessHoldsTheFacts_looksAllTheSame() {
    Stores quick = new Stores(List.of(one), Deadline.in(Duration.ofSeconds(2)));
    HeartBeat.Beaten beaten;
    try (NodeLock held = NodeLock.hold(nodeinfo, quick.deadline())) {
      assertThat(held).isNotNull();
      beaten = heartBeat(question("db"), quick).beat();
    }

    assertThat(beaten.failed()).hasMessageContaining("nodeinfo/.lock for 0.5 s");
    assertThat(beaten.served())
        .isInstanceOfSatisfying(
            Served.Fresh.class, served -> assertThat(served.warnings()).isEmpty());
  }

  private HeartBeat.Acted act(boolean acts, Store... stores) {
    return act(AT_ONCE, acts, stores);
  }

  private HeartBeat.Acted act(Due due, boolean acts, Store... stores) {
    HeartBeat heartBeat = heartBeat(question("db"), stores);
    return heartBeat.act(heartBeat.beat(), due, acts ? () -> started++ : null);
  }

  /** What the change does when it has succeeded. */
  private void succeed() {
    Change change = new Change(changes(), "true", Duration.ofMinutes(1), clock);
    assertThat(change.run()).isInstanceOf(Change.Outcome.Done.class);
  }

  @Test
  void beat_announcesAnswersAndBegins() throws Exception {
    HeartBeat.Acted acted = act(true, one);

    assertThat(acted.started()).isTrue();
    assertThat(acted.warnings()).isEmpty();
    assertThat(Objects.requireNonNull(held(one, ID)).requires()).containsExactly("db");
    assertThat(answer).content().contains("i-0d");
    assertThat(folder.resolve("out.json")).hasSameBinaryContentAs(answer);
  }

  @Test
  void beat_afterTheChangeSucceeded_tellsItWithTheNextAndBeginsNoOther() throws Exception {
    act(true, one);
    succeed();
    later(60);

    assertThat(act(true, one).started()).isFalse();

    assertThat(started).isEqualTo(1);
    Beat beat = BeatFormat.parse(Files.readAllBytes(folder.resolve("one/beat/i-0a.json")));
    assertThat(beat.acted()).isEqualTo(changes().recall().acted());
    assertThat(beat.acted()).containsKey("db");
  }

  @Test
  void beat_withNewsAfterASuccess_beginsAgainWithTheNewAnswer() throws Exception {
    act(true, one);
    succeed();
    put("one", database("i-0e").build());
    later(60);

    assertThat(act(true, one).started()).isTrue();

    assertThat(answer).content().contains("i-0d", "i-0e");
  }

  @Test
  void beat_whileAChangeIsAtWork_beginsNoneAndLeavesItsAnswerAlone() throws Exception {
    act(true, one);
    String before = Tree.file(answer);
    put("one", database("i-0e").build());
    later(60);

    try (LockFile lock = changes().lock()) {
      assertThat(lock).isNotNull();
      HeartBeat.Acted acted = act(true, one);
      assertThat(acted.running()).isTrue();
      assertThat(acted.started()).isFalse();
    }

    assertThat(Tree.file(answer)).isEqualTo(before);
    assertThat(folder.resolve("out.json")).content().contains("i-0e");
    assertThat(started).isEqualTo(1);
    assertThat(act(true, one).started()).isTrue();
  }

  @Test
  void beat_thatIsToSettle_waitsForTheSameAnswerAndBeginsAnewWithAnother() throws Exception {
    Due due = new Due(Duration.ofSeconds(90), null, Duration.ZERO);
    act(due, true, one);
    later(60);
    put("one", database("i-0e").build());
    assertThat(act(due, true, one).started()).isFalse();
    later(60);
    assertThat(act(due, true, one).started()).isFalse();
    later(30);

    assertThat(act(due, true, one).started()).isTrue();
  }

  @Test
  void beat_withoutAChange_hasActedWhenTheAnswerIsDelivered() throws Exception {
    HeartBeat.Acted acted = act(false, one);

    assertThat(acted.started()).isFalse();
    assertThat(acted.acting().acted()).containsKey("db");
    assertThat(changes().recall()).isEqualTo(acted.acting());
    String before = Tree.file(state.resolve("change/state"));
    later(60);
    act(false, one);
    assertThat(Tree.file(state.resolve("change/state"))).isEqualTo(before);
  }

  @Test
  void beat_whenNoStoreCanBeRead_beginsNothingThatWasActedOn() throws Exception {
    act(true, one);
    succeed();
    unmount("one");
    later(60);
    HeartBeat heartBeat = heartBeat(question("db"), one);

    HeartBeat.Beaten beaten = heartBeat.beat();
    HeartBeat.Acted acted = heartBeat.act(beaten, AT_ONCE, () -> started++);

    assertThat(Objects.requireNonNull(beaten.failed()).kind()).isEqualTo(FailureKind.NO_STORE);
    assertThat(beaten.served()).isInstanceOf(Served.Kept.class);
    assertThat(acted.started()).isFalse();
  }

  /** A node that was away for long does its work with what it knows. */
  @Test
  void beat_ofAKeptAnswerThatWasNotActedOn_begins() throws Exception {
    act(new Due(Duration.ofHours(1), null, Duration.ZERO), true, one);
    unmount("one");
    later(3600);

    assertThat(act(true, one).started()).isTrue();
    assertThat(answer).content().contains("i-0d");
  }

  @Test
  void beat_whenNothingIsKnown_beginsNothing() {
    HeartBeat.Acted acted = act(true, AWAY);

    assertThat(acted.started()).isFalse();
    assertThat(answer).doesNotExist();
    assertThat(changes().recall()).isEqualTo(Acting.NOTHING);
  }

  @Test
  void beat_ofANodeThatAsksForNobody_beginsOnce() throws Exception {
    HeartBeat heartBeat = heartBeat(null, one);

    assertThat(heartBeat.act(heartBeat.beat(), AT_ONCE, () -> started++).started()).isTrue();
    assertThat(answer).isEmptyFile();
    succeed();
    later(60);

    assertThat(heartBeat.act(heartBeat.beat(), AT_ONCE, () -> started++).started()).isFalse();
  }

  @Test
  void beat_whoseChangeCannotBeStarted_saysSoAndTriesAgain() {
    HeartBeat heartBeat = heartBeat(question("db"), one);

    HeartBeat.Acted acted =
        heartBeat.act(
            heartBeat.beat(),
            AT_ONCE,
            () -> {
              throw new IOException("no more processes");
            });

    assertThat(acted.started()).isFalse();
    assertThat(acted.warnings()).singleElement().asString().contains("no more processes");
    later(60);
    assertThat(act(true, one).started()).isTrue();
  }

  @Test
  void beat_whoseRecordNoListTakes_stillAnswers() throws Exception {
    HeartBeat.Beaten beaten = heartBeat(question("db"), readOnly(one)).beat();

    assertThat(Objects.requireNonNull(beaten.failed()).kind()).isEqualTo(FailureKind.NO_STORE);
    assertThat(beaten.announced()).isNull();
    assertThat(beaten.served()).isInstanceOf(Served.Fresh.class);
    assertThat(folder.resolve("out.json")).content().contains("i-0d");
  }

  private static Store readOnly(Store store) {
    return new dev.presence.testing.ForwardingStore(store) {
      @Override
      public dev.presence.store.Receipt put(
          dev.presence.store.Announcement announcement,
          dev.presence.store.@Nullable Version replaces)
          throws StoreException {
        throw new StoreException("the file system is read-only");
      }
    };
  }
}
