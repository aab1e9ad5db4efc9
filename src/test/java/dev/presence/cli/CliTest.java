package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every command. */
class CliTest {
  static final Iterable<String> COMMANDS = Commands.NAMES;

  private final Fleet fleet;

  CliTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
  }

  @Test
  void run_withoutACommand_isAUsageError() {
    fleet.run().failed(2, "no command", "presence --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anounce", "Resolve", "--part", "", "\u001b[2J"})
  void run_ofAnUnknownCommand_isAUsageError(String command) {
    fleet.run(command).failed(2, "no command \"", "presence --help");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void run_ofACommandWithHelp_doesNothingElse(String command) {
    Run run = fleet.run(command, "--help").quietly();

    assertThat(run.out()).startsWith("usage: presence " + command + " ");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void run_ofACommandWithAnUnknownOption_isAUsageError(String command) {
    fleet.run(command, "--unknown").failed(2, "--unknown");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void run_ofACommandWithAnOptionCutShort_isAUsageError(String command) {
    // "--st" must not come to mean --store today and something else in a later version.
    fleet.run(command, "--st=/tmp").failed(2, "--st");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "announce",
        "resolve",
        "list",
        "wait",
        "leave",
        "prune",
        "archive",
        "doctor",
        "demo"
      })
  void run_withAnOperandTooMany_isAUsageError(String command) {
    fleet.run(command, "extra").failed(2, "'presence " + command + "' takes no operand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "show", "explain", "state", "remove"})
  void run_withoutItsOperand_isAUsageError(String command) {
    fleet.run(command).failed(2, "'presence " + command + "' takes ");
  }

  @Test
  void run_withTwoOperandsWhereOneIsTaken_isAUsageError() {
    fleet.run("show", "i-0a", "i-0b").failed(2, "takes ID");
  }

  @Test
  void run_withAnOptionWithoutItsValue_isAUsageError() {
    fleet.run("list", "--store").failed(2, "store");
  }

  @Test
  void run_ofHelp_listsEveryCommand() {
    Run run = fleet.run("--help").quietly();

    assertThat(run.out()).contains(Commands.NAMES);
    assertThat(fleet.run("help")).isEqualTo(run);
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void run_ofHelpForACommand_isItsHelp(String command) {
    assertThat(fleet.run("help", command)).isEqualTo(fleet.run(command, "--help").quietly());
  }

  @ParameterizedTest
  @ValueSource(strings = {"announce", "list", "init list"})
  void run_withACommonOptionThatIsWrong_doesNothing(String line) {
    fleet.node("i-0a", "app");
    for (String option : new String[] {"--color=maybe", "--format=xml"}) {
      fleet.run((line + " " + option).split(" ", -1)).failed(2, option.substring(0, 7), "not \"");
    }
    fleet.environment.put("PRESENCE_STACKTRACE", "maybe");
    fleet.run(line.split(" ", -1)).failed(2, "--stacktrace", "in PRESENCE_STACKTRACE");

    assertThat(fleet.list.resolve("all")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"page", "demo"})
  void run_ofWhatHasOneFormAlone_takesNoFormat(String command) {
    fleet.run(command, "--format", "json").failed(2, "no option --format here");
    assertThat(fleet.run(command, "--help").quietly().out()).doesNotContain("--format");
  }

  @Test
  void run_ofVersion_isOneLine() {
    Run run = fleet.run("--version").quietly();

    assertThat(run.out()).matches("presence \\S+\n");
    assertThat(fleet.run("list", "--version")).isEqualTo(run);
  }

  @Test
  void run_withoutAStore_isAUsageErrorThatSaysHowToNameOne() {
    fleet.environment.remove("PRESENCE_STORE");

    fleet.run("list").failed(2, "no store", "--store", "PRESENCE_STORE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "folder:", "http://x", "git:https://me:hunter2@git.example/list", "a\u0000b"})
  void run_withAStoreThatIsNone_isAUsageError(String store) {
    fleet.run("list", "--store", store).failed(2, "store");
  }

  @Test
  void run_whenAnErrorEndsIt_hasAStackTraceOnlyWhenAskedFor() {
    Run run = fleet.run("show", "i-0a", "--stacktrace").ended(2);

    assertThat(run.err()).contains("\n\tat dev.presence.");
    fleet.run("show", "i-0a").failed(2, "no node i-0a");
  }

  @Test
  void run_whenStdoutTakesNoMore_isNoSuccess() {
    PrintStream full =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no space left");
              }
            },
            false,
            UTF_8);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Cli cli = new Cli(full, new PrintStream(err, true, UTF_8), fleet.environment, fleet.clock);

    assertThat(cli.run("list")).isEqualTo(1);

    assertThat(err.toString(UTF_8))
        .isEqualTo("presence: stdout could not take all that was written: see where it leads\n");
  }

  @Test
  void run_withoutMemory_isNoBugAndSaysHowMuchThereIs() {
    PrintStream small =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new OutOfMemoryError("Java heap space");
              }
            },
            false,
            UTF_8);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Cli cli = new Cli(small, new PrintStream(err, true, UTF_8), fleet.environment, fleet.clock);

    assertThat(cli.run("list")).isEqualTo(1);

    assertThat(err.toString(UTF_8))
        .matches("presence: the [0-9,]+ MB of memory that Java has here are too few .*\n");
  }

  @Test
  void run_ofAWholeDay_printsNothingThatDependsOnTheEnvironmentAroundIt() {
    // Variables of other programs, and empty ones of this, are none of its business.
    fleet.environment.putAll(Map.of("STORE", "/nowhere", "PRESENCE_PART", " ", "PRESENCE_X", "1"));

    fleet.run("list").quietly();
  }

  @Test
  void run_ofAWordThatIsNearlyOne_tellsWhichWasMeant() {
    fleet.run("lst").failed(2, "did you mean list?");
    fleet.run("--verson").failed(2, "did you mean --version?");
    fleet.run("help", "lst").failed(2, "did you mean list?");
    fleet.run("list", "--formt", "json").failed(2, "did you mean --format?");
    assertThat(fleet.run("teleport").failed(2).err()).doesNotContain("did you mean");
    assertThat(fleet.run("list", "-h")).isEqualTo(fleet.run("list", "--help").quietly());
  }
}
