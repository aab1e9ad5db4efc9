package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code state}, {@code drain}, {@code undrain} and {@code leave} of the app i-0a. */
class StateCommandsTest {
  private final Fleet fleet;
  private final Path info;

  StateCommandsTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.info = fleet.announced("i-0a", "app");
    fleet.environment.put("SUDO_USER", "jo");
  }

  private Run own(String... arguments) {
    return fleet.as("i-0a", arguments);
  }

  /** A fact on the list; empty when it is not there. */
  private String announced(String fact) throws IOException {
    JsonNode record = Run.json(Files.readString(fleet.list.resolve("all/i-0a.json")));
    return record.path("value").path(fact).asText();
  }

  @Test
  void state_ofAWord_isWrittenAndAnnounced() throws Exception {
    own("state", "working", "--reason", "Chef runs").quietly();

    assertThat(info.resolve("state.txt")).hasContent("working");
    assertThat(announced("state")).isEqualTo("working");
    assertThat(announced("statereason")).isEqualTo("Chef runs");
    assertThat(announced("stateby")).isEqualTo("jo@i-0a");
    assertThat(announced("statetss")).isEqualTo("20261122-174830");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "idle;rm", "../idle", "x\n", "\u001b[2J", "-x"})
  void state_thatIsNoWord_isAUsageErrorAndWritesNothing(String word) throws Exception {
    Map<String, String> before = Tree.of(fleet.folder);

    own("state", "--", word).failed(2, "a state is 1 to 63 of");

    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
  }

  @Test
  void state_said_again_touchesNothing() throws Exception {
    own("state", "idle").quietly();
    fleet.clock.move(Duration.ofHours(1));
    Map<String, String> before = Tree.of(fleet.folder);

    own("state", "idle").quietly();

    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
  }

  @Test
  void drain_takesTheNodeOutOfNewWork() {
    own("drain", "--reason", "kernel").quietly();

    Run run = own("resolve", "--part", "app").quietly();
    assertThat(run.peers("app")).isEmpty();
    assertThat(run.draining("app")).containsExactly("i-0a");
  }

  @Test
  void drain_forAWhile_isEndedByAnAnnounceAfterwardsAndNotBefore() throws Exception {
    own("state", "running").quietly();
    own("drain", "--for", "30m").quietly();

    fleet.clock.move(Duration.ofMinutes(29));
    own("announce").quietly();
    assertThat(announced("state")).isEqualTo("draining");

    fleet.clock.move(Duration.ofMinutes(1));
    Run run = own("announce").ended(0);
    assertThat(run.err())
        .isEqualTo("presence: draining was until 20261122-181830: i-0a is running again\n");
    assertThat(announced("state")).isEqualTo("running");
    assertThat(announced("stateuntil")).isEmpty();
    assertThat(announced("statetss")).isEqualTo("20261122-181830");

    own("announce").quietly();
  }

  @Test
  void drain_forGood_isEndedByNoAnnounce() throws Exception {
    own("drain").quietly();
    fleet.clock.move(Duration.ofDays(400));

    own("announce").quietly();

    assertThat(announced("state")).isEqualTo("draining");
  }

  @Test
  void state_thatServesForAWhile_endsInTheOneBefore() throws Exception {
    own("state", "idle").quietly();
    own("state", "working", "--for", "1h").quietly();
    fleet.clock.move(Duration.ofHours(1));

    own("announce").ended(0);

    assertThat(announced("state")).isEqualTo("idle");
    assertThat(announced("stateuntil")).isEmpty();
  }

  @Test
  void undrain_putsTheNodeBackInTheStateItHad() throws Exception {
    own("state", "working").quietly();
    own("drain", "--reason", "kernel").quietly();

    own("undrain").quietly();

    assertThat(announced("state")).isEqualTo("working");
    assertThat(announced("statereason")).isEmpty();
    assertThat(own("resolve", "--part", "app").quietly().peers("app")).containsExactly("i-0a");
  }

  @Test
  void undrain_ofANodeThatDoesNotDrain_saysSoAndChangesNothing() throws Exception {
    own("state", "setup").quietly();
    Map<String, String> before = Tree.of(fleet.folder);

    Run run = own("undrain").ended(0);

    assertThat(run.err())
        .isEqualTo(
            "presence: i-0a is not draining, its state is setup: 'presence state idle' puts it to work\n");
    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
  }

  @Test
  void leave_takesTheNodeOffEveryAnswerForGood() throws Exception {
    own("leave", "--reason", "scaled in").quietly();
    fleet.clock.move(Duration.ofDays(1));
    own("announce").quietly();

    assertThat(announced("state")).isEqualTo("left");
    Run run = own("resolve", "--part", "app").quietly();
    assertThat(run.peers("app")).isEmpty();
    assertThat(run.draining("app")).isEmpty();
  }

  @Test
  void leave_forAWhile_isAUsageError() {
    own("leave", "--for", "1h").failed(2, "--for");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "leave", "state idle"})
  void change_onAMachineThatIsNoNode_endsWithTen(String command) {
    fleet.run(command.split(" ", -1)).failed(10, "no nodeinfo folder");
  }

  @Test
  void change_whenAllStoresAreAway_isKeptForTheNextAnnounce() throws Exception {
    fleet.loseList();
    own("drain").failed(11, fleet.list.toString());
    fleet.move(fleet.folder.resolve("list.away"), fleet.list);

    own("announce").quietly();

    assertThat(announced("state")).isEqualTo("draining");
  }

  @Test
  void drain_withAReasonOverTheBound_isRefusedAndSpoilsNothing() throws Exception {
    own("drain", "--reason", "x".repeat(9000)).ended(2);

    own("announce").quietly();
    assertThat(announced("state")).isEmpty();
  }

  @Test
  void drain_withAReasonOfManyLines_isAnnouncedAndExplainedOnOneLine() throws Exception {
    own("drain", "--reason", "one\n\u001b[2Jtwo").quietly();

    assertThat(announced("statereason")).isEqualTo("one\n\u001b[2Jtwo");
    Run run = own("explain", "app").quietly();
    assertThat(run.out()).contains("one\\u000a\\u001b[2Jtwo").doesNotContain("\u001b");
  }
}
