package dev.presence.node;

import static dev.presence.testing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.model.ExitCode;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import dev.presence.node.StateFacts.Change;
import dev.presence.testing.Notebook;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFactsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T17:48:30Z");
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final Path folder;

  StateFactsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("instance-id.txt"), "i-0a");
    Files.writeString(folder.resolve("nodepart.txt"), "app");
  }

  private NodeRecord read() {
    return new NodeInfo(folder, new Notebook()).read();
  }

  private Map<String, Object> change(Change change, Instant now) {
    new StateFacts(folder).write(read(), change, now);
    Map<String, Object> facts = new HashMap<>(read().facts());
    facts.keySet().removeIf(name -> !name.startsWith("state"));
    return facts;
  }

  @Test
  void write_ofAChange_isAFactAFile() {
    assertThat(change(new Change("draining", "kernel", "jo@i-0a", HALF_AN_HOUR), NOW))
        .isEqualTo(
            Map.of(
                "state", "draining",
                "statereason", "kernel",
                "stateby", "jo@i-0a",
                "stateuntil", "20261122-181830",
                "statelog", "draining:20261122-174830;",
                "statetss", "20261122-174830"));
  }

  @Test
  void write_ofTheNextChange_addsToTheLogAndTakesAwayWhatNoLongerHolds() {
    change(new Change("draining", "kernel", "jo@i-0a", HALF_AN_HOUR), NOW);

    assertThat(change(new Change("idle", null, "al@i-0a", null), NOW.plusSeconds(1)))
        .isEqualTo(
            Map.of(
                "state", "idle",
                "stateby", "al@i-0a",
                "statelog", "draining:20261122-174830;idle:20261122-174831;",
                "statetss", "20261122-174831"));
  }

  @Test
  void write_ofTheStateThatIs_touchesNothing() throws Exception {
    change(new Change("idle", "why not", "jo@i-0a", null), NOW);
    Map<String, String> before = Tree.of(folder);

    change(new Change("idle", "why not", "al@i-0a", null), NOW.plusSeconds(60));

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void write_ofTheStateThatIsForLonger_movesItsEnd() {
    change(new Change("draining", null, "jo@i-0a", HALF_AN_HOUR), NOW);

    assertThat(change(new Change("draining", null, "jo@i-0a", HALF_AN_HOUR), NOW.plusSeconds(60)))
        .containsEntry("stateuntil", "20261122-181930");
  }

  @Test
  void write_ofTheStateThatIsForGood_takesItsEndAway() {
    change(new Change("draining", null, "jo@i-0a", HALF_AN_HOUR), NOW);

    assertThat(change(new Change("draining", null, "jo@i-0a", null), NOW))
        .containsEntry("state", "draining")
        .doesNotContainKey("stateuntil");
  }

  @Test
  void write_thatFailsOnTheWay_hasNotToldTheState() throws Exception {
    // The state is written last, so that half a change is not taken for a whole one.
    Files.createDirectories(folder.resolve("statetss.txt/in-the-way"));

    assertThatThrownBy(
            () ->
                new StateFacts(folder)
                    .write(node("i-0a"), new Change("left", null, "jo@i-0a", null), NOW))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIG))
        .satisfies(e -> assertThat(e.getMessage()).contains("statetss.txt", "say it again"));

    assertThat(folder.resolve("state.txt")).doesNotExist();
  }

  @Test
  void log_thatGrowsForEver_keepsTheNewestEntriesWithinOneKibibyte() {
    String log = null;
    for (int i = 0; i < 1000; i++) {
      log = StateFacts.log(log, "s" + i, Stamp.of(NOW.plusSeconds(i)));
      assertThat(log).hasSizeLessThanOrEqualTo(1024).endsWith(";");
    }
    // Whole entries: the first one too begins with its state. 1024 / 21 is 48.
    assertThat(log).startsWith("s952:").endsWith(";s999:" + Stamp.of(NOW.plusSeconds(999)) + ";");
  }

  @Test
  void log_thatIsTooLongAlready_isCutToTheBound() {
    assertThat(StateFacts.log("x".repeat(5000) + ";", "idle", Stamp.of(NOW)))
        .isEqualTo("idle:20261122-174830;");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, idle",
        "setup:20261122-174646;, idle",
        "setup:20261101-000000;initdone:20261102-000000;draining:20261103-000000;, initdone",
        "idle:20261101-000000;draining:20261102-000000;, idle",
        "idle:20261101-000000;working:20261101-000001;draining:20261102-000000;, working",
        "working:20261101-000000;draining:20261102-000000;left:20261103-000000;, working",
        // A serving state can be for a while too, and be made longer.
        "idle:20261101-000000;working:20261102-000000;, idle",
        "idle:20261101-000000;working:20261102-000000;working:20261103-000000;, idle",
        "garbage, idle",
        ";;:;working:;draining:;, working"
      })
  void servingBefore_isTheLastServingStateBeforeThePresentOne(String log, String expected) {
    NodeRecord node = node("i-0a", log == null ? Map.of() : Map.of("statelog", log));

    assertThat(StateFacts.servingBefore(node)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"29, false", "30, true", "31, true"})
  void isOver_fromTheVeryMinuteOn(int minutes, boolean expected) {
    NodeRecord node = node("i-0a", Map.of("stateuntil", Stamp.of(NOW.plus(HALF_AN_HOUR)).value()));

    assertThat(StateFacts.isOver(node, NOW.plus(Duration.ofMinutes(minutes)))).isEqualTo(expected);
  }

  @Test
  void isOver_ofAStateForGood_isFalse() {
    assertThat(StateFacts.isOver(node("i-0a"), Instant.MAX.minusSeconds(1))).isFalse();
  }
}
