package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet of agents as processes, on the ZooKeeper of Debian, and what goes wrong with either. An
 * answer that stays is a file that nobody wrote in between.
 */
@EnabledIfSystemProperty(named = "presence.agents", matches = "true")
class ZookeeperAgentsIT {
  /** The shortest that the server gives. */
  private static final Duration SESSION = Duration.ofSeconds(4);

  /** A session, one more, and what a server and slow readers take: who is gone is out by then. */
  private static final Duration DECIDED = Duration.ofSeconds(12);

  private static final String[] TWELVE = {
    "i-app1", "i-app2", "i-app3", "i-app4", "i-app5", "i-app6",
    "i-web1", "i-web2", "i-web3", "i-web4", "i-lb1", "i-lb2"
  };
  private static final String[] FEW = {"i-app1", "i-app2", "i-app3", "i-web1", "i-lb1"};

  private static Installed program;

  private final Path folder;
  private DebianZookeeper server;
  private String zk = "";
  private AgentFleet fleet;

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
    fleet = nobody("5s", zk);
  }

  private AgentFleet nobody(String every, String... stores) throws Exception {
    return new AgentFleet(new Installed(folder, program), folder, every, stores);
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
    server.close();
  }

  /** They all run, see each other, and have seen each other's marks. */
  private void fleet(String every, String[] ids, String... stores) throws Exception {
    fleet = nobody(every, stores);
    fleet.must("i-lb1", "init", zk);
    fleet.start(ids);
    fleet.until(() -> fleet.isComplete() && marks().size() == ids.length);
    Thread.sleep(2000);
  }

  private void fleet(String[] ids) throws Exception {
    fleet("5s", ids, zk);
  }

  /** The ids of all marks, and whose session each is of. */
  private Map<String, Long> marks() throws Exception {
    return server.byHand(AgentFleet::marks);
  }

  /** Nobody is missing from then on, and not for a moment. */
  private void unchanged(Map<String, String> answers) throws Exception {
    Thread.sleep(DECIDED.toMillis());
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void whatIsSaid_reachesEveryAgentWithoutABeat() throws Exception {
    fleet("1h", TWELVE, zk);

    fleet.must("i-lb1", "drain", "i-app2", "--reason", "disk");
    fleet.until(() -> fleet.draining("i-lb2").contains("i-app2"));
    fleet.fact("i-app3", "address.txt", "10.0.0.33");
    fleet.until(() -> fleet.answer("i-lb2").contains("10.0.0.33"));
    fleet.must("i-app4", "leave");

    for (String reader : List.of("i-lb1", "i-lb2", "i-web1", "i-web4")) {
      fleet.until(
          () ->
              fleet.draining(reader).contains("i-app2")
                  && fleet.answer(reader).contains("10.0.0.33")
                  && !fleet.answer(reader).contains("i-app4"));
    }
    fleet.until(() -> !marks().containsKey("i-app4"));
  }

  @Test
  void anAgentThatIsKilled_isOutAfterItsSessionAndOneMoreAndBackWithTheNext() throws Exception {
    fleet(FEW);

    long killed = System.nanoTime();
    fleet.kill("i-app2");
    fleet.until(() -> !fleet.peers("i-lb1").contains("i-app2"));

    // The server heard of it a third of a session before, at most.
    assertThat(Duration.ofNanos(System.nanoTime() - killed))
        .isGreaterThan(SESSION.multipliedBy(5).dividedBy(3));
    fleet.until(() -> fleet.report("i-lb1").contains("lost its mark, and did not beat for"));
    fleet.until(fleet::isComplete); // The web's too, without it and with all others.

    fleet.start("i-app2");
    fleet.until(fleet::isComplete);
  }

  @Test
  void anAgentThatIsPaused_isOutBySilenceAndBackByItselfAndNoClone() throws Exception {
    fleet(FEW);

    fleet.pause("i-app2");
    fleet.until(() -> !fleet.peers("i-lb1").contains("i-app2"));
    fleet.resume("i-app2");

    fleet.until(fleet::isComplete);
    fleet.until(() -> marks().size() == FEW.length);
    for (String id : FEW) {
      assertThat(fleet.said(id)).doesNotContain("another machine");
    }
  }

  @Test
  void aServerThatIsPaused_takesNobodyOutOfAnyAnswer() throws Exception {
    fleet(TWELVE);
    Map<String, String> answers = fleet.answers();
    Map<String, Long> marks = marks();

    server.pause();
    Thread.sleep(15_000);
    assertThat(fleet.answers()).isEqualTo(answers);
    server.resume();

    fleet.until(() -> marks().keySet().equals(marks.keySet()));
    assertThat(marks().values()).doesNotContainAnyElementsOf(marks.values()); // Of new sessions.
    unchanged(answers);
    assertThat(marks()).hasSize(TWELVE.length);
    fleet.hears();
  }

  @Test
  void aServerThatIsKilledAndComesBack_changesNoAnswer() throws Exception {
    fleet(TWELVE);
    Map<String, String> answers = fleet.answers();

    server.kill();
    Thread.sleep(SESSION.multipliedBy(2).toMillis());
    server.startAgain();

    fleet.until(() -> marks().size() == TWELVE.length);
    unchanged(answers);
    fleet.hears();
  }

  @Test
  void aServerThatComesBackWithNothing_emptiesNoAnswerAndIsHealedByInit() throws Exception {
    fleet(TWELVE);
    Map<String, String> answers = fleet.answers();

    server.kill();
    server.startEmpty();
    String name = server.address("/presence");
    for (String id : TWELVE) {
      fleet.until(() -> fleet.said(id).contains(name + " is no list"));
      assertThat(fleet.said(id)).contains("'presence init " + name + "'");
    }
    assertThat(fleet.answers()).isEqualTo(answers);
    fleet.must("i-lb1", "init", zk);

    fleet.until(() -> marks().size() == TWELVE.length);
    unchanged(answers);
    assertThat(fleet.run("i-lb1", "list").out()).contains(TWELVE);
  }

  @Test
  void aSessionThatTheServerEnds_isFollowedByTheNextAndSeenInNoAnswer() throws Exception {
    fleet(FEW);
    Map<String, String> answers = fleet.answers();
    Map<String, Long> marks = marks();

    for (String id : List.of("i-app1", "i-lb1")) {
      server.expire(Objects.requireNonNull(marks.get(id)));
      fleet.until(() -> !marks.get(id).equals(marks().getOrDefault(id, marks.get(id))));
    }

    unchanged(answers);
    fleet.hears();
  }

  @Test
  void aCopyOfANode_isRefusedAndSaysNothingToTheListUntilTheOtherIsGone() throws Exception {
    fleet("1h", FEW, zk);
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

  @Test
  void anUpgradeOrTheWayBackToTheTimer_isSeenByNobody() throws Exception {
    fleet(FEW);
    Map<String, String> answers = fleet.answers();

    for (String id : List.of("i-app1", "i-lb1")) {
      fleet.stop(id);
      fleet.start(id);
    }
    fleet.stop("i-app2");
    fleet.beat("i-app2");
    unchanged(answers);
    fleet.beat("i-app2");

    assertThat(marks()).containsOnlyKeys("i-app1", "i-app3", "i-web1", "i-lb1");
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void zooKeeperAway_besideAFolder_losesNobodyAndNewsComeByTheFolder() throws Exception {
    String list = folder.resolve("list").toString();
    fleet("5s", FEW, list, zk);

    server.kill();
    fleet.start("i-app4");
    fleet.until(fleet::isComplete);
    assertThat(fleet.run("i-lb1", "drain", "i-app2", "--reason", "disk").status()).isEqualTo(11);
    fleet.until(() -> fleet.draining("i-lb1").contains("i-app2"));
    fleet.until(() -> fleet.draining("i-web1").contains("i-app2"));
    Map<String, String> answers = fleet.answers();
    Thread.sleep(SESSION.multipliedBy(2).toMillis());
    server.startAgain();

    List<String> all = new ArrayList<>(List.of(FEW));
    all.add("i-app4");
    fleet.until(() -> marks().keySet().containsAll(all));
    unchanged(answers);
    assertThat(fleet.run("i-lb1", "list", "--store", zk).out()).contains(all);
    fleet.must("i-lb1", "undrain", "i-app2");
    fleet.until(fleet::isComplete);
  }
}
