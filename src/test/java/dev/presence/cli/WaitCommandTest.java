package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
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

  /** A clock that stands, and after the first look has something done. */
  private final class AfterOneLook extends Clock {
    private final Runnable meanwhile;
    private int asked;

    AfterOneLook(Runnable meanwhile) {
      this.meanwhile = meanwhile;
    }

    @Override
    public Instant instant() {
      asked++;
      if (asked == 2) { // The look asks first, then who judges what it saw.
        meanwhile.run();
      }
      return fleet.clock.instant();
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
  void wait_forMinimaThatAreNotMetInTime_givesUpWithFourteenAndTellsWhatTellsWhy() {
    fleet
        .run("wait", "--part", "app", "--minimum", "app=2", "--timeout", "1s")
        .failed(14, "gave up waiting: app has 1 of 2", "'presence explain app' tells who is out");
  }

  @Test
  void wait_forANodeThatComesMeanwhile_returnsThen() {
    AfterOneLook clock = new AfterOneLook(() -> fleet.announced("i-db", "db"));

    Run run = fleet.run(clock, "wait", "--part", "db", "--timeout", "1m").quietly();

    assertThat(run.out()).isEqualTo("db has 1 of 1\n");
  }

  @Test
  void wait_onWhatIsRememberedOnly_isNotMetAndSaysWhatIsRememberedAndSaysItOnce() {
    fleet.run("resolve", "--part", "app").quietly();
    fleet.loseList();

    Run run = fleet.run("wait", "--part", "app", "--timeout", "2s").ended(14);

    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err())
        .contains(fleet.list.toString(), "app has 1 of 1, as last seen: no store can be read");
  }

  @Test
  void wait_forNoPart_isAUsageError() {
    fleet.run("wait").failed(2, "--part");
    fleet.run("wait", "--part", "app", "--minimum", "db=1").failed(2, "add --part");
  }
}
