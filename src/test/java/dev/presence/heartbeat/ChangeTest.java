package dev.presence.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.files.Deadline;
import dev.presence.files.LockFile;
import dev.presence.memory.ChangeMemory;
import dev.presence.memory.StateFolder;
import dev.presence.model.Acting;
import dev.presence.model.Beat;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.testing.MovableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real shell. */
class ChangeTest {
  private static final long T = 1795369710L;
  private static final String PEER =
      "{\"address\": \"10.0.0.9\", \"id\": \"i-0d\", \"part\": \"db\", \"weight\": 100}";
  private static final String ANSWER =
      """
      {"presence": {"digest": {}, "draining": {"db": [%s]}, "peers": {"db": []}, "schema": 1}}
      """
          .formatted(PEER);

  private final Path folder;
  private final Path state;
  private final MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");

  ChangeTest(@TempDir Path folder) {
    this.folder = folder;
    this.state = folder.resolve("state");
  }

  private ChangeMemory changes() {
    return new ChangeMemory(new StateFolder(state, false));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }

  private void answered(String answer) {
    assertThat(changes().keepAnswer(answer.getBytes(UTF_8), soon())).isNull();
  }

  private Change.Outcome run(String command) {
    return run(command, Duration.ofMinutes(2));
  }

  private Change.Outcome run(String command, Duration limit) {
    return new Change(changes(), command, limit, clock).run();
  }

  private Acting acting() {
    return changes().recall();
  }

  @Test
  void change_thatSucceeds_isRememberedWithTheAnswerItActedOn() {
    answered(ANSWER);

    assertThat(run("true")).isInstanceOf(Change.Outcome.Done.class);

    Beat.Acted acted = Objects.requireNonNull(acting().acted().get("db"));
    assertThat(acted.digest()).startsWith("sha256:");
    assertThat(acted.draining()).containsExactly("i-0d");
    assertThat(acting().succeeded()).isEqualTo(T);
    assertThat(acting().failures()).isZero();
  }

  @Test
  void change_ofANodeThatAsksForNobody_succeedsWithAnEmptyAnswer() {
    answered("");

    assertThat(run("test ! -s \"$PRESENCE_ANSWER\"")).isInstanceOf(Change.Outcome.Done.class);

    assertThat(acting().acted()).isEqualTo(new TreeMap<>());
    assertThat(acting().succeeded()).isEqualTo(T);
  }

  @Test
  void change_readsItsOwnCopyOfTheAnswer() throws Exception {
    answered(ANSWER);

    run("cat \"$PRESENCE_ANSWER\" > '" + folder + "/seen'");

    assertThat(folder.resolve("seen")).hasContent(ANSWER);
  }

