package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which nodes a list shows, and in which order. */
class ListCommandTest {
  private final Fleet fleet;

  ListCommandTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    fleet.announced("i-a", "lb", "address.txt", "10.0.3.10");
    fleet.clock.move(Duration.ofMinutes(1));
    fleet.announced("i-b", "app", "address.txt", "10.0.3.9", "deployment.txt", "fed2");
    fleet.clock.move(Duration.ofMinutes(1));
    fleet.announced("i-c", "app", "address.txt", "10.0.3.100", "deployment.txt", "fed3");
    fleet.run("drain", "i-c").ended(0);
  }

  private List<String> ids(String... options) {
    return ids(fleet.run(arguments(options)).quietly());
  }

  private static String[] arguments(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "list";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return arguments;
  }

  private static List<String> ids(Run run) {
    return run.out().lines().skip(1).map(line -> line.substring(0, 3)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "id, i-a i-b i-c",
    "part, i-b i-c i-a",
    "address, i-b i-a i-c",
    "deployment, i-a i-b i-c",
    "changed, i-c i-b i-a",
    "note, i-c i-a i-b",
    "state, i-a i-b i-c"
  })
  void sort_byAColumn_isItsOrder(String column, String ids) {
    assertThat(ids("--sort", column)).containsExactly(ids.split(" ", -1));
  }

  @Test
  void sort_byBeat_hasTheLongestSilenceFirstAndWhoNeverBeatLast() {
    fleet.as("i-b", "announce", "--beat").ended(0);
    fleet.clock.move(Duration.ofSeconds(20));
    fleet.as("i-c", "announce", "--beat").ended(0);

    assertThat(ids("--sort", "beat")).containsExactly("i-b", "i-c", "i-a");
  }

  @Test
  void sort_ofJson_isTheSameOrder() {
    Run run = fleet.run("list", "--sort", "changed", "--format", "json").quietly();

    assertThat(run.json().at("/nodes/0/instance-id").asText()).isEqualTo("i-c");
  }

  @Test
  void sort_byNoColumn_isAUsageErrorWithTheNearest() {
    fleet.run("list", "--sort", "adress").failed(2, "\"adress\"", "did you mean address?");
    fleet.run("list", "--sort", "moonphase").failed(2, "there are id, part, state, address");
  }

  @Test
  void filters_givenSeveralTimes_takeEach() {
    assertThat(ids("--part", "lb", "--part", "app")).hasSize(3);
    assertThat(ids("--deployment", "fed1", "--deployment", "fed3")).containsExactly("i-a", "i-c");
    assertThat(ids("--part", "app", "--deployment", "fed3")).containsExactly("i-c");
    assertThat(ids("--stacktype", "any")).hasSize(3);
  }

  @Test
  void state_ofANodeThatAnOrderDrains_isDrainingToo() {
    assertThat(ids("--state", "draining")).containsExactly("i-c");
    assertThat(ids("--state", "none")).containsExactly("i-a", "i-b", "i-c");
    assertThat(ids("--state", "setup")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "part, ap, app",
    "state, drainig, draining",
    "deployment, fde1, fed1",
    "stacktype, lmap, lamp"
  })
  void filter_thatNobodyFits_tellsTheNearest(String option, String word, String nearest) {
    Run run = fleet.run("list", "--" + option, word).ended(0);

    assertThat(ids(run)).isEmpty();
    assertThat(run.err()).contains(word + ": did you mean " + nearest + "?\n");
  }

  @Test
  void state_asTheListShowsIt_isTakenToo() {
    for (String id : List.of("i-a", "i-b")) {
      fleet.as(id, "announce", "--beat").ended(0);
    }
    fleet.clock.move(Duration.ofMinutes(4));
    fleet.as("i-b", "announce", "--beat").ended(0);
    fleet.clock.move(Duration.ofMinutes(4));
    fleet.onList("i-x.json", "no record");

    assertThat(ids(fleet.run("list", "--state", "late"))).containsExactly("i-b");
    assertThat(ids(fleet.run("list", "--state", "silent"))).containsExactly("i-a");
    assertThat(ids(fleet.run("list", "--state", "broken"))).containsExactly("i-x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dead", "held", "clash"})
  void state_thatIsAVerdict_saysWhoTellsIt(String word) {
    assertThat(fleet.run("list", "--state", word).ended(0).err())
        .contains("no node says that its state is " + word, "'presence explain'")
        .hasLineCount(1);
  }

  @Test
  void filter_thatIsWrittenLikeNothing_saysThatNobodyFits() {
    assertThat(fleet.run("list", "--part", "mongodb").ended(0).err())
        .isEqualTo("presence: no node plays mongodb\n");
    fleet.run("list", "--deployment", "a b").failed(2, "--deployment \"a b\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "status"})
  void watch_whereStdoutIsNoTerminal_isRefused(String command) {
    fleet.run(command, "--watch").failed(2, "--watch draws on a terminal, and stdout is none");
  }

  @ParameterizedTest
  @CsvSource({"--format json, --format json", "--watch 0s, --watch is a time"})
  void watch_withWhatItCannotHave_isRefused(String options, String words) {
    String[] arguments = ("list --watch " + options).split(" ", -1);
    fleet.environment.put("TERM", "xterm");

    fleet.onTerminal("24 80 C.UTF-8", arguments).failed(2, words);
  }

  @Test
  void summary_isForATerminalAlone() {
    fleet.as("i-b", "announce", "--beat").ended(0);
    fleet.clock.move(Duration.ofMinutes(4));

    Run run = fleet.onTerminal("24 80 C.UTF-8", "list").quietly();

    assertThat(run.out()).endsWith("\n\n3 nodes: 2 app, 1 lb; 1 draining, 1 late\n");
    assertThat(fleet.run("list").quietly().out()).doesNotContain("nodes");
    assertThat(fleet.onTerminal("24 80 C.UTF-8", "list", "--format", "json").quietly())
        .isEqualTo(fleet.run("list", "--format", "json"));
  }

  @ParameterizedTest
  @CsvSource({
    "auto, xterm, '', true",
    "auto, xterm, 1, false",
    "auto, dumb, '', false",
    "auto, '', '', false",
    "never, xterm, '', false",
    "always, dumb, 1, true"
  })
  void colour_onATerminal_isThereWhenItIsWanted(
      String colour, String term, String noColor, boolean isThere) {
    fleet.environment.put("TERM", term);
    fleet.environment.put("NO_COLOR", noColor);
    String escape = "\u001b[";

    Run run = fleet.onTerminal("24 80 C.UTF-8", "list", "--color", colour).quietly();
    fleet.write("presence.json", "{\"color\": \"" + colour + "\"}");

    assertThat(run.out().contains(escape)).isEqualTo(isThere);
    assertThat(fleet.onTerminal("24 80 C.UTF-8", "list")).isEqualTo(run);
    assertThat(fleet.run("list").out().contains(escape)).isEqualTo(colour.equals("always"));
    assertThat(fleet.run("list", "--format", "json").out()).doesNotContain(escape);
  }

  @Test
  void colour_thatIsNone_isRefused() {
    fleet.run("list", "--color", "blue").failed(2, "--color is auto, always or never");
    fleet.write("presence.json", "{\"color\": \"blue\"}");
    fleet.run("list").failed(10, "--color is auto", fleet.config.toString());
  }

  @ParameterizedTest
  @CsvSource({"24 60 C.UTF-8, '', 60", "24 60 C.UTF-8, 70, 70", "' C.UTF-8', '', 1000"})
  void width_ofATerminal_isItsOwnUnlessColumnsSayOtherwise(String told, String columns, int width) {
    fleet.environment.put("COLUMNS", columns);

    Run run = fleet.onTerminal(told, "list").quietly();

    assertThat(run.out().lines().mapToInt(Cells::width).max().orElseThrow())
        .isLessThanOrEqualTo(width);
    assertThat(run.out().contains("ordered draining at 2026")).isEqualTo(width == 1000);
    assertThat(fleet.onTerminal(told.replace("C.UTF-8", "C"), "list").out()).doesNotContain("…");
  }
}
