package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.store.MarkedStore;
import dev.presence.testing.ZkServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What list and show tell of agents: {@code i-a} has one, and {@code i-b} beats by its timer. */
class AgentsConnectedTest {
  private final Fleet fleet;
  private ZkServer server;
  private MarkedStore agent;
  private String zk = "";

  AgentsConnectedTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
  }

  @BeforeEach
  void begin() throws Exception {
    server = ZkServer.start();
    zk = server.address("/presence");
    agent = ZkServer.open(zk);
    fleet.run("init", zk).ended(0);
    stores(zk);
    beats();
    agent.hold(new NodeName("i-a"), new PartName("app"), "w-a");
  }

  @AfterEach
  void end() throws Exception {
    agent.close();
    server.close();
  }

  private void stores(String... stores) {
    fleet.environment.put("PRESENCE_STORE", String.join("\n", stores));
  }

  private void beats() {
    for (String id : new String[] {"i-a", "i-b"}) {
      fleet.node(id, "app");
      fleet.as(id, "announce", "--beat").ended(0);
    }
  }

  private String line(String id) {
    String out = fleet.run("list").quietly().out();
    return out.lines().filter(line -> line.startsWith(id + " ")).findFirst().orElseThrow();
  }

  private JsonNode json(String... command) {
    return fleet.run(command).quietly().json();
  }

  @Test
  void list_whereAMarkStands_saysSoBehindTheBeat() {
    fleet.clock.move(Duration.ofSeconds(12));

    assertThat(line("i-a")).contains(" 12s, agent");
    assertThat(line("i-b")).contains(" 12s").doesNotContain("agent");
    assertThat(json("list", "--format", "json").at("/marks"))
        .hasToString("{\"i-a\":[\"%s\"]}".formatted(zk));
  }

  @Test
  void list_whereAMarkStandsWithoutBeats_isNotLate() {
    fleet.clock.move(Duration.ofMinutes(10));

    assertThat(line("i-a")).contains(" 10m, agent").doesNotContain("silent");
    assertThat(line("i-b")).contains("silent, 10m");
    JsonNode json = json("list", "--state", "silent", "--format", "json");
    assertThat(json.at("/beats").fieldNames()).toIterable().containsExactly("i-b");
    assertThat(json.at("/marks")).isEmpty();
    assertThat(json("show", "i-a", "--format", "json").at("/beat/is").asText()).isEqualTo("alive");
  }

  @Test
  void show_tellsWhereAMarkStands_andThatNoneDoes() {
    assertThat(fleet.run("show", "i-a").quietly().out())
        .contains(
            "last time 0s ago\n\nits agent is connected: its mark stands on %s\n\n".formatted(zk));
    assertThat(fleet.run("show", "i-b").quietly().out())
        .contains("no agent of it is connected: no mark of it stands on %s\n\n".formatted(zk));
    assertThat(json("show", "i-a", "--format", "json").at("/marks"))
        .hasToString("[\"%s\"]".formatted(zk));
    assertThat(json("show", "i-b", "--format", "json").at("/marks")).hasToString("[]");
  }

  @Test
  void mark_thatWasReleased_isNotTold() throws Exception {
    agent.release(new NodeName("i-a"));

    assertThat(line("i-a")).doesNotContain("agent");
    assertThat(json("list", "--format", "json").at("/marks")).hasToString("{}");
  }

  @Test
  void folder_besideAStoreWithMarks_tellsTheSame() {
    stores(fleet.list.toString(), zk);
    beats();

    assertThat(line("i-a")).contains(" 0s, agent");
    assertThat(json("show", "i-b", "--format", "json").at("/marks")).hasToString("[]");
  }

  @Test
  void folderAlone_saysNothingOfAgents() {
    stores(fleet.list.toString());
    beats();

    assertThat(fleet.run("list").quietly().out()).doesNotContain("agent");
    assertThat(fleet.run("show", "i-a").quietly().out()).doesNotContain("agent", "mark");
    assertThat(json("list", "--format", "json").has("marks")).isFalse();
    assertThat(json("show", "i-a", "--format", "json").has("marks")).isFalse();
  }

  /** That nobody could look is not that nobody is there. */
  @Test
  void storeWithMarks_thatIsAway_saysNothingOfAgents() throws Exception {
    stores(fleet.list.toString(), zk);
    beats();
    agent.close();
    server.close();
    fleet.environment.put("PRESENCE_TIMEOUT", "2s");

    assertThat(fleet.run("list", "--format", "json").ended(0).json().has("marks")).isFalse();
    assertThat(fleet.run("show", "i-a").ended(0).out()).doesNotContain("agent", "mark");
  }
}
