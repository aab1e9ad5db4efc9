package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceCommandTest {
  private final Fleet fleet;

  AnnounceCommandTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
  }

  private Path record(String id) {
    return fleet.list.resolve("all/" + id + ".json");
  }

  @Test
  void announce_ofANode_writesItsRecord() {
    fleet.node("i-0a", "db", "address.txt", "10.0.3.54", "ports.json", "{\"mysql\": 3306}");

    Run run = fleet.as("i-0a", "announce").quietly();

    assertThat(run.out()).isEqualTo("i-0a: db at 10.0.3.54, written to " + fleet.list + "\n");
    assertThat(record("i-0a"))
        .hasContent(
            """
            {
                "filetype": "nodepresence",
                "value": {
                    "address": "10.0.3.54",
                    "deployment": "fed1",
                    "instance-id": "i-0a",
                    "nodepart": "db",
                    "ports": {
                        "mysql": 3306
                    },
                    "stacktype": "lamp",
                    "tss": "20261122-174830"
                }
            }
            """);
  }

  @Test
  void announce_again_touchesNothingAndSaysSinceWhen() throws Exception {
    fleet.announced("i-0a", "app", "address.txt", "10.0.3.61");
    fleet.clock.move(Duration.ofMinutes(1));
    Map<String, String> before = Tree.of(fleet.folder);

    Run run = fleet.as("i-0a", "announce").quietly();

    assertThat(run.out()).isEqualTo("i-0a: app at 10.0.3.61, unchanged since 20261122-174830\n");
    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
  }

  @Test
  void announce_asJson_tellsTheRecordAndWhereItWasWritten() {
    fleet.node("i-0a", "app");

    Run run = fleet.as("i-0a", "announce", "--format", "json").quietly();

    assertThat(run.json().at("/record/tss").asText()).isEqualTo("20261122-174830");
    assertThat(run.json().at("/written/0").asText()).isEqualTo(fleet.list.toString());
    fleet.as("i-0a", "announce", "--format", "lines").failed(2, "--format is text or json here");
  }

  @Test
  void announce_withFactsThatAreWrong_endsWithTenAndKeepsTheRecord() throws Exception {
    fleet.announced("i-0a", "app");
    String before = Tree.file(record("i-0a"));
    fleet.node("i-0a", "app", "ports.json", "{\"http\": 65536}");

    fleet.as("i-0a", "announce").failed(10, "1 to 65535");

    assertThat(Tree.file(record("i-0a"))).isEqualTo(before);
  }

  @Test
  void announce_onAMachineThatIsNoNode_endsWithTen() {
    fleet.run("announce").failed(10, "no nodeinfo folder", "instance-id.txt");
  }

  @Test
  void announce_withASecret_leavesItOutAndSaysSo() throws Exception {
    fleet.node("i-0a", "app", "db-password.txt", "hunter2");

    Run run = fleet.as("i-0a", "announce").ended(0);

    assertThat(run.err())
        .contains("db-password.txt", "looks like a secret")
        .doesNotContain("hunter2");
    assertThat(record("i-0a")).content().doesNotContain("hunter2").doesNotContain("password");
  }

  @Test
  void announce_whereNoListWasMade_makesNoneUntilAskedTo() throws Exception {
    Path plain = Files.createDirectory(fleet.folder.resolve("plain"));
    fleet.node("i-0a", "app");

    fleet
        .as("i-0a", "announce", "--store", plain.toString())
        .failed(11, plain + " is no list", "mount it", "presence init");
    assertThat(plain).isEmptyDirectory();

    fleet.as("i-0a", "announce", "--store", plain.toString(), "--create").quietly();
    assertThat(plain.resolve("all/i-0a.json")).exists();
  }

  @Test
  void announce_withCreateAfterALookAtTheUnmadeList_makesIt() throws Exception {
    // As a first Chef run does it: it resolves, then announces.
    Path plain = Files.createDirectory(fleet.folder.resolve("plain"));
    fleet.node("i-0a", "app");
    fleet.as("i-0a", "resolve", "--part", "app", "--store", plain.toString()).ended(11);

    fleet.as("i-0a", "announce", "--store", plain.toString(), "--create").quietly();

    assertThat(plain.resolve("all/i-0a.json")).exists();
  }

  @Test
  void announce_withCreateWhereRecordsWereSeen_makesNoListInAnEmptyMountPoint() throws Exception {
    fleet.announced("i-0a", "app");
    fleet.as("i-0a", "resolve", "--part", "app").quietly();
    fleet.loseList();
    Files.createDirectory(fleet.list);

    fleet.as("i-0a", "announce", "--create").failed(11, fleet.list.toString(), "mount");

    assertThat(fleet.list).isEmptyDirectory();
  }

  @Test
  void announce_inANetworkThatIsNoNodes_endsWithTen() throws Exception {
    Path info = fleet.node("i-0a", "app");
    Files.delete(info.resolve("address.txt"));

    fleet.as("i-0a", "announce", "--address-in", "127.0.0.0/8").failed(10, "127.0.0.0/8");
    fleet.as("i-0a", "announce", "--address-in", "10.0.3.0/99").failed(2, "--address-in");

    assertThat(record("i-0a")).doesNotExist();
  }

  @Test
  void announce_withAnAddressFact_asksNoNetwork() {
    fleet.node("i-0a", "app", "address.txt", "app.example.com");

    Run run = fleet.as("i-0a", "announce", "--address-in", "127.0.0.0/8").quietly();

    assertThat(run.out()).startsWith("i-0a: app at app.example.com,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"i-bad.json", "i-0a.json"})
  void announce_whereOtherRecordsOrItsOwnAreBroken_isDone(String broken) throws Exception {
    fleet.node("i-0a", "app");
    fleet.onList(broken, "{");

    fleet.as("i-0a", "announce").ended(0);

    assertThat(record("i-0a")).content().contains("\"instance-id\": \"i-0a\"");
  }

  @Test
  void announce_toTwoStores_writesBothAlike() throws Exception {
    Path other = fleet.folder.resolve("other");
    fleet.run("init", other.toString()).quietly();
    fleet.node("i-0a", "app");

    fleet
        .as("i-0a", "announce", "--store", fleet.list.toString(), "--store", other.toString())
        .quietly();

    assertThat(other.resolve("all/i-0a.json")).hasSameBinaryContentAs(record("i-0a"));
  }

  @Test
  void announce_toOneStoreNamedTwice_writesItOnce() {
    fleet.node("i-0a", "app");
    fleet.environment.put("PRESENCE_STORE", fleet.list + "\nfolder:" + fleet.list + "/");

    assertThat(fleet.as("i-0a", "announce", "--format", "json").quietly().json().get("written"))
        .hasSize(1);
  }
}
