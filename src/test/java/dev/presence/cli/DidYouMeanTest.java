package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a person types a name, a slip of the hand is told with what was perhaps meant. */
class DidYouMeanTest {
  private final Fleet fleet;

  DidYouMeanTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    fleet.announced("i-web1", "cache");
    fleet.announced("i-db1", "store");
  }

  @ParameterizedTest
  @CsvSource({
    "lsit, list",
    "list --prat x, --part",
    "list --sort staet, state",
    "list --store gti:/srv/list, git:",
    "list --store foldre:/srv/list, folder:",
    "show i-web, i-web1",
    "explain i-wbe1, i-web1",
    "resolve --part cache --minimum cahce=1, cache",
    "resolve --part cache --probe chace=tcp:80, cache",
    "state drainig, draining"
  })
  void command_withANameMistyped_isRefusedWithTheNearest(String line, String nearest) {
    fleet.as("i-web1", line.split(" ", -1)).failed(2, "did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "list --part cahce, cache",
    "remove i-wbe1, i-web1",
    "drain i-web2, i-web1",
    "undrain i-wbe1, i-web1"
  })
  void command_thatIsDoneAllTheSame_tellsTheNearest(String line, String nearest) {
    Run run = fleet.run(line.split(" ", -1)).ended(0);

    assertThat(run.err()).contains("did you mean " + nearest + "?");
  }

  @Test
  void history_ofAMistypedName_tellsTheNearest() {
    fleet.as("i-db1", "resolve", "--part", "cache").ended(0);

    assertThat(fleet.as("i-db1", "history", "i-wbe1").err()).contains("did you mean i-web1?");
    assertThat(fleet.as("i-db1", "history", "--part", "cahce").err())
        .contains("did you mean cache?");
    assertThat(fleet.as("i-db1", "history", "i-web1").quietly().out()).contains("i-web1");
  }

  @Test
  void configuration_withAKeyMistyped_isRefusedWithTheNearest() {
    fleet.write("presence.json", "{\"deploiment\": \"fed1\"}");

    fleet.run("list").failed(10, "did you mean deployment?");
  }

  /** An empty part is no slip of the hand in a script, and may be one where somebody looks. */
  @Test
  void resolve_ofAPartThatNobodyPlays_tellsTheNearestOnATerminalAlone() {
    String[] line = {"resolve", "--part", "cahce", "--deployment", "any", "--stacktype", "any"};

    assertThat(fleet.onTerminal("24 80 C.UTF-8", line).ended(0).err())
        .isEqualTo("presence: nobody plays cahce: did you mean cache?\n");
    fleet.run(line).quietly();
  }
}
