package dev.presence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.format.FactsFormat;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import dev.presence.node.StateFacts.Change;
import dev.presence.testing.Node;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    return new NodeInfo(folder).read().record();
  }

  private Map<String, @Nullable Object> change(Change change, Instant now) {
    new StateFacts(folder, "w").write(read(), change, now);
    Map<String, @Nullable Object> facts = FactsFormat.facts(read());
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
                new StateFacts(folder, "w")
                    .write(Node.of("i-0a").build(), new Change("left", null, "jo@i-0a", null), NOW))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .satisfies(e -> assertThat(e.getMessage()).contains("statetss.txt", "say it again"));

    assertThat(folder.resolve("state.txt")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"29, false", "30, true", "31, true"})
  void isOver_fromTheVeryMinuteOn(int minutes, boolean expected) {
    NodeRecord node =
        Node.of("i-0a").fact("stateuntil", Stamp.of(NOW.plus(HALF_AN_HOUR)).value()).build();

    assertThat(StateFacts.isOver(node, NOW.plus(Duration.ofMinutes(minutes)))).isEqualTo(expected);
  }

  @Test
  void isOver_ofAStateForGood_isFalse() {
    assertThat(StateFacts.isOver(Node.of("i-0a").build(), Instant.MAX.minusSeconds(1))).isFalse();
  }

  @Test
  void write_ofAReasonWithThePasswordOfAUrl_isRefusedAndWritesNothing() throws Exception {
    Map<String, String> before = Tree.of(folder);

    assertThatThrownBy(
            () -> change(new Change("left", "see https://a:hunter2@b", "jo@i-0a", null), NOW))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
        .satisfies(e -> assertThat(e.getMessage()).contains("--reason").doesNotContain("hunter2"));

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  // A kill between any two steps. What stands in the way of one file stops the write just there.

  /** The files of a change, in the order of writing. */
  private static final List<String> FILES =
      List.of("statelog", "stateuntil", "statereason", "stateby", "statetss", "state");

  /** The change, killed before it could touch that fact's file. */
  private void changeUntil(String fact, Change change, Instant now) throws IOException {
    NodeRecord current = read();
    Path file = folder.resolve(fact + ".txt");
    Path kept = folder.resolve("kept");
    boolean was = Files.exists(file);
    if (was) {
      Files.move(file, kept);
    }
    Files.createDirectories(file.resolve("in-the-way"));
    assertThatThrownBy(() -> new StateFacts(folder, "w").write(current, change, now))
        .isInstanceOf(PresenceException.class);
    Files.delete(file.resolve("in-the-way"));
    Files.delete(file);
    if (was) {
      Files.move(kept, file);
    }
  }

  /** What the announce of each minute does about the state. */
  private void beat(Instant now) {
    NodeRecord current = read();
    if (StateFacts.isOver(current, now)) {
      new StateFacts(folder, "w").write(current, StateFacts.end(current, "jo@i-0a"), now);
    }
  }

  /** M9: killed between two of its steps, the announce that ends a drain left it for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"stateuntil", "statereason", "stateby", "statelog", "statetss", "state"})
  void end_killedBeforeAnyFile_isReachedAtTheNextBeat(String fact) throws Exception {
    change(new Change("initdone", null, "jo@i-0a", null), NOW.minusSeconds(9));
    change(new Change("working", null, "jo@i-0a", null), NOW.minusSeconds(5));
    change(new Change("draining", "kernel", "jo@i-0a", HALF_AN_HOUR), NOW);
    Instant over = NOW.plus(HALF_AN_HOUR);

    changeUntil(fact, StateFacts.end(read(), "jo@i-0a"), over);
    assertThat(StateFacts.isOver(read(), over)).isTrue();
    beat(over.plusSeconds(60));

    assertThat(read().state().word()).isEqualTo("working");
    assertThat(read().state().until()).isNull();
    assertThat(folder.resolve("stateuntil.txt")).doesNotExist();
    Map<String, String> after = Tree.of(folder);
    beat(over.plusSeconds(120));
    assertThat(Tree.of(folder)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stateuntil", "statereason", "stateby", "statelog", "statetss", "state"})
  void drainForAWhile_killedBeforeAnyFile_neverLasts(String fact) throws Exception {
    change(new Change("initdone", null, "jo@i-0a", null), NOW.minusSeconds(9));
    change(new Change("working", null, "jo@i-0a", null), NOW.minusSeconds(5));

    changeUntil(fact, new Change("draining", "kernel", "jo@i-0a", HALF_AN_HOUR), NOW);
    assertThat(read().state().word()).isEqualTo("working");
    beat(NOW.plusSeconds(60));
    beat(NOW.plus(HALF_AN_HOUR));

    assertThat(read().state().word()).isEqualTo("working");
    assertThat(read().state().until()).isNull();
  }

  /** Whatever was written so far: who drains for a while has an end. */
  @Test
  void drainForAWhile_afterEachWrite_isNeverWithoutItsEnd() throws Exception {
    for (String fact : FILES) {
      change(new Change("idle", null, "jo@i-0a", null), NOW.minusSeconds(5));
      changeUntil(fact, new Change("draining", fact, "jo@i-0a", HALF_AN_HOUR), NOW);
      assertThat(read().state().word()).as("before %s", fact).isEqualTo("idle");
      change(new Change("draining", fact, "jo@i-0a", HALF_AN_HOUR), NOW);
      assertThat(read().state().until()).as("after %s", fact).isNotNull();
    }
  }

  /** A serving state can be for a while too: it ends in the one before it, killed or not. */
  @ParameterizedTest
  @ValueSource(
      strings = {"none", "stateuntil", "statereason", "stateby", "statelog", "statetss", "state"})
  void servingForAWhile_endsInTheServingStateBefore(String killedBefore) throws Exception {
    change(new Change("idle", null, "jo@i-0a", null), NOW.minusSeconds(5));
    change(new Change("running", "load", "jo@i-0a", HALF_AN_HOUR), NOW);
    Instant over = NOW.plus(HALF_AN_HOUR);
    if (!killedBefore.equals("none")) {
      changeUntil(killedBefore, StateFacts.end(read(), "jo@i-0a"), over);
    }

    beat(over.plusSeconds(60));

    assertThat(read().state().word()).isEqualTo("idle");
    assertThat(read().state().until()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stateuntil", "statereason", "stateby", "statelog", "statetss", "state"})
  void servingForAWhile_killedAsItBegins_staysWhatItWas(String fact) throws Exception {
    change(new Change("initdone", null, "jo@i-0a", null), NOW.minusSeconds(9));
    change(new Change("idle", null, "jo@i-0a", null), NOW.minusSeconds(5));

    changeUntil(fact, new Change("running", "load", "jo@i-0a", HALF_AN_HOUR), NOW);
    beat(NOW.plus(HALF_AN_HOUR));

    assertThat(read().state().word()).isEqualTo("idle");
    assertThat(read().state().until()).isNull();
  }
}
