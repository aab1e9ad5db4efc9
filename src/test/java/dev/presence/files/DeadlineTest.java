package dev.presence.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void in_noTime_isOver() {
    Deadline deadline = Deadline.in(Duration.ZERO);

    assertThat(deadline.isOver()).isTrue();
    assertThat(deadline.nanosLeft()).isZero();
  }

  @Test
  void in_aWhile_runsOut() {
    Deadline deadline = Deadline.in(Duration.ofMillis(1));

    while (!deadline.isOver()) {
      Thread.onSpinWait();
    }

    assertThat(deadline.nanosLeft()).isZero();
  }

  @Test
  void nanosLeft_ofALongTime_areMostOfIt() {
    Deadline deadline = Deadline.in(HOUR);

    assertThat(deadline.nanosLeft()).isBetween(HOUR.minusMinutes(5).toNanos(), HOUR.toNanos());
    assertThat(deadline.isOver()).isFalse();
  }

  @Test
  void half_ofADeadline_hasHalfOfTheWholeTimeFromTheSameStart() {
    Deadline deadline = Deadline.in(HOUR);

    long half = deadline.half().nanosLeft();

    assertThat(half).isBetween(HOUR.dividedBy(2).minusMinutes(5).toNanos(), HOUR.toNanos() / 2);
    assertThat(deadline.nanosLeft() - half).isLessThanOrEqualTo(HOUR.toNanos() / 2);
  }

  @ParameterizedTest
  @CsvSource({"10000, 10 s", "500, 0.5 s", "1500, 1.5 s", "300000, 300 s"})
  void words_ofATime_areSeconds(long millis, String words) {
    assertThat(Deadline.in(Duration.ofMillis(millis)).words()).isEqualTo(words);
    assertThat(Deadline.in(Duration.ofMillis(2 * millis)).half().words()).isEqualTo(words);
  }
}
