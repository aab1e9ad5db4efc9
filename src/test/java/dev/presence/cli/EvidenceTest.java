package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only evidence moves an answer: a balancer i-lb of the apps i-a, i-b and i-c. */
class EvidenceTest {
  private final Fleet fleet;
  private final Path all;
  private final Path out;

  EvidenceTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.all = fleet.list.resolve("all");
    this.out = folder.resolve("answer.json");
    fleet.node("i-lb", "lb");
    for (String id : new String[] {"i-a", "i-b", "i-c"}) {
      fleet.announced(id, "app");
    }
  }

  private Run resolve(String... more) {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "resolve";
    arguments[1] = "--part";
    arguments[2] = "app";
    arguments[3] = "--out";
    arguments[4] = out.toString();
    System.arraycopy(more, 0, arguments, 5, more.length);
    return fleet.as("i-lb", arguments);
  }

  private Iterable<String> delivered() throws Exception {
    return new Run(0, Files.readString(out), "").peers("app");
  }

  private void loseMemory() {
    fleet.move(fleet.state, fleet.folder.resolve("state.lost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"filetype\": \"nodepresence\", \"value\": {}}"})
  void record_thatBreaks_standsAndIsNamedOnceAndHeldInTheReport(String broken) throws Exception {
    Path report = fleet.folder.resolve("report.json");
    resolve().quietly();
    fleet.onList("i-a.json", broken);

    Run run = resolve("--report", report.toString()).ended(0);

    assertThat(delivered()).containsExactly("i-a", "i-b", "i-c");
    assertThat(run.err().lines()).singleElement().asString().contains("i-a.json");
    JsonNode app = Run.json(Files.readString(report)).at("/report/parts/app");
    assertThat(app.get("outcome").asText()).isEqualTo("held");
    assertThat(app.at("/nodes/0/rule").asText()).isEqualTo("silent");
  }

  @Test
  void record_thatVanishes_standsUntilANodeOrAPersonSaysSomething() throws Exception {
    resolve().quietly();
    Files.delete(all.resolve("i-a.json"));
    Files.delete(all.resolve("i-b.json"));
    Files.delete(all.resolve("i-c.json"));

    assertThat(resolve().ended(0).err()).contains("i-a.json vanished");
    assertThat(delivered()).containsExactly("i-a", "i-b", "i-c");

    fleet.as("i-a", "leave").ended(0);
    fleet.run("remove", "i-b").ended(0);
    resolve().ended(0);
    assertThat(delivered()).containsExactly("i-c");

    assertThat(resolve("--accept-removals").ended(0).err()).contains("i-c is forgotten");
    assertThat(delivered()).isEmpty();
    resolve().quietly();
  }

  @Test
  void list_thatIsEmptiedOrMadeAnewByInit_emptiesNoAnswer() throws Exception {
    resolve().quietly();
    fleet.loseList();
    fleet.run("init", fleet.list.toString()).ended(0);

    assertThat(resolve().ended(0).err()).contains("i-a.json vanished");

    assertThat(delivered()).containsExactly("i-a", "i-b", "i-c");
    assertThat(fleet.as("i-lb", "doctor").ended(15).out()).contains("i-a.json vanished");
  }

  @Test
  void memory_lostAndTheShareNotMounted_leavesTheAnswerAndEndsWithEleven() throws Exception {
    resolve().quietly();
    String before = Files.readString(out);
    loseMemory();
    fleet.loseList();
    Files.createDirectory(fleet.list);

    assertThat(resolve().ended(11).err()).contains("is no list", "mount it");

    assertThat(out).hasContent(before);
  }

  @Test
  void memory_thatCouldNeverBeKeptAndTheShareNotMounted_leavesTheAnswer() throws Exception {
    fleet.environment.put("PRESENCE_STATE_DIR", fleet.write("a-file", "").toString());
    resolve().ended(0);
    String before = Files.readString(out);
    fleet.loseList();
    Files.createDirectory(fleet.list);

    resolve().ended(11);

    assertThat(out).hasContent(before);
  }

  @Test
  void memory_lostAndTheListMadeAnewByInit_keepsThePeersOfTheAnswerUntilTheirRemoval()
      throws Exception {
    resolve().quietly();
    String before = Files.readString(out);
    loseMemory();
    fleet.loseList();
    fleet.run("init", fleet.list.toString()).ended(0);

    resolve().ended(0);
    assertThat(out).hasContent(before);
    resolve().ended(0);
    assertThat(out).hasContent(before);
    assertThat(fleet.as("i-lb", "explain", "app").ended(0).out())
        .containsPattern("i-a +peer +silent +it is known only from the answer");

    fleet.run("remove", "i-a").ended(0);
    resolve().ended(0);
    assertThat(delivered()).containsExactly("i-b", "i-c");
    resolve("--accept-removals").ended(0);
    assertThat(delivered()).isEmpty();
  }

  @Test
  void stamp_fromTheFuture_poisonsNoReaderForEver() throws Exception {
    Path record = all.resolve("i-a.json");
    String text = Files.readString(record);
    String address = Run.json(text).at("/value/address").asText();
    Files.writeString(
        record, text.replace(address, "10.66.66.66").replace("20261122-174830", "29990101-000000"));
    resolve().ended(0);
    assertThat(out).content().contains("10.66.66.66");

    Files.delete(record);
    fleet.move(fleet.state, fleet.folder.resolve("reader"));
    fleet.as("i-a", "announce").ended(0);
    fleet.move(fleet.state, fleet.folder.resolve("owner"));
    fleet.move(fleet.folder.resolve("reader"), fleet.state);
    resolve().ended(0);

    assertThat(out).content().contains(address).doesNotContain("10.66.66.66");
  }

  @Test
  void stamp_fromTheFuture_goesByRemoveToo() throws Exception {
    Path record = all.resolve("i-a.json");
    String text = Files.readString(record);
    Files.writeString(record, text.replace("20261122-174830", "29990101-000000"));
    resolve().ended(0);

    fleet.run("remove", "i-a").ended(0);
    resolve().ended(0);

    assertThat(delivered()).containsExactly("i-b", "i-c");
  }

  @Test
  void create_whereThisNodeRemembersOnlyItsOwnRecord_makesNoListInTheMountPoint() throws Exception {
    fleet.loseList();
    Files.createDirectory(fleet.list);
    fleet.node("i-a", "app", "zone.txt", "z");

    fleet.as("i-a", "announce", "--create").failed(11, "is no list", "mount it");

    assertThat(fleet.list).isEmptyDirectory();
  }

  @Test
  void deployment_thatIsEmpty_isNotAnyDeployment() throws Exception {
    fleet.announced("i-far", "app", "deployment.txt", "staging");
    fleet.node("i-lb", "lb", "deployment.txt", "");

    resolve().failed(10, "deployment.txt is empty");
    fleet.as("i-lb", "announce").failed(10, "deployment.txt is empty");
    assertThat(fleet.as("i-lb", "doctor").ended(15).out()).contains("deployment.txt is empty");
    assertThat(out).doesNotExist();

    fleet.node("i-lb", "lb");
    resolve("--deployment", "").failed(2, "--deployment");
    resolve("--deployment", "fed 1").failed(2, "--deployment");
    assertThat(out).doesNotExist();
  }

  @Test
  void deployment_thatIsNotSaid_findsNobodyOfOthers() throws Exception {
    Files.delete(fleet.folder.resolve("nodes/i-lb/deployment.txt"));

    resolve().ended(0);

    assertThat(delivered()).isEmpty();
    assertThat(fleet.as("i-lb", "explain", "app").ended(0).out())
        .contains("deployment is fed1, asked for is none");
  }

  @Test
  void backup_thatIsRestored_isNamedByShowAndDoctorAndHealsWithTheNextAnnounce() throws Exception {
    Path record = all.resolve("i-a.json");
    String backup = Files.readString(record);
    fleet.clock.move(Duration.ofMinutes(1));
    fleet.as("i-a", "drain").ended(0);
    resolve().quietly();
    Files.writeString(record, backup);

    assertThat(fleet.as("i-lb", "show", "i-a").ended(0).out())
        .contains("an older record of 20261122-174830");
    assertThat(fleet.as("i-lb", "doctor").ended(15).out()).contains("was a backup restored?");

    fleet.as("i-a", "announce").ended(0);
    assertThat(fleet.as("i-lb", "show", "i-a").quietly().out())
        .containsPattern("this +" + all.getParent());
    assertThat(resolve().quietly().status()).isZero();
    assertThat(delivered()).containsExactly("i-b", "i-c");
  }

  @Test
  void explain_ofNodesThatAreNotOnTheList_tellsWhatBecameOfThem() throws Exception {
    resolve().quietly();
    Files.delete(all.resolve("i-a.json"));
    fleet.onList("i-b.json", "{");
    fleet.onList("i-new.json", "{");
    fleet.run("remove", "i-c", "--reason", "burnt").ended(0);

    assertThat(fleet.as("i-lb", "explain", "i-a").ended(0).out()).contains("vanished at");
    assertThat(fleet.as("i-lb", "explain", "i-b").ended(0).out()).contains("is broken since");
    assertThat(fleet.as("i-lb", "explain", "i-new").ended(0).out())
        .contains("is broken since", "no good record of it is known");
    assertThat(fleet.as("i-lb", "explain", "i-c").ended(0).out())
        .contains("ordered left", "(burnt)", "presence undrain i-c");
    fleet.as("i-lb", "explain", "i-d").ended(2);
  }

  @Test
  void explain_ofAPartThatNobodyPlays_isNoErrorAndNamesTheNearest() {
    assertThat(fleet.as("i-lb", "explain", "apq").quietly().out())
        .contains("nobody plays apq", "the nearest is app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show i-a", "explain i-a", "explain app", "list"})
  void onlooker_withNoStoreReadableAndNothingRemembered_endsWithEleven(String command) {
    fleet.loseList();

    fleet.as("i-lb", command.split(" ", -1)).ended(11);
  }
}
