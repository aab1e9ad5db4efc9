package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents as processes on the ZooKeeper of Debian: what is said between two beats, a copy of a node,
 * and a folder beside it. What goes wrong besides is the matter of the others of its kind.
 */
class ZookeeperAgentsIT {
  /** The shortest that the server gives. */
  private static final Duration SESSION = Duration.ofSeconds(4);

  /** A session, one more, and what a server and slow readers take: who is gone is out by then. */
  private static final Duration DECIDED = Duration.ofSeconds(12);

  private static final String[] IDS = {"i-app1", "i-app2", "i-app3", "i-web1", "i-lb1"};

  private static Installed program;

  private final Path folder;
  @AutoClose private DebianZookeeper server;
  private String zk = "";

  ZookeeperAgentsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void install(@TempDir Path home) throws Exception {
    program = AgentFleet.program(home);
  }

  @BeforeEach
  void start() throws Exception {
    server = DebianZookeeper.start(folder.resolve("zookeeper"));
    zk = server.address("/presence?session=" + SESSION.toSeconds() + "s");
  }

  /** They all run, see each other, and have seen each other's marks. */
  private AgentFleet fleet(String every, String... stores) throws Exception {
    AgentFleet fleet = new AgentFleet(new Installed(folder, program), folder, every, stores);
    try {
      fleet.must("i-lb1", "init", zk);
      fleet.start(IDS);
      fleet.until(() -> fleet.isWhole(marks()));
      Thread.sleep(2000);
      return fleet;
    } catch (Exception | AssertionError e) {
      fleet.close();
      throw e;
    }
  }

  /** The ids of all marks, and whose session each is of. */
  private Map<String, Long> marks() throws Exception {
    return server.byHand(AgentFleet::marks);
  }

  @Test
  void whatIsSaid_reachesEveryAgentWithoutABeat() throws Exception {
    try (AgentFleet fleet = fleet("1h", zk)) {
      fleet.hears();
      fleet.fact("i-app3", "address.txt", "10.0.0.33");
      for (String reader : List.of("i-lb1", "i-web1")) {
        fleet.until(() -> fleet.answer(reader).contains("10.0.0.33"));
      }
      fleet.must("i-app1", "leave");
      for (String reader : List.of("i-lb1", "i-web1")) {
        fleet.until(() -> !fleet.answer(reader).contains("i-app1"));
      }
      fleet.until(() -> !marks().containsKey("i-app1"));
    }
  }

  @Test
  void aCopyOfANode_isRefusedAndSaysNothingToTheListUntilTheOtherIsGone() throws Exception {
    try (AgentFleet fleet = fleet("1h", zk)) {
      Map<String, Long> marks = marks();

      fleet.copy("i-app1", "agent");
      fleet.until(() -> fleet.said("copy").contains("another machine holds the mark of i-app1"));
      fleet.hears();
      assertThat(fleet.answer("i-lb1")).doesNotContain("10.9.9.9");
      assertThat(marks()).isEqualTo(marks);
      assertThat(fleet.said("i-app1")).doesNotContain("another machine");

      fleet.kill("i-app1");
      fleet.until(() -> fleet.answer("i-lb1").contains("10.9.9.9"));
    }
  }

  @Test
  void zooKeeperAway_besideAFolder_losesNobodyAndNewsComeByTheFolder() throws Exception {
    String list = folder.resolve("list").toString();
    try (AgentFleet fleet = fleet("5s", list, zk)) {
      server.kill();
      fleet.start("i-app4");
      fleet.until(fleet::isComplete);
      assertThat(fleet.run("i-lb1", "drain", "i-app2", "--reason", "disk").status())
          .isEqualTo(AgentFleet.NO_STORE);
      for (String reader : List.of("i-lb1", "i-web1")) {
        fleet.until(() -> fleet.draining(reader).contains("i-app2"));
      }
      Map<String, String> answers = fleet.answers();
      Thread.sleep(SESSION.multipliedBy(2).toMillis());
      server.startAgain();

      List<String> all = new ArrayList<>(List.of(IDS));
      all.add("i-app4");
      fleet.until(() -> marks().keySet().containsAll(all));
      Thread.sleep(DECIDED.toMillis());
      assertThat(fleet.answers()).isEqualTo(answers);
      assertThat(fleet.run("i-lb1", "list", "--store", zk).out()).contains(all);
      fleet.must("i-lb1", "undrain", "i-app2");
      fleet.until(fleet::isComplete);
    }
  }
}
