package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianZookeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Twelve agents as processes, on the ZooKeeper of Debian, and what goes wrong with either. An
 * answer that stays is a file that nobody wrote in between; and of all nodes only that one ever
 * leaves any with which there is something wrong.
 */
class ZookeeperTroubleIT extends LastingFleet {
  /** The shortest that the server gives. */
  private static final Duration SESSION = Duration.ofSeconds(4);

  /** A session, one more, and what a server and slow readers take: who is gone is out by then. */
  private static final Duration DECIDED = Duration.ofSeconds(12);

  private static final String[] IDS = {
    "i-app1", "i-app2", "i-app3", "i-app4", "i-app5", "i-app6",
    "i-web1", "i-web2", "i-web3", "i-web4", "i-lb1", "i-lb2"
  };

  /** The one that is killed and paused. */
  private static final String UNWELL = "i-app2";

  @Override
  DebianZookeeper server(Path folder) throws Exception {
    return DebianZookeeper.start(folder);
  }

  @Override
  String list() {
    return server.address("/presence?session=" + SESSION.toSeconds() + "s");
  }

  @BeforeAll
  void start() throws Exception {
    fleet.must("i-lb1", "init", list());
    fleet.start(IDS);
    fleet.until(() -> fleet.isWhole(marks()));
    Thread.sleep(2000); // By then they have seen each other's marks.
  }

  /** And who was well has been in all answers. */
  @Override
  @AfterEach
  void isHealed() throws Exception {
    super.isHealed();
    whoIsWellHasStayed();
  }

  private void whoIsWellHasStayed() throws Exception {
    assertThat(fleet.left()).allMatch(line -> line.contains("\"id\":\"" + UNWELL + "\""));
  }

  /** Nor does anybody leave them later. */
  @AfterAll
  void isWholeForGood() throws Exception {
    whole();
    unchanged();
    whoIsWellHasStayed();
  }

  private void unchanged() throws Exception {
    Thread.sleep(DECIDED.toMillis());
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void anAgentThatIsKilled_isOutAfterItsSessionAndOneMoreAndBackWithTheNext() throws Exception {
    long killed = System.nanoTime();
    fleet.kill(UNWELL);
    fleet.until(() -> !fleet.peers("i-lb1").contains(UNWELL));

    // The server heard of it a third of a session before, at most.
    assertThat(Duration.ofNanos(System.nanoTime() - killed))
        .isGreaterThan(SESSION.multipliedBy(5).dividedBy(3));
    fleet.until(() -> fleet.report("i-lb1").contains("lost its mark, and did not beat for"));
    fleet.until(fleet::isComplete); // The others' too, without it and with all others.

    fleet.start(UNWELL);
    fleet.until(fleet::isComplete);
  }

  @Test
  void anAgentThatIsPaused_isOutBySilenceAndBackByItselfAndNoClone() throws Exception {
    fleet.pause(UNWELL);
    fleet.until(() -> !fleet.peers("i-lb1").contains(UNWELL));
    fleet.resume(UNWELL);

    fleet.until(() -> fleet.isWhole(marks()));
    for (String id : IDS) {
      assertThat(fleet.said(id)).doesNotContain("another machine");
    }
  }

  private boolean areOfNewSessions() throws Exception {
    Map<String, Long> now = marks();
    return now.keySet().equals(marks.keySet())
        && Collections.disjoint(now.values(), marks.values());
  }

  @Test
  void aServerThatIsPaused_takesNobodyOutOfAnyAnswer() throws Exception {
    server.pause();
    Thread.sleep(15_000);
    assertThat(fleet.answers()).isEqualTo(answers);
    server.resume();

    fleet.until(this::areOfNewSessions); // It ends those of before soon after it goes on.
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void aServerThatIsKilledAndComesBack_changesNoAnswer() throws Exception {
    server.kill();
    Thread.sleep(SESSION.multipliedBy(2).toMillis());
    server.startAgain();

    fleet.until(() -> fleet.isWhole(marks()));
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void aServerThatComesBackWithNothing_emptiesNoAnswerAndIsHealedByInit() throws Exception {
    server.kill();
    server.startEmpty();
    String name = server.address("/presence");
    for (String id : IDS) {
      fleet.until(() -> fleet.said(id).contains(name + " is no list"));
      assertThat(fleet.said(id)).contains("'presence init " + name + "'");
    }
    assertThat(fleet.answers()).isEqualTo(answers);
    fleet.must("i-lb1", "init", list());

    fleet.until(() -> fleet.isWhole(marks()) && isListed());
    assertThat(fleet.answers()).isEqualTo(answers);
  }

  /** Each with its next beat. */
  private boolean isListed() throws Exception {
    String list = fleet.run("i-lb1", "list").out();
    return List.of(IDS).stream().allMatch(list::contains) && !list.contains("vanished");
  }

  @Test
  void aSessionThatTheServerEnds_isFollowedByTheNextAndSeenInNoAnswer() throws Exception {
    for (String id : List.of("i-app1", "i-lb1")) {
      long before = Objects.requireNonNull(marks.get(id));
      server.expire(before);
      fleet.until(() -> marks().getOrDefault(id, before) != before);
    }

    assertThat(fleet.answers()).isEqualTo(answers);
  }

  @Test
  void anUpgradeOrTheWayBackToTheTimer_isSeenByNobody() throws Exception {
    for (String id : List.of("i-app1", "i-lb1")) {
      fleet.stop(id);
      fleet.start(id);
    }
    fleet.stop("i-app3");
    fleet.beat("i-app3");
    unchanged();
    fleet.beat("i-app3");

    assertThat(marks()).hasSize(IDS.length - 1).doesNotContainKey("i-app3");
    assertThat(fleet.answers()).isEqualTo(answers);
    fleet.start("i-app3");
  }
}
