package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianEnsemble;
import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet of agents on three servers of Debian's as processes, while others write on a list of
 * theirs without rest; and what becomes of all of them as the leader goes, and the majority. The
 * fleet is one for all cases: each finds it whole, and leaves it so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZookeeperEnsembleIT {
  private static final Duration SESSION = Duration.ofSeconds(4);
  private static final String[] IDS = {
    "i-app1", "i-app2", "i-app3", "i-app4", "i-web1", "i-web2", "i-lb1", "i-lb2"
  };

  @AutoClose private DebianEnsemble ensemble;
  @AutoClose private AgentFleet fleet;
  private Scribes scribes;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Installed program = AgentFleet.program(folder);
    ensemble = DebianEnsemble.start(folder.resolve("zookeeper"));
    String zk = ensemble.address("/presence?session=" + SESSION.toSeconds() + "s");
    fleet = new AgentFleet(new Installed(folder, program), folder, "5s", zk);
    fleet.must("i-lb1", "init", zk);
    fleet.start(IDS);
  }

  @BeforeEach
  void whole() throws Exception {
    ensemble.awaitWhole();
    fleet.until(this::isWhole);
    scribes = new Scribes(ensemble.address("/written"));
  }

  private boolean isWhole() throws Exception {
    return fleet.isWhole(marks());
  }

  private Map<String, Long> marks() throws Exception {
    return ensemble.byHand(AgentFleet::marks);
  }

  /** All are back, and nobody has been out of any answer for a moment. */
  @AfterEach
  void nobodyLeft() throws Exception {
    ensemble.awaitWhole();
    scribes.check();
    fleet.must("i-lb1", "undrain", "i-app2");
    fleet.until(this::isWhole);
    assertThat(fleet.left()).isEmpty();
  }

  /** An order and a fact, said now, are in all answers at last. */
  private void isSaidAndHeard(String address) throws Exception {
    fleet.fact("i-app3", "address.txt", address);
    fleet.must("i-lb2", "drain", "i-app2", "--reason", "disk");
    for (String id : fleet.answers().keySet()) {
      fleet.until(
          () -> fleet.draining(id).contains("i-app2") && fleet.answer(id).contains(address));
    }
  }

  private void goOn() throws Exception {
    int written = scribes.written();
    fleet.until(() -> scribes.written() > written + 10);
  }

  @Test
  void theLeader_killed_isFollowedByAnotherAndNoNewsAreLost() throws Exception {
    goOn();

    ensemble.leader().kill();

    isSaidAndHeard("10.0.0.33");
    goOn();
    fleet.until(() -> marks().keySet().equals(Set.of(IDS)));
  }

  @Test
  void theLeader_paused_isFollowedByAnotherAndFollowsThatOneWhenItIsBack() throws Exception {
    goOn();
    DebianZookeeper leader = ensemble.leader();

    leader.pause();
    try {
      isSaidAndHeard("10.0.0.34");
      goOn();
      fleet.until(() -> marks().keySet().equals(Set.of(IDS)));
    } finally {
      leader.resume();
    }

    fleet.until(() -> ensemble.followers().contains(leader));
    goOn();
  }

  @Test
  void eachServer_startedAgainInTurn_isSeenByNobody() throws Exception {
    Map<String, String> answers = fleet.answers();

    for (DebianZookeeper server : ensemble.servers()) {
      server.kill();
      goOn();
      ensemble.awaitWhole();
    }

    fleet.until(this::isWhole);
    assertThat(fleet.answers()).isEqualTo(answers);
    fleet.hears();
  }

  @Test
  void theMajority_away_leavesEveryAnswerAsItIsAndIsTakenUpAgain() throws Exception {
    goOn();
    Map<String, String> answers = fleet.answers();

    for (DebianZookeeper follower : ensemble.followers()) {
      follower.kill();
    }
    Thread.sleep(SESSION.multipliedBy(3).toMillis());
    Ended told = fleet.run("i-lb1", "drain", "i-app2", "--reason", "disk");
    assertThat(told.status()).as("%s", told).isEqualTo(AgentFleet.NO_STORE);
    assertThat(fleet.answers()).isEqualTo(answers);

    ensemble.awaitWhole();
    fleet.until(() -> marks().keySet().equals(Set.of(IDS)));
    assertThat(fleet.answers()).isEqualTo(answers);
    fleet.hears();
    goOn();
  }
}
