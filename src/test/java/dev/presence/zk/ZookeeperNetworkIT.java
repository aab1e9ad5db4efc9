package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A fleet of agents and their ZooKeeper, each on a machine of its own in a network of the test's,
 * whose plugs are pulled: what is sent is lost, and neither side is told.
 */
class ZookeeperNetworkIT extends LastingFleet {
  /** Longer than what a client may take to be back, which is some seconds. */
  private static final Duration SESSION = Duration.ofSeconds(8);

  /** The server ends a session at its next tick. */
  private static final Duration ENDED = SESSION.plusSeconds(3);

  private static final String SERVER = "zk";
  private static final List<String> IDS =
      List.of("i-app1", "i-app2", "i-app3", "i-web1", "i-web2", "i-lb1");

  @AutoClose private final Network network;

  ZookeeperNetworkIT() throws Exception {
    List<String> machines = new ArrayList<>(IDS);
    machines.add(SERVER);
    network = Network.of(machines);
  }

  @Override
  DebianZookeeper server(Path folder) throws Exception {
    return DebianZookeeper.startOn(network, SERVER, folder);
  }

  @Override
  String list() {
    return "zk:%s/presence?session=%ds".formatted(network.address(SERVER), SESSION.toSeconds());
  }

  @BeforeAll
  void start() throws Exception {
    for (String id : IDS) {
      fleet.place(id, network.on(id));
    }
    fleet.must("i-lb1", "init", list());
    fleet.start(IDS.toArray(new String[0]));
  }

  private void cutFor(Duration time, List<String> machines) throws Exception {
    for (String machine : machines) {
      network.cut(machine);
    }
    Thread.sleep(time.toMillis());
    for (String machine : machines) {
      network.mend(machine);
    }
  }

  @Test
  void oneAgent_cutOff_isOutByTheRulesKeepsItsAnswerAndComesBack() throws Exception {
    long start = System.nanoTime();
    network.cut("i-web1");
    fleet.until(() -> !fleet.peers("i-lb1").contains("i-web1"));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThan(SESSION.multipliedBy(5).dividedBy(3));
    fleet.until(() -> fleet.report("i-lb1").contains("lost its mark, and did not beat for"));
    fleet.until(() -> fleet.said("i-web1").contains("cannot be reached: none of its servers"));
    network.mend("i-web1");
    fleet.until(() -> marks().containsKey("i-web1"));

    assertThat(marks().get("i-web1")).isNotEqualTo(marks.get("i-web1"));
    assertThat(fleet.answers()).containsAllEntriesOf(Map.of("i-web1", answers.get("i-web1")));
    fleet.until(fleet::isComplete);
    assertThat(fleet.left()).hasSize(1).allMatch(line -> line.startsWith("i-lb1: "));
  }

  @Test
  void mostAgents_cutOff_areNotMissedByTheOthersForTheTimeOfASession() throws Exception {
    cutFor(ENDED, List.of("i-app1", "i-app2", "i-app3", "i-web1"));

    fleet.until(() -> fleet.isWhole(marks()));
    assertThat(fleet.said("i-lb1")).contains("lost most of its marks at one time");
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void theServer_cutOffForLongerThanASession_takesNobodyOutOfAnyAnswer() throws Exception {
    cutFor(ENDED, List.of(SERVER));

    fleet.until(() -> fleet.isWhole(marks()));
    assertThat(marks().values()).doesNotContainAnyElementsOf(marks.values());
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void theServer_cutOffForLessThanASession_findsItsSessionsAgain() throws Exception {
    cutFor(SESSION.dividedBy(4), List.of(SERVER));

    fleet.hears();
    assertThat(marks()).isEqualTo(marks);
    fleet.must("i-lb1", "undrain", "i-app2");
  }

  /** What agents take for a connection is one that the server knows nothing of. */
  @Test
  void theServer_killedWhileItIsCutOffAndBack_losesNobody() throws Exception {
    network.cut(SERVER);
    server.kill();
    server.startAgain();
    network.mend(SERVER);

    fleet.until(() -> fleet.isWhole(marks()));
    assertThat(fleet.answers()).isEqualTo(answers);
  }
}
