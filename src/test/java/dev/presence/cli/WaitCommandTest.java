package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitCommandTest {
  private final Fleet fleet;

  WaitCommandTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    fleet.environment.put("PRESENCE_DEPLOYMENT", "any");
    fleet.environment.put("PRESENCE_STACKTYPE", "any");
    fleet.announced("i-a", "app");
  }

  /** A clock on which that much time goes by each time it is looked at, after something is done. */
  private final class Passing extends Clock {
    private final Duration step;
    private final Runnable meanwhile;

    Passing(Duration step, Runnable meanwhile) {
      this.step = step;
      this.meanwhile = meanwhile;
    }

    @Override
    public Instant instant() {
      Instant now = fleet.clock.instant();
      fleet.clock.move(step);
      meanwhile.run();
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private static void nothing() {}

  @Test
  void wait_forMinimaThatAreMet_returnsAtOnce() {
    assertThat(fleet.run("wait", "--part", "app").quietly().out()).isEqualTo("app has 1 of 1\n");
    assertThat(
            fleet
                .run(
                    "wait",
                    "--part",
                    "app",
                    "--part",
                    "db",
                    "--minimum",
                    "db=0",
                    "--format",
                    "json")
                .quietly()
                .json())
        .isEqualTo(Run.json("{\"peers\": {\"app\": 1, \"db\": 0}}"));
  }

  @Test
  void wait_forMinimaThatAreNeverMet_givesUpWithFourteen() {
    fleet
        .run(new Passing(Duration.ofMinutes(6), WaitCommandTest::nothing), "wait", "--part", "db")
        .failed(14, "gave up waiting: db has 0 of 1");
  }

  @Test
  void wait_withATimeout_givesUpThen() {
    fleet
        .run(
            new Passing(Duration.ofSeconds(11), WaitCommandTest::nothing),
            "wait",
            "--part",
            "app",
            "--minimum",
            "app=2",
            "--timeout",
            "10s")
        .failed(14, "app has 1 of 2");
  }

  @Test
  void wait_forANodeThatComesMeanwhile_returnsThen() {
    // It comes when the first look was in vain and the clock is asked whether to go on.
    Runnable come =
        () -> {
          if (fleet.clock.instant().isAfter(Instant.parse("2026-11-22T17:48:31Z"))) {
            fleet.announced("i-db", "db");
          }
        };

    Run run = fleet.run(new Passing(Duration.ofSeconds(1), come), "wait", "--part", "db").quietly();

    assertThat(run.out()).isEqualTo("db has 1 of 1\n");
  }

  @Test
  void wait_onWhatIsRememberedOnly_isNotMet() {
    fleet.run("wait", "--part", "app").quietly();
    fleet.loseList();

    Run run =
        fleet
            .run(
                new Passing(Duration.ofMinutes(6), WaitCommandTest::nothing),
                "wait",
                "--part",
                "app")
            .ended(14);

    assertThat(run.err()).contains(fleet.list.toString(), "app has 0 of 1");
  }

  @Test
  void wait_forNoPart_isAUsageError() {
    fleet.run("wait").failed(2, "--part");
    fleet.run("wait", "--part", "app", "--minimum", "db=1").failed(2, "add --part");
  }
}