  @Test
  void change_thatFails_isCountedWithItsStatusAndLastLine() {
    answered(ANSWER);

    Change.Outcome outcome = run("echo one; echo 'no disk' >&2; exit 3");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Change.Outcome.Failed.class,
            failed -> {
              assertThat(failed.why()).isEqualTo("it ended with status 3: no disk");
              assertThat(failed.printed()).isEqualTo("one\nno disk\n");
            });
    assertThat(acting().failures()).isEqualTo(1);
    assertThat(acting().why()).isEqualTo("it ended with status 3: no disk");
    assertThat(acting().tried()).startsWith("db=sha256:");
    assertThat(acting().acted()).isEmpty();
    assertThat(changes().log()).hasContent("one\nno disk");
  }

  @Test
  void change_thatFailsSilently_saysItsStatus() {
    answered("");

    run("exit 1");

    assertThat(acting().why()).isEqualTo("it ended with status 1");
  }

  @Test
  void change_whoseLastLineIsNotPrintable_isSaidInPrint() {
    answered("");

    run("printf '\\033[31mred\\033[0m\\007'; exit 1");

    assertThat(acting().why()).contains("red").matches("\\p{Print}+");
  }

  @Test
  void change_thatFailsAgainAndThenSucceeds_countsAndForgets() {
    answered(ANSWER);
    run("exit 1");
    run("exit 1");
    assertThat(acting().failures()).isEqualTo(2);

    run("true");

    assertThat(acting().failures()).isZero();
    assertThat(acting().why()).isEmpty();
  }

  @Test
  void change_thatRunsOverItsTime_isEndedWithAllThatItStarted() throws Exception {
    answered(ANSWER);
    Path pid = folder.resolve("pid");

    Change.Outcome outcome =
        run(
            "setsid sh -c 'echo $$ > " + pid + "; exec sleep 1000' & sleep 1000",
            Duration.ofSeconds(2));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Change.Outcome.Failed.class,
            failed -> assertThat(failed.why()).contains("over its time of 2 s"));
    Path stat = Path.of("/proc", Files.readString(pid).strip(), "stat");
    // Dead, and perhaps not yet asked for by its parent.
    assertThat(Files.exists(stat) ? Files.readString(stat) : ") Z").contains(") Z");
    assertThat(acting().failures()).isEqualTo(1);
  }

  @Test
  void change_thatIsKeptFromWorking_isNoFailure() {
    answered(ANSWER);

    assertThat(run("exit 75")).isInstanceOf(Change.Outcome.Busy.class);
    assertThat(acting().failures()).isZero();

    assertThat(
            run(
                "echo '[x] FATAL: Chef::Exceptions::RunLockTimeout: Unable to acquire lock. Waited 0"
                    + " seconds for /var/run/chef/chef-client-running.pid to release.'; exit 1"))
        .isInstanceOf(Change.Outcome.Busy.class);
    assertThat(acting().failures()).isZero();
    assertThat(acting().succeeded()).isZero();
  }

  @Test
  void change_thatIsKeptFromWorkingAfterFailures_keepsTheirCount() {
    answered(ANSWER);
    run("exit 1");

    run("exit 75");

    assertThat(acting().failures()).isEqualTo(1);
  }

  @Test
  void change_thatIsAtWork_isCountedAlready() {
    answered(ANSWER);
    String state = this.state.resolve("change/state").toString();

    assertThat(run("cat '" + state + "' > '" + folder + "/during'"))
        .isInstanceOf(Change.Outcome.Done.class);

    // As a kill would leave it: one that began and did not come to its end.
    Path copy = folder.resolve("killed/change/state");
    copy(folder.resolve("during"), copy);
    Acting during = new ChangeMemory(new StateFolder(folder.resolve("killed"), false)).recall();
    assertThat(during.failures()).isEqualTo(1);
    assertThat(during.attempted()).isEqualTo(T);
    assertThat(during.succeeded()).isZero();
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void change_besideAnother_doesNothing() throws Exception {
    answered(ANSWER);
    try (LockFile lock = changes().lock()) {
      assertThat(lock).isNotNull();

      assertThat(run("touch '" + folder + "/ran'")).isInstanceOf(Change.Outcome.AtWork.class);
    }
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(acting()).isEqualTo(Acting.NOTHING);
  }

  @Test
  void change_beforeAnyBeat_saysWhatIsMissing() {
    assertThatThrownBy(() -> run("true"))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .extracting(Throwable::getMessage)
        .asString()
        .contains("the change cannot be run");
  }

  @Test
  void change_ofACopyThatIsTorn_isNotRun() {
    answered("{\"presence\"");

    assertThatThrownBy(() -> run("touch '" + folder + "/ran'"))
        .isInstanceOf(PresenceException.class);
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void change_withoutAMemory_isAConfigurationsFault() {
    ChangeMemory none = new ChangeMemory(new StateFolder(null, false));

    assertThatThrownBy(() -> new Change(none, "true", Duration.ofMinutes(1), clock).run())
        .isInstanceOf(PresenceException.class)
        .hasMessageContaining("--state-dir");
  }

  @Test
  void change_whileNewsComes_leavesItPending() {
    answered(ANSWER);
    changes().change(soon(), before -> before.pending("db=sha256:later", T));

    run("true");

    assertThat(acting().pending()).isEqualTo("db=sha256:later");
    assertThat(Acting.digest(acting().acted())).isNotEqualTo("db=sha256:later");
  }

  @Test
  void change_environment_isOnesOwnWithTheAnswer() throws Exception {
    answered(ANSWER);

    run("env > '" + folder + "/env'");

    List<String> lines = Files.readAllLines(folder.resolve("env"));
    assertThat(lines).contains("PRESENCE_ANSWER=" + state.resolve("change/answer.json"));
    Map<String, String> own = System.getenv();
    assertThat(lines).contains("PATH=" + own.get("PATH"));
  }
}
