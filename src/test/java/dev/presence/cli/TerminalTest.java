package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a stranger put on the list reaches a terminal, or a line of its own, unescaped. */
class TerminalTest {
  /** Clears the screen, sets the title, 8-bit CSI, right-to-left, bell; as JSON writes them. */
  private static final String EVIL =
      "a\\u001b[2J\\u001b]0;x\\u0007\\u009b31m\\u202e\\nforged\\r\\u0000\\u007f";

  private final Fleet fleet;

  TerminalTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    fleet.announced("i-good", "app");
    fleet.recordOf(
        "i-evil",
        ("\"nodepart\": \"app\", \"address\": \"10.0.3.66\", \"deployment\": \"fed1\","
                + " \"stacktype\": \"lamp\", \"state\": \"draining\", \"tss\": \"20261122-170000\","
                + " \"statereason\": \"EVIL\", \"stateby\": \"EVIL\", \"statelog\": \"EVIL\","
                + " \"initgitrepo\": \"EVIL\", \"EVIL\": \"EVIL\", \"motto\": {\"EVIL\": [\"EVIL\"]}")
            .replace("EVIL", EVIL));
    fleet.recordOf("i-bad1", "\"nodepart\": \"" + EVIL + "\"");
    fleet.recordOf("i-bad2", "\"nodepart\": \"app\", \"state\": \"" + EVIL + "\"");
    fleet.recordOf("i-bad3", "\"nodepart\": \"app\", \"ports\": {\"" + EVIL + "\": 1}");
    fleet.recordOf("i-bad4", "\"nodepart\": \"app\", \"deployment\": \"" + EVIL + "\"");
    fleet.onList("i-bad5.json", "\u001b[2J{");
    fleet.onList("i-bad6.json", "{\"filetype\": \"" + EVIL + "\"}");
    fleet.onList("evil\u001b[2J\u009b\n.json", "{}");
  }

  private static void assertTame(Run run) {
    assertThat(run.out() + run.err()).as("%s", run).matches("(?s)[\\n\\t -~]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "list --format json",
        "show i-evil",
        "show i-evil --format json",
        "show i-bad1",
        "show i-bad2",
        "explain app",
        "explain i-evil",
        "explain app --format json",
        "doctor",
        "resolve --part app --fact motto",
        "resolve --part app --format lines",
        "resolve --part app --dry-run",
        "wait --part app",
        "remove i-evil"
      })
  void command_overAnEvilList_printsNothingRaw(String command) {
    Run run = fleet.as("i-good", command.split(" ", -1));

    assertThat(run.status()).isIn(0, 15);
    assertTame(run);
  }

  @Test
  void command_overAnEvilList_namesEachBadFileOnALineOfItsOwn() {
    Run run = fleet.as("i-good", "resolve", "--part", "app").ended(0);

    assertThat(run.peers("app")).containsExactly("i-good");
    assertThat(run.err().lines())
        .hasSize(6)
        .filteredOn(line -> line.startsWith("presence: " + fleet.list + "/all/"))
        .hasSize(5);
    assertThat(run.err()).contains("2 more on " + fleet.list, "'presence doctor' names them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "explain", "remove", "init", "state"})
  void command_withAnEvilOperand_printsNothingRaw(String command) {
    assertTame(fleet.as("i-good", command, "\u001b[2J\u009b\nforged"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store",
        "part",
        "minimum",
        "fact",
        "timeout",
        "format",
        "out",
        "report",
        "state-dir",
        "nodeinfo",
        "config",
        "deployment"
      })
  void resolve_withAnEvilOption_printsNothingRaw(String option) {
    String evil = fleet.folder + "/\u001b[2J\u009b\nforged/x";

    assertTame(fleet.run("resolve", "--part", "app", "--" + option, evil));
  }

  @Test
  void resolve_atAFolderOfAnEvilName_printsNothingRaw() throws Exception {
    Path evil = Files.createDirectories(fleet.folder.resolve("\u001b[2J\u009b\nforged"));

    assertTame(fleet.as("i-good", "resolve", "--part", "app", "--store", evil.toString()));
  }

  @Test
  void announce_withEvilFacts_printsNothingRaw() {
    fleet.node("i-good", "app", "motto.txt", "\u001b[2J", "zone.txt", "\u001b[2J\nforged");

    assertTame(fleet.as("i-good", "announce").ended(10));
  }
}
