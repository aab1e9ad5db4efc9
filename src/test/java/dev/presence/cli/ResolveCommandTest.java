package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A load balancer i-lb resolves the apps i-a and i-b of its deployment. */
class ResolveCommandTest {
  private final Fleet fleet;
  private final Path out;

  ResolveCommandTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.out = folder.resolve("answer.json");
    fleet.node("i-lb", "lb");
    fleet.announced("i-a", "app", "address.txt", "10.0.3.61", "ports.json", "{\"http\": 80}");
    fleet.announced("i-b", "app", "address.txt", "10.0.3.62", "rack.json", "{\"u\": [1]}");
  }

  private Run resolve(String... more) {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "resolve";
    arguments[1] = "--part";
    arguments[2] = "app";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return fleet.as("i-lb", arguments);
  }

  @Test
  void resolve_ofAPart_printsItsPeersAsNodeAttributes() {
    String answer = resolve().quietly().out();

    assertThat(answer.replaceAll("sha256:[0-9a-f]{64}", "sha256:..."))
        .isEqualTo(
            """
            {
              "presence": {
                "digest": {
                  "app": "sha256:..."
                },
                "draining": {
                  "app": []
                },
                "peers": {
                  "app": [
                    {
                      "address": "10.0.3.61",
                      "deployment": "fed1",
                      "id": "i-a",
                      "part": "app",
                      "ports": {
                        "http": 80
                      },
                      "stacktype": "lamp",
                      "weight": 100
                    },
                    {
                      "address": "10.0.3.62",
                      "deployment": "fed1",
                      "id": "i-b",
                      "part": "app",
                      "stacktype": "lamp",
                      "weight": 100
                    }
                  ]
                },
                "schema": 1
              }
            }
            """);
  }

  @Test
  void resolve_ofAPartThatNobodyPlays_isAnEmptyAnswerAndWell() {
    Run run = fleet.as("i-lb", "resolve", "--part", "db", "--part", "app").quietly();

    assertThat(run.peers("db")).isEmpty();
    assertThat(run.draining("db")).isEmpty();
    assertThat(run.peers("app")).containsExactly("i-a", "i-b");
  }

  @Test
  void resolve_byAGlob_takesInEveryPartOfThatForm() {
    fleet.announced("i-x", "app2");

    assertThat(fleet.as("i-lb", "resolve", "--part", "web=app*").quietly().peers("web"))
        .containsExactly("i-a", "i-b", "i-x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "../db",
        "app=",
        "app=[a-z]",
        "app=a b",
        "app=$(id)",
        "app=a=b",
        "=app"
      })
  void resolve_ofWhatIsNoPart_isAUsageError(String part) {
    fleet.as("i-lb", "resolve", "--part", part).failed(2, "--part");
  }

  @Test
  void resolve_ofNoPart_isAUsageError() {
    fleet.as("i-lb", "resolve").failed(2, "--part");
  }

  @Test
  void resolve_ofOnePartInTwoWays_isAUsageError() {
    resolve("--part", "app=a*").failed(2, "in two ways");
    resolve("--part", "app").quietly();
  }

  @Test
  void resolve_ofAnotherDeployment_isEmptyUntilAnyIsAskedFor() {
    fleet.announced("i-far", "app", "deployment.txt", "fed2");

    assertThat(resolve().quietly().peers("app")).containsExactly("i-a", "i-b");
    assertThat(resolve("--deployment", "fed2").quietly().peers("app")).containsExactly("i-far");
    assertThat(resolve("--deployment", "any").quietly().peers("app"))
        .containsExactly("i-a", "i-b", "i-far");
  }

  @Test
  void resolve_byAMachineThatIsNoNode_takesAnyScopeAndSaysSo() {
    fleet.announced("i-far", "app", "deployment.txt", "fed2", "stacktype.txt", "other");

    Run run = fleet.run("resolve", "--part", "app").ended(0);

    assertThat(run.peers("app")).containsExactly("i-a", "i-b", "i-far");
    assertThat(run.err()).contains("no nodeinfo folder", "any deployment");
    fleet.run("resolve", "--part", "app", "--deployment", "any", "--stacktype", "any").quietly();
  }

  @Test
  void resolve_byANodeWithBrokenFacts_endsWithTenAndDoesNotAskForAnything() {
    fleet.node("i-lb", "lb", "deployment.txt", "no label");

    resolve("--out", out.toString()).failed(10, "deployment");

    assertThat(out).doesNotExist();
  }

  @Test
  void resolve_withAMinimumThatIsMet_isWell() {
    resolve("--minimum", "app=2").quietly();
    resolve("--minimum", "app=0").quietly();
  }

  @Test
  void resolve_withAMinimumThatIsNotMet_answersAllTheSameAndEndsWithTwelve() throws Exception {
    Run run = resolve("--minimum", "app=3").ended(12);

    assertThat(run.peers("app")).containsExactly("i-a", "i-b");
    assertThat(run.err()).contains("app has 2 of at least 3 peers", "presence explain app");

    resolve("--minimum", "app=3", "--out", out.toString()).ended(12);
    assertThat(out).hasContent(run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app", "app=", "app=x", "app=-1", "db=1", "=1", "app=1.5", "app=99999999999"})
  void resolve_withAMinimumThatIsNone_isAUsageError(String minimum) {
    resolve("--minimum", minimum).failed(2, "--minimum");
  }

  @Test
  void resolve_withAFact_carriesItForThoseWhoHaveIt() {
    JsonNode peers = resolve("--fact", "rack").quietly().json().at("/presence/peers/app");

    assertThat(peers.get(0).has("facts")).isFalse();
    assertThat(peers.get(1).get("facts")).isEqualTo(Run.json("{\"rack\": {\"u\": [1]}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"db-password", "apiToken", "state", "tss", "address", "ports"})
  void resolve_withAFactThatNoAnswerCarries_isAUsageError(String fact) {
    resolve("--fact", fact).failed(2, "--fact " + fact);
  }

  @Test
  void resolve_ofASecretThatAStrangerWrote_neverCarriesItOn() {
    fleet.recordOf(
        "i-a",
        "\"nodepart\": \"app\", \"address\": \"10.0.3.61\", \"deployment\": \"fed1\","
            + " \"stacktype\": \"lamp\", \"login\": {\"user\": \"a\", \"password\": \"hunter2\"}");

    Run run = resolve("--fact", "login").quietly();

    assertThat(run.peers("app")).contains("i-a");
    assertThat(run.out()).doesNotContain("hunter2");
  }

  @Test
  void resolve_byAPeerOfTheAskedPart_hasItUntilItIsLeftOut() {
    assertThat(fleet.as("i-a", "resolve", "--part", "app").quietly().peers("app"))
        .containsExactly("i-a", "i-b");
    assertThat(fleet.as("i-a", "resolve", "--part", "app", "--without-self").quietly().peers("app"))
        .containsExactly("i-b");
  }

  @Test
  void resolve_withoutSelfOnAMachineThatIsNoNode_endsWithTen() {
    fleet.run("resolve", "--part", "app", "--without-self").failed(10, "no nodeinfo folder");
  }

  @Test
  void resolve_ofANodeWithoutAddress_needsThatToBeSaid() {
    fleet.recordOf(
        "i-old",
        "\"nodepart\": \"app\", \"deployment\": \"fed1\", \"stacktype\": \"lamp\","
            + " \"state\": \"idle\", \"statelog\": \"idle:20151008-174830;\"");

    assertThat(resolve().quietly().peers("app")).containsExactly("i-a", "i-b");
    assertThat(resolve("--no-address-needed").quietly().peers("app"))
        .containsExactly("i-a", "i-b", "i-old");
  }

  @Test
  void resolve_intoAFile_writesItOnceAndPrintsNothing() throws Exception {
    String answer = resolve().quietly().out();

    assertThat(resolve("--out", out.toString()).quietly().out()).isEmpty();
    assertThat(out).hasContent(answer);

    String before = Tree.file(out);
    resolve("--out", out.toString()).quietly();
    assertThat(Tree.file(out)).isEqualTo(before);
  }

  @Test
  void resolve_toTheDash_printsThoughTheConfigurationNamesAFile() throws Exception {
    Files.writeString(fleet.config, "{\"out\": \"%s\"}".formatted(out));

    assertThat(resolve("--out", "-").quietly().peers("app")).containsExactly("i-a", "i-b");
    assertThat(out).doesNotExist();
  }

  @Test
  void resolve_ofAnUnchangedMembership_touchesNoFileWhateverElseChanged() throws Exception {
    resolve("--out", out.toString()).quietly();
    String before = Tree.file(out);

    fleet.announced("i-db", "db");
    fleet.as("i-a", "state", "working").ended(0);
    resolve("--out", out.toString()).quietly();

    assertThat(Tree.file(out)).isEqualTo(before);
  }

  @Test
  void resolve_intoAFolderThatIsNotThere_endsWithTen() {
    resolve("--out", fleet.folder.resolve("none/answer.json").toString())
        .failed(10, "cannot write", "none/answer.json");
  }

  @Test
  void resolve_asLines_isALineANodeForTheShell() {
    fleet.as("i-b", "drain").ended(0);

    assertThat(resolve("--format", "lines").quietly().out())
        .isEqualTo("app\tpeer\ti-a\t10.0.3.61\thttp=80\napp\tdraining\ti-b\t10.0.3.62\t-\n");
    resolve("--format", "text").failed(2, "--format is one of json, lines, haproxy");
  }

  @Test
  void resolve_asADryRun_printsTheDifferenceAndWritesNothing() throws Exception {
    resolve("--out", out.toString()).quietly();
    fleet.as("i-b", "leave").ended(0);
    fleet.announced("i-c", "app", "address.txt", "10.0.3.63");
    Map<String, String> before = Tree.of(fleet.folder);

    Run run = resolve("--out", out.toString(), "--dry-run").quietly();

    assertThat(run.out().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("- app peer {") && line.contains("\"i-b\""))
        .anyMatch(line -> line.startsWith("+ app peer {") && line.contains("\"i-c\""));
    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
  }

  @Test
  void resolve_asADryRunWhenNothingWouldChange_printsNothing() {
    resolve("--out", out.toString()).quietly();

    assertThat(resolve("--out", out.toString(), "--dry-run").quietly().out()).isEmpty();
  }

  @Test
  void resolve_readOnly_printsTheAnswerAndWritesNothingAnywhere() throws Exception {
    String report = fleet.folder.resolve("report.json").toString();
    Map<String, String> before = Tree.of(fleet.folder);

    Run run = resolve("--read-only", "--out", out.toString(), "--report", report).quietly();

    assertThat(run.peers("app")).containsExactly("i-a", "i-b");
    assertThat(Tree.of(fleet.folder)).isEqualTo(before);
  }

  @Test
  void resolve_withAReport_tellsHowTheAnswerCameAbout() throws Exception {
    fleet.as("i-b", "drain", "--reason", "kernel").ended(0);
    fleet.announced("i-far", "app", "deployment.txt", "fed2");
    fleet.onList("i-bad.json", "{");
    Path report = fleet.folder.resolve("report.json");

    resolve("--report", report.toString(), "--minimum", "app=1").ended(0);

    JsonNode tree = Run.json(Files.readString(report)).get("report");
    JsonNode app = tree.at("/parts/app");
    assertThat(app.get("outcome").asText()).isEqualTo("ok");
    assertThat(app.get("peers").asInt()).isEqualTo(1);
    assertThat(app.get("minimum").asInt()).isEqualTo(1);
    assertThat(app.get("nodes").findValuesAsText("id")).containsExactly("i-a", "i-b", "i-far");
    assertThat(app.get("nodes").findValuesAsText("rule"))
        .containsExactly("peer", "draining", "deployment");
    assertThat(app.at("/nodes/1/why").asText()).contains("kernel");
    assertThat(tree.at("/stores/0/state").asText()).isEqualTo("ok");
    assertThat(tree.at("/stores/0/bad/0/file").asText()).endsWith("i-bad.json");
  }

  @Test
  void resolve_withARecordBrokenBeforeItWasEverSeen_costsThatNodeOnlyWithOneLine() {
    Path bad = fleet.onList("i-a.json", "[]");

    Run run = resolve().ended(0);

    assertThat(run.peers("app")).containsExactly("i-b");
    assertThat(run.err()).isEqualTo("presence: " + bad + " is not a JSON object\n");
  }

  @Test
  void resolve_ofTwoNodesAtTheSamePlace_keepsTheLaterOne() {
    fleet.clock.move(Duration.ofMinutes(1));
    fleet.announced("i-new", "app", "address.txt", "10.0.3.61", "ports.json", "{\"http\": 80}");

    assertThat(resolve().quietly().peers("app")).containsExactly("i-b", "i-new");
  }

  @Test
  void resolve_asADryRunOfLinesWhenNothingWouldChange_printsNothing() {
    resolve("--format", "lines", "--out", out.toString()).quietly();

    assertThat(resolve("--format", "lines", "--out", out.toString(), "--dry-run").quietly().out())
        .isEmpty();
  }

  @Test
  void resolve_withOutAndReportIntoOneFile_isAUsageErrorAndWritesNone() {
    String dotted = fleet.folder + "/./answer.json";

    resolve("--out", out.toString(), "--report", dotted).failed(2, "same file");

    assertThat(out).doesNotExist();
  }

  @Test
  void format_thatIsNone_isRefusedBeforeAnythingIsDone() {
    fleet.as("i-a", "drain", "--format", "xml").failed(2, "--format is text or json");

    assertThat(resolve().quietly().peers("app")).containsExactly("i-a", "i-b");
  }
}
