package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code init}, {@code list}, {@code show}, {@code explain} and {@code doctor}. */
class OnlookersTest {
  private final Fleet fleet;

  OnlookersTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    fleet.announced("i-a", "app", "address.txt", "10.0.3.61", "ports.json", "{\"http\": 80}");
    fleet.announced("i-far", "db", "address.txt", "10.0.9.54", "deployment.txt", "fed2");
  }

  /** As the original system wrote them. */
  private void addOldRecord() {
    fleet.recordOf(
        "i-old",
        "\"deployment\": \"fed1\", \"initgitrepo\": \"git@example.com:x\", \"nodepart\": \"db1\","
            + " \"stacktype\": \"lad1\", \"state\": \"idle\", \"statelog\":"
            + " \"setup:20151008-174646;\", \"statetss\": \"20151008-174830\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "list --format json", "show i-a", "explain app", "explain i-a"})
  void onlooker_changesNothingNotEvenTheMemory(String command) throws Exception {
    Map<String, String> before = Tree.of(fleet.folder);

    fleet.run(command.split(" ", -1)).ended(0);

    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
  }

  @Test
  void init_ofAList_canBeDoneAgainAndKeepsIt() throws Exception {
    Map<String, String> before = Tree.of(fleet.list);

    Run run = fleet.run("init", fleet.list.toString()).quietly();

    assertThat(run.out()).isEqualTo(fleet.list + " is a list\n");
    assertThat(Tree.of(fleet.list)).isEqualTo(before);
  }

  @Test
  void init_ofAFile_endsWithEleven() {
    Path file = fleet.write("a-file", "precious");

    fleet.run("init", file.toString()).failed(11, file + " is a file");

    assertThat(file).hasContent("precious");
  }

  @Test
  void list_isATableOfEveryDeployment() {
    addOldRecord();

    assertThat(fleet.run("list").quietly().out())
        .isEqualTo(
            """
            ID     PART  STATE  ADDRESS    PORTS    DEPLOYMENT  STACKTYPE  CHANGED          BEAT  NOTE
            i-a    app   -      10.0.3.61  http=80  fed1        lamp       20261122-174830  -     -
            i-far  db    -      10.0.9.54  -        fed2        lamp       20261122-174830  -     -
            i-old  db1   idle   -          -        fed1        lad1       20151008-174830  -     -
            """);
  }

  @Test
  void list_inAScope_leavesTheOthersOut() {
    assertThat(fleet.run("list", "--deployment", "fed2").quietly().out())
        .contains("i-far")
        .doesNotContain("i-a ");
  }

  @Test
  void list_asJson_hasTheFactsAndTheBadFiles() {
    fleet.onList("i-bad.json", "");

    JsonNode json = fleet.run("list", "--format", "json").ended(0).json();

    assertThat(json.get("nodes").findValuesAsText("instance-id")).containsExactly("i-a", "i-far");
    assertThat(json.at("/bad/0/reason").asText()).isEqualTo("is empty");
  }

  @Test
  void show_ofANode_hasItsFactsAndWhatEachStoreHolds() {
    String out = fleet.run("show", "i-a").quietly().out();

    assertThat(out)
        .containsPattern("ports +\\{\"http\":80}")
        .containsPattern("this +" + fleet.list);
  }

  @Test
  void show_ofABrokenRecord_tellsWhatIsWrongWithIt() {
    fleet.onList("i-bad.json", "");

    assertThat(fleet.run("show", "i-bad").ended(0).out()).contains("is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"i-f", "../../etc/passwd", "\u001b[2J"})
  void show_ofAnUnknownNode_isAUsageError(String id) {
    fleet.run("show", id).failed(2, "no node ");
    fleet.run("explain", id).failed(2, "no node ", " is or was on the list");
  }

  @Test
  void explain_ofAPart_tellsOfEachNodeWhyAndWhatWouldChangeIt() {
    fleet.announced("i-b", "app", "deployment.txt", "fed2");
    fleet.announced("i-c", "app", "address.txt", "10.0.3.63");
    fleet.as("i-c", "leave", "--reason", "scaled in").ended(0);

    String out = fleet.as("i-a", "explain", "app").quietly().out();

    assertThat(out.lines())
        .anySatisfy(line -> assertThat(line).startsWith("part app, deployment fed1"))
        .anySatisfy(line -> assertThat(line).matches("i-a +peer +peer +no state; no beat +-"))
        .anySatisfy(line -> assertThat(line).matches("i-b +out +deployment .*--deployment any.*"))
        .anySatisfy(line -> assertThat(line).matches("i-c +out +state .*scaled in.*state idle.*"))
        .last()
        .isEqualTo("1 node plays another part");
  }

  @Test
  void explain_ofARecordOfTheOriginalSystem_tellsHowToHaveItAsAPeer() {
    addOldRecord();

    String out =
        fleet.run("explain", "db", "--part", "db=db*", "--deployment", "any").ended(0).out();

    assertThat(out).containsPattern("i-old +out +address .*--no-address-needed");
  }

  @Test
  void doctor_ofAHealthyNode_findsNothing() {
    Run run = fleet.as("i-a", "doctor").quietly();

    assertThat(run.out()).doesNotContain("BAD").contains("i-a plays app", " can be written");
    assertThat(fleet.list.resolve("all")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void doctor_ofABrokenRecord_namesIt() {
    fleet.onList("i-bad.json", "");

    assertThat(fleet.as("i-a", "doctor").ended(15).out())
        .containsPattern("record +BAD .*i-bad.json");
  }

  @Test
  void doctor_ofFactsNotAnnounced_saysSo() {
    fleet.node("i-a", "app", "rack.txt", "r2");

    assertThat(fleet.as("i-a", "doctor").ended(15).out()).containsPattern("announced +BAD");
  }

  @Test
  void doctor_ofARecordFromTheFuture_asksAboutTheClock() {
    fleet.recordOf("i-b", "\"nodepart\": \"app\", \"tss\": \"20261122-175001\"");

    assertThat(fleet.as("i-a", "doctor").ended(15).out()).containsPattern("clock +BAD .*i-b.*NTP");
  }

  @Test
  void doctor_ofALostList_saysWhatToDo() {
    fleet.loseList();

    assertThat(fleet.as("i-a", "doctor").ended(15).out())
        .containsPattern("store +BAD .*mount it")
        .containsPattern("writing +BAD");
  }

  @Test
  void doctor_ofBadFacts_saysWhatIsWrongWithThem() {
    fleet.node("i-a", "app", "weight.json", "1000");

    Run run = fleet.as("i-a", "doctor", "--format", "json").ended(15);

    assertThat(run.json().get("findings"))
        .anySatisfy(
            finding -> {
              assertThat(finding.get("check").asText()).isEqualTo("nodeinfo");
              assertThat(finding.get("is").asText()).isEqualTo("BAD");
              assertThat(finding.get("says").asText()).contains("weight");
            });
  }

  @Test
  void doctor_withoutAStore_isAFindingAndNoError() {
    fleet.environment.remove("PRESENCE_STORE");

    assertThat(fleet.as("i-a", "doctor").ended(15).out()).containsPattern("store +BAD .*--store");
  }

  @Test
  void demo_isATourThatEndsWell() throws Exception {
    Run run = fleet.run("demo").ended(0);

    assertThat(run.out()).contains("i-app1", "\"mysql\": 3306", "kernel update");
    String said = run.out().substring(run.out().indexOf("The list is in ") + 15);
    Path list = Path.of(said.substring(0, said.indexOf(':')));
    assertThat(list.resolve("all/i-db1.json")).exists();
    // The tour leaves its list to play with; a test does not.
    try (Stream<Path> files = Files.walk(list.resolve("..").normalize())) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
