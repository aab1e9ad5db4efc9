package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final NodeName ID = new NodeName("i-0a");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant NOW = Instant.parse("2026-11-22T17:48:30Z");

  private final Rhythm rhythm = new Rhythm();

  private Instant due(Instant now) {
    return rhythm.due(now, ID, MINUTE);
  }

  @Test
  void due_isTheNodesSecondOfTheNextMinute() {
    Instant first = due(NOW);

    assertThat(Duration.between(NOW, first)).isPositive().isLessThanOrEqualTo(MINUTE);
    assertThat(Math.floorMod(first.getEpochSecond(), 60)).isEqualTo(Due.place(ID, 60));
    rhythm.done();
    assertThat(due(first)).isEqualTo(first.plus(MINUTE));
  }

  @Test
  void due_whileSomethingElseIsDone_isLateAndNotLeftOut() {
    Instant first = due(NOW);

    assertThat(due(first.plusSeconds(5))).isEqualTo(first);
    rhythm.done();
    assertThat(due(first.plusSeconds(5))).isEqualTo(first.plus(MINUTE));
  }

  @Test
  void due_ofAClockSetBack_isWithinAMinuteOfIt() {
    due(NOW);

    assertThat(due(NOW.minusSeconds(3600)))
        .isBetween(NOW.minusSeconds(3600), NOW.minusSeconds(3540));
  }

  @Test
  void due_ofAShorterTimeBetweenTwo_isSooner() {
    due(NOW);

    assertThat(rhythm.due(NOW, ID, Duration.ofSeconds(2))).isBeforeOrEqualTo(NOW.plusSeconds(2));
  }
}
