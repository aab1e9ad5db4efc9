package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The surprises of a week, and which command names each: a person at 3 am looks with these and with
 * nothing else. A balancer, i-lb, asks for apps and databases; each node has a memory of its own.
 */
class StatusTest {
  private static final String[] BEATING = {"i-app1", "i-app2", "i-app3", "i-db1"};

  private final Fleet fleet;

  StatusTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
  }

  @BeforeEach
  void beat() {
    for (String id : BEATING) {
      fleet.node(id, id.startsWith("i-db") ? "db" : "app", "ports.json", "{\"http\": 80}");
    }
    fleet.node("i-lb", "lb");
    minutes(3, BEATING);
  }

  private Run at(String id, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--state-dir", fleet.folder.resolve("s-" + id).toString()));
    return fleet.as(id, all.toArray(new String[0]));
  }

  private Run balancer(String command, String... operands) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--part", "app", "--part", "db"));
    all.addAll(List.of(operands));
    return at("i-lb", all.toArray(new String[0]));
  }

  private void minutes(int minutes, String... beating) {
    for (int i = 0; i < minutes; i++) {
      fleet.clock.move(Duration.ofSeconds(60));
      for (String id : beating) {
        at(id, "heartbeat");
      }
      balancer("heartbeat", "--out", fleet.folder.resolve("out.json").toString());
    }
  }

  private Path entry(String path) {
    return fleet.list.resolve(path + ".json");
  }

  /** Which of the commands says these words, of a node or of all. */
  private String saidBy(String id, String words) {
    List<String> said = new ArrayList<>();
    add(said, "list", at("i-lb", "list"), id, words);
    add(said, "show", at("i-lb", "show", id), "", words);
    add(said, "explain", balancer("explain", id), "", words);
    add(said, "doctor", balancer("doctor"), "", words);
    add(said, "status", balancer("status"), "", words);
    return String.join(" ", said);
  }

  /** In one line, where it is of one of many. */
  private static void add(List<String> said, String name, Run run, String id, String words) {
    for (String line : (run.out() + run.err()).split("\n", -1)) {
      if (line.contains(id) && line.toLowerCase(java.util.Locale.ROOT).contains(words)) {
        said.add(name);
        return;
      }
    }
  }

  @Test
  void fleet_thatIsWell_isWellToEachCommand() {
    balancer("status").ended(0);
    for (String id : BEATING) {
      at(id, "status").ended(0);
    }
    assertThat(saidBy("i-app1", "silent")).isEmpty();
  }

  @Test
  void drain_forAWhile_namesItsEnd() {
    at("i-app1", "drain", "--for", "30m", "--reason", "disk").ended(0);

    assertThat(saidBy("i-app1", "disk")).isEqualTo("list show explain");
    assertThat(saidBy("i-app1", "20261122-182130")).isEqualTo("list show explain");
    assertThat(at("i-app1", "status").out()).contains("draining", "disk");
  }

  @Test
  void drain_whoseTimeIsOverOnADeadNode_isADeadNode() {
    at("i-app1", "drain", "--for", "1m").ended(0);
    minutes(10, "i-app2", "i-app3", "i-db1");

    assertThat(saidBy("i-app1", "silent")).contains("list");
    assertThat(saidBy("i-app1", "dead since")).isEqualTo("explain");
    assertThat(saidBy("i-app1", "over: its next announce ends it")).isEqualTo("list");
  }

  @Test
  void drain_ofAnotherMachine_isKnownEverywhere() {
    at("i-lb", "drain", "i-app1", "--reason", "disk").ended(0);

    assertThat(saidBy("i-app1", "disk")).isEqualTo("list show explain");
    assertThat(at("i-app1", "status").out()).contains("disk");
  }

  @Test
  void leave_isSaidAndHowToComeBack() {
    at("i-app1", "leave").ended(0);

    assertThat(saidBy("i-app1", "left")).isEqualTo("list show explain");
    assertThat(at("i-app1", "status").out()).contains("left", "presence state");
  }

  @Test
  void crash_isNamedByEachCommand() {
    minutes(10, "i-app2", "i-app3", "i-db1");

    assertThat(saidBy("i-app1", "silent")).contains("list");
    assertThat(saidBy("i-app1", "beat")).isEqualTo("show explain doctor status");
  }

  @Test
  void crash_ofTheLastDatabase_failsStatus() {
    minutes(10, "i-app1", "i-app2", "i-app3");

    Run status = balancer("status").ended(15);

    assertThat(status.out()).contains("i-db1 is held in db");
  }

  @Test
  void remove_ofANode_isNamed() {
    at("i-lb", "remove", "i-app1", "--reason", "burnt").ended(0);

    assertThat(saidBy("i-app1", "burnt")).isEqualTo("list show explain");
    assertThat(at("i-app1", "status").ended(15).out()).contains("burnt");
  }

  @Test
  void address_thatIsLoopback_isNamedByItsOwner() {
    fleet.write("nodes/i-app1/address.txt", "127.0.0.1");

    assertThat(at("i-app1", "doctor").out()).contains("127.0.0.1");
  }

  @Test
  void clone_ofANode_isNamedByAllAndByBoth() throws IOException {
    String record = Files.readString(entry("all/i-app1"));
    Tree.copy(fleet.folder.resolve("s-i-app1"), fleet.folder.resolve("s-clone"));
    fleet.clock.move(Duration.ofSeconds(60));
    at("i-app1", "heartbeat");
    fleet.clock.move(Duration.ofSeconds(5));

    fleet
        .as("i-app1", "heartbeat", "--state-dir", fleet.folder.resolve("s-clone").toString())
        .ended(10);

    assertThat(saidBy("i-app1", "two machines")).isEqualTo("list show explain doctor status");
    balancer("status").ended(15);
    fleet.clock.move(Duration.ofSeconds(55));
    at("i-app1", "heartbeat").ended(10);
    assertThat(Files.readString(entry("all/i-app1"))).isEqualTo(record);
  }

  @Test
  void deployment_withATypingError_isNamedByItsOwnerAndExplain() {
    fleet.write("nodes/i-app1/deployment.txt", "fde1");
    minutes(1, BEATING);

    assertThat(saidBy("i-app1", "fde1")).isEqualTo("list show explain");
    assertThat(at("i-app1", "status").out()).contains("the only node of", "fde1");
  }

  @Test
  void deployment_thatIsMissing_isNamedByItsOwnerAndSeesNobodyElses() throws IOException {
    Files.delete(fleet.folder.resolve("nodes/i-app1/deployment.txt"));
    minutes(1, BEATING);

    assertThat(at("i-app1", "status").out()).contains("the only node of");
    assertThat(at("i-app1", "resolve", "--part", "db").peers("db")).isEmpty();
  }

  @Test
  void state_withATypingError_isRefused() {
    at("i-app1", "state", "drainig").failed(2, "drainig", "--serving");
  }

  @Test
  void record_thatWasDeleted_isNamedByEachCommandAndByItsOwner() throws IOException {
    Files.delete(entry("all/i-app1"));

    assertThat(saidBy("i-app1", "vanished")).isEqualTo("list show explain doctor status");
    assertThat(at("i-app1", "status").ended(15).out())
        .contains("i-app1 is on no list", "i-app1 beat 0s ago");
  }

  @Test
  void list_thatWasEmptied_failsStatusAndDropsNobody() throws IOException {
    for (String id : BEATING) {
      Files.delete(entry("all/" + id));
      Files.delete(entry("beat/" + id));
    }
    minutes(20);

    assertThat(balancer("status").ended(15).out()).contains("most of", "presence remove");
    assertThat(balancer("resolve").peers("app")).hasSize(3);
  }

  @Test
  void list_thatIsNotMounted_isSaid() {
    fleet.move(fleet.list.resolve("all"), fleet.list.resolve("gone"));

    assertThat(balancer("status").ended(15).out()).contains("BAD", "no list");
    assertThat(balancer("resolve").ended(11).peers("app")).hasSize(3);
  }

  @Test
  void backup_thatIsOlder_isNamed() throws IOException {
    String old = Files.readString(entry("all/i-app1"));
    fleet.write("nodes/i-app1/zone.txt", "a");
    minutes(1, BEATING);
    Files.writeString(entry("all/i-app1"), old);

    assertThat(saidBy("i-app1", "older")).contains("doctor", "status");
  }

  @Test
  void node_thatIsNew_isShownByEachCommand() {
    fleet.node("i-app9", "app");
    at("i-app9", "heartbeat").ended(0);

    String out = fleet.folder.resolve("out.json").toString();
    assertThat(balancer("heartbeat", "--dry-run", "--out", out).out())
        .startsWith("+ app peer {")
        .contains("\"id\":\"i-app9\"");
    assertThat(saidBy("i-app9", "10.0.3.")).contains("list show");
    assertThat(balancer("explain", "i-app9").out()).contains("i-app9", "peer");
  }

  @Test
  void node_thatIsRenamed_isAClashThatNamesBoth() {
    fleet.write("nodes/i-app1/instance-id.txt", "i-new1");
    minutes(1, BEATING);

    assertThat(balancer("explain", "app").out())
        .contains("i-new1 says the same place")
        .contains("'presence remove i-new1'");
    assertThat(saidBy("i-new1", "app")).contains("list", "show");
  }

  @Test
  void part_withATypingError_isNamedByExplain() {
    fleet.write("nodes/i-app1/nodepart.txt", "apps");
    minutes(1, BEATING);

    assertThat(saidBy("i-app1", "it plays apps")).isEqualTo("explain");
    assertThat(saidBy("i-app1", "apps")).contains("list", "show");
  }

  @Test
  void fact_withATypingError_isNamedByItsOwner() throws IOException {
    Files.move(
        fleet.folder.resolve("nodes/i-app1/ports.json"),
        fleet.folder.resolve("nodes/i-app1/port.json"));

    assertThat(at("i-app1", "doctor").out()).contains("the fact port", "to be ports?");
  }

  @Test
  void address_thatChanges_isShownByEachCommand() {
    fleet.write("nodes/i-app1/address.txt", "10.7.7.7");
    minutes(1, BEATING);

    assertThat(saidBy("i-app1", "10.7.7.7")).contains("list");
    assertThat(at("i-lb", "show", "i-app1").out()).contains("10.7.7.7");
  }

  @Test
  void place_ofTwo_isNamedByExplainAndTheLoser() {
    fleet.write("nodes/i-app2/address.txt", "10.9.9.9");
    fleet.write("nodes/i-app1/address.txt", "10.9.9.9");
    minutes(1, BEATING);

    assertThat(balancer("explain", "app").out()).contains("clash", "says the same place, 10.9.9.9");
    assertThat(at("i-app1", "status").out() + at("i-app2", "status").out())
        .contains("the same place");
  }

  @Test
  void place_ofThree_failsStatus() {
    for (String id : new String[] {"i-app1", "i-app2", "i-app3"}) {
      fleet.write("nodes/" + id + "/address.txt", "10.9.9.9");
    }
    minutes(1, BEATING);

    assertThat(balancer("status").ended(15).out()).contains("10.9.9.9");
  }

  @Test
  void clock_thatWasAhead_isNamedByTheDoctor() {
    fleet.clock.move(Duration.ofDays(700));
    fleet.write("nodes/i-app1/zone.txt", "a");
    at("i-app1", "heartbeat");
    fleet.clock.move(Duration.ofDays(-700));

    assertThat(saidBy("i-app1", "yet to come")).isEqualTo("doctor");
  }

  @Test
  void broken_record_isNamedByEachCommand() throws IOException {
    Files.writeString(entry("all/i-app1"), "{");

    assertThat(saidBy("i-app1", "all/i-app1.json")).contains("list", "doctor", "status");
    assertThat(saidBy("i-app1", "broken")).contains("explain");
  }

  @Test
  void status_ofTheNodeWhoseTimerStopped_fails() {
    minutes(5, "i-app2", "i-app3", "i-db1");

    assertThat(at("i-app1", "status").ended(15).out()).contains("see whether its timer runs");
  }

  @Test
  void status_asJson_isOneRowAFinding() {
    Run run = balancer("status", "--format", "json").ended(0);

    assertThat(run.json().path("status").isArray()).isTrue();
    assertThat(run.json().path("status").path(0).path("check").asText()).isNotEmpty();
  }
}
