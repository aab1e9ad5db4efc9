package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.LockFile;
import dev.presence.memory.ChangeMemory;
import dev.presence.memory.StateFolder;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balancer that asks for apps; no change is started, as there is no unit of that name. */
class HeartbeatCommandTest {
  private final Fleet fleet;
  private final Path out;

  HeartbeatCommandTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.out = folder.resolve("out.json");
  }

  @BeforeEach
  void announceTwo() {
    fleet.announced("i-app1", "app");
    fleet.announced("i-app2", "app");
    fleet.node("i-lb", "lb");
  }

  private Run heartbeat(String... more) {
    List<String> all =
        new ArrayList<>(List.of("heartbeat", "--part", "app", "--out", out.toString()));
    all.addAll(List.of(more));
    return fleet.as("i-lb", all.toArray(new String[0]));
  }

  private Run change(String command) {
    return fleet.as("i-lb", "change", "--on-change", command);
  }

  private Run acting(String... more) {
    List<String> all = new ArrayList<>(List.of("--on-change", "true"));
    all.addAll(List.of("--change-unit", "presence-none.service"));
    all.addAll(List.of(more));
    return heartbeat(all.toArray(new String[0]));
  }

  private void later(long seconds) {
    fleet.clock.move(Duration.ofSeconds(seconds));
  }

  private String record() throws IOException {
    return Files.readString(fleet.list.resolve("all/i-lb.json"));
  }

  // How it ends.

  @Test
  void heartbeat_thatIsWell_announcesBeatsAndAnswers() throws Exception {
    Run run = heartbeat().quietly();

    assertThat(run.out()).contains("i-lb: lb at", "app has 2 peers");
    assertThat(record()).contains("\"requires\": [\n            \"app\"");
    assertThat(fleet.list.resolve("beat/i-lb.json")).exists();
    assertThat(out).content().contains("i-app1", "i-app2");
    later(60);
    assertThat(heartbeat().quietly().out()).contains("unchanged");
  }

  @Test
  void heartbeat_withWrongFacts_isTenAndAnswersNothing() {
    fleet.write("nodes/i-lb/address.txt", "10.0.1.300");

    Run run = heartbeat().ended(10);

    assertThat(run.err()).contains("10.0.1.300", "address.txt");
    assertThat(out).doesNotExist(); // In which scope is not known.
  }

  @Test
  void heartbeat_besideACloneOfIt_isTenAndSaysBothAndStillAnswers() throws Exception {
    heartbeat().quietly();
    Path beat = fleet.list.resolve("beat/i-lb.json");
    Files.writeString(
        beat, Files.readString(beat).replaceAll("\"writer\": \".*\"", "\"writer\": \"beef\""));
    later(60);

    Run run = heartbeat().ended(10);

    assertThat(run.err()).contains("another machine beats under the name i-lb", "beef");
    assertThat(run.out()).contains("app has 2 peers");
    assertThat(fleet.run("show", "i-lb").out()).contains("two machines");
  }

  @Test
  void heartbeat_whenTheListIsAway_isElevenAndLeavesTheAnswer() throws Exception {
    heartbeat().quietly();
    String before = Tree.file(out);
    fleet.loseList();

    heartbeat().ended(11);

    assertThat(Tree.file(out)).isEqualTo(before);
  }

  @Test
  void heartbeat_withTooFew_isTwelveAndAnswersAllTheSame() {
    Run run = heartbeat("--minimum", "app=3").ended(12);

    assertThat(run.err()).contains("app has 2 of at least 3");
    assertThat(out).content().contains("i-app1");
  }

  @Test
  void change_thatFails_isThirteenAndStatusFifteenUntilItSucceeds() {
    acting();
    fleet.as("i-lb", "status", "--part", "app").ended(0);

    Run failed = change("echo no disk; exit 3").ended(13);
    assertThat(failed.err()).contains("it ended with status 3: no disk", "change/log");
    assertThat(fleet.as("i-lb", "status", "--part", "app").ended(15).out()).contains("no disk");

    later(60);
    change("test -s \"$PRESENCE_ANSWER\"").ended(0);
    assertThat(fleet.as("i-lb", "status", "--part", "app").ended(0).out())
        .contains("the last was done");
  }

  @Test
  void change_withoutACommand_isUsage() {
    fleet.as("i-lb", "change").failed(2, "--on-change");
  }

  @Test
  void change_beforeAnyBeat_isAConfigurationsFault() {
    change("true").failed(10, "the change cannot be run");
  }

  @Test
  void change_whileAnotherHasTheChefLock_isNoFailure() {
    acting();

    assertThat(change("exit 75").ended(0).out()).contains("somebody else is at work");
    assertThat(fleet.as("i-lb", "status", "--part", "app").ended(0).out()).doesNotContain("failed");
  }

  // Setup.

  @Test
  void heartbeat_ofANewNodeWithAChange_isInSetupUntilItsFirstSuccess() throws Exception {
    acting();
    assertThat(record()).contains("\"state\": \"setup\"");
    later(60);
    change("exit 1").ended(13);
    assertThat(record()).contains("\"state\": \"setup\"");
    later(60);

    change("true").ended(0);

    assertThat(record()).contains("\"state\": \"idle\"");
    later(60);
    acting();
    assertThat(record()).contains("\"state\": \"idle\"");
  }

  @Test
  void heartbeat_ofAKnownNodeWithALostMemory_isNotInSetup() throws Exception {
    heartbeat().quietly();
    fleet.move(fleet.state, fleet.folder.resolve("lost"));

    acting();

    assertThat(record()).doesNotContain("setup");
  }

  @Test
  void heartbeat_ofANewNodeWhoseListIsAway_isNotInSetup() {
    fleet.loseList();

    acting().ended(11);

    assertThat(fleet.folder.resolve("nodes/i-lb/state.txt")).doesNotExist();
  }

  // What others see of acting.

  @Test
  void heartbeat_afterTheChange_tellsWhatWasActedOn() throws Exception {
    acting();
    later(60);
    change("true").ended(0);
    assertThat(Files.readString(fleet.list.resolve("beat/i-lb.json"))).contains("\"acted\": {}");
    later(60);

    acting().ended(0);

    assertThat(Files.readString(fleet.list.resolve("beat/i-lb.json"))).contains("\"app\": {");
  }

  // The dry run.

  private void assertDryRunIsWhatComesNext(String... expected) throws IOException {
    Map<String, String> before = Tree.of(fleet.folder);
    String old = Files.exists(out) ? Files.readString(out) : "";

    Run dry = heartbeat("--dry-run").quietly();

    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
    heartbeat().quietly();
    for (String words : expected) {
      assertThat(dry.out()).contains(words);
    }
    assertThat(dry.out().isEmpty()).isEqualTo(old.equals(Files.readString(out)));
    assertThat(heartbeat("--dry-run").quietly().out()).isEmpty();
  }

  @Test
  void dryRun_isWhatTheNextHeartbeatDoes() throws Exception {
    assertDryRunIsWhatComesNext("+ app peer", "i-app1", "i-app2");
    later(60);
    assertDryRunIsWhatComesNext();
    later(60);
    fleet.as("i-app1", "drain").ended(0);
    assertDryRunIsWhatComesNext("- app peer", "+ app draining", "i-app1");
    later(60);
    fleet.announced("i-app3", "app");
    fleet.as("i-app2", "leave").ended(0);
    assertDryRunIsWhatComesNext("+ app peer", "i-app3", "- app peer", "i-app2");
  }

  @Test
  void dryRun_ofADeath_isWhatTheNextHeartbeatDoes() throws Exception {
    fleet.as("i-app1", "announce", "--beat").ended(0);
    fleet.as("i-app2", "announce", "--beat").ended(0);
    fleet.announced("i-app3", "app");
    heartbeat().quietly();
    for (int i = 0; i < 4; i++) {
      later(60);
      fleet.as("i-app1", "announce", "--beat").ended(0);
      heartbeat().quietly();
    }
    later(60);
    fleet.as("i-app1", "announce", "--beat").ended(0);

    assertThat(out).content().contains("i-app2");
    assertDryRunIsWhatComesNext("- app peer", "i-app2");
  }

  // Several at once.

  @Test
  void heartbeat_whileAnotherBeats_leavesAtOnce() throws Exception {
    ChangeMemory changes = new ChangeMemory(new StateFolder(fleet.state, false));
    try (LockFile lock = changes.beatLock()) {
      assertThat(lock).isNotNull();

      assertThat(heartbeat().quietly().out()).isEqualTo("another beat of this node is at work\n");
    }
    assertThat(fleet.list.resolve("all/i-lb.json")).doesNotExist();
  }

  @Test
  void heartbeat_tenAtOnce_allEndWellAndLeaveOneBeat() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(10);
    try {
      List<Future<Run>> runs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        runs.add(pool.submit(() -> heartbeat()));
      }
      int worked = 0;
      for (Future<Run> run : runs) {
        run.get().quietly();
        worked += run.get().out().contains("app has 2 peers") ? 1 : 0;
      }
      assertThat(worked).isPositive();
    } finally {
      pool.shutdownNow();
    }
    assertThat(out).content().contains("i-app1", "i-app2");
    later(60);
    heartbeat().quietly();
  }

  // Notices.

  @Test
  void notify_ofAStoreThatIsAway_isToldOnceAndItsReturnOnce() throws Exception {
    Path told = fleet.folder.resolve("told");
    Files.createDirectory(told);
    String command = "cat > $(mktemp '" + told + "/XXXXXX')";
    heartbeat("--notify", command).quietly();
    assertThat(waited(told, 1)).anyMatch(text -> text.contains("\"event\": \"change\""));
    fleet.loseList();
    for (int i = 0; i < 3; i++) {
      later(60);
      heartbeat("--notify", command).ended(11);
    }
    List<String> texts = waited(told, 3);
    assertThat(texts.stream().filter(text -> text.contains("\"failure\""))).hasSize(2);
    fleet.move(fleet.folder.resolve("list.away"), fleet.list);
    later(60);
    heartbeat("--notify", command).quietly();

    texts = waited(told, 5);
    assertThat(texts.stream().filter(text -> text.contains("\"recovery\""))).hasSize(2);
  }

  @Test
  void notify_ofAnAnswerThatItsCheckRefuses_isToldOnceAndItsRecoveryOnce() throws Exception {
    Path told = Files.createDirectory(fleet.folder.resolve("told"));
    String command = "cat > $(mktemp '" + told + "/XXXXXX')";
    Path metrics = fleet.folder.resolve("metrics");
    heartbeat().quietly();
    String good = Tree.file(out);
    fleet.announced("i-app3", "app", "ports.json", "{\"http\": 80}");
    for (int i = 0; i < 3; i++) {
      later(60);
      Run run =
          heartbeat("--check", "false {}", "--metrics", metrics.toString(), "--notify", command)
              .ended(10);
      assertThat(run.err()).contains(out + " stays as it is", "mend what the check says");
    }
    assertThat(waited(told, 1))
        .singleElement()
        .asString()
        .contains("\"failure\"", "stays as it is");
    assertThat(metrics).content().contains("presence_troubles 1\n");
    assertThat(Tree.file(out)).isEqualTo(good);
    later(60);
    heartbeat("--notify", command).quietly();

    assertThat(waited(told, 3)).anyMatch(text -> text.contains("\"recovery\""));
  }

  /** What was told once so many commands have ended; they are not waited for by the beat. */
  static List<String> waited(Path folder, int count) throws Exception {
    for (int i = 0; i < 500; i++) {
      List<String> texts = new ArrayList<>();
      for (String name : Tree.names(folder)) {
        String text = Files.readString(folder.resolve(name));
        if (text.endsWith("}\n")) {
          texts.add(text);
        }
      }
      if (texts.size() >= count) {
        return texts;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("fewer than " + count + " in " + Tree.names(folder));
  }
}
