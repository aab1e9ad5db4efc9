package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  @ParameterizedTest
  @CsvSource({
    "20261122-174830, 2026-11-22T17:48:30Z",
    "20151008-174830, 2015-10-08T17:48:30Z",
    "19700101-000000, 1970-01-01T00:00:00Z",
    "19691231-235959, 1969-12-31T23:59:59Z",
    "20240229-235959, 2024-02-29T23:59:59Z",
    "20000229-120000, 2000-02-29T12:00:00Z",
    "00010101-000000, 0001-01-01T00:00:00Z",
    "99991231-235959, 9999-12-31T23:59:59Z",
  })
  void stamp_andItsInstant_areOne(String text, Instant instant) {
    assertThat(new Stamp(text).instant()).isEqualTo(instant);
    assertThat(Stamp.of(instant)).isEqualTo(new Stamp(text)).hasToString(text);
  }

  @Test
  void stamp_ofPartOfASecond_isThatSecond() {
    assertThat(Stamp.of(Instant.parse("2026-11-22T17:48:30.999Z")))
        .isEqualTo(new Stamp("20261122-174830"));
  }

  /** Leap years and the ends of months among them: every day that could be, and some that not. */
  @Test
  void day_isTakenJustWhenTheCalendarHasIt() {
    for (int year : new int[] {1, 1900, 2000, 2023, 2024, 2026, 2100, 9999}) {
      for (int month = 0; month <= 13; month++) {
        for (int day = 0; day <= 32; day++) {
          String text = String.format("%04d%02d%02d-000000", year, month, day);
          assertThat(Stamp.isValid(text)).as(text).isEqualTo(exists(year, month, day));
        }
      }
    }
  }

  @Test
  void instant_ofEachDay_isTheCalendars() {
    for (long day = FIRST_DAY; day <= LAST_DAY; day++) {
      Instant noon = Instant.ofEpochSecond(day * 86_400 + 43_201);
      assertThat(Stamp.of(noon).instant()).isEqualTo(noon);
    }
  }

  private static boolean exists(int year, int month, int day) {
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= LocalDate.of(year, month, 1).lengthOfMonth();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20261122",
        "20261122-17483",
        "20261122-1748300",
        "20261122 174830",
        "20261122T174830",
        "2026-1122174830",
        "20261122-240000",
        "20261122-236000",
        "20261122-235960",
        "00000101-000000",
        "2026112a-174830",
        "20261122-17483 ",
        " 0261122-174830",
        "+0261122-174830",
        "-0261122-174830",
        "20261122-17483\n",
        "\u0662\u0660261122-174830",
      })
  void text_thatIsNoMoment_isRefused(String text) {
    assertThat(Stamp.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Stamp(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Stamp.RULE);
  }

  @ParameterizedTest
  @CsvSource({
    "20261122-174830, 20261122-174831",
    "20261122-235959, 20261123-000000",
    "20240228-235959, 20240229-000000",
    "20230228-235959, 20230301-000000",
    "20261231-235959, 20270101-000000",
    "99991231-235958, 99991231-235959",
    "99991231-235959, 99991231-235959",
  })
  void next_isASecondLaterAndNeverBeyondTheLast(String text, String next) {
    assertThat(new Stamp(text).next()).isEqualTo(new Stamp(next));
  }

  /** What a node says anew is later than what it last said, whatever its clock does. */
  @ParameterizedTest
  @CsvSource({
    "               , 2026-11-22T17:48:30Z, 20261122-174830",
    "20261122-174829, 2026-11-22T17:48:30Z, 20261122-174830",
    "20261122-174830, 2026-11-22T17:48:30Z, 20261122-174831",
    "20261122-174830, 2026-11-22T17:48:30.999Z, 20261122-174831",
    "20261122-174831, 2026-11-22T17:48:30Z, 20261122-174832",
    "29990101-000000, 2026-11-22T17:48:30Z, 29990101-000001",
    "20240228-235959, 2024-02-28T00:00:00Z, 20240229-000000",
    "99991231-235959, 2026-11-22T17:48:30Z, 99991231-235959",
  })
  void after_isNowOrASecondAfterTheLast(@Nullable Stamp last, Instant now, Stamp after) {
    assertThat(Stamp.after(last, now)).isEqualTo(after);
  }

  @Test
  void stamp_ofAMomentBeyondTheYears_isTheirFirstOrLastSecond() {
    assertThat(Stamp.of(Instant.MIN)).hasToString("00010101-000000");
    assertThat(Stamp.of(Instant.parse("0000-12-31T23:59:59Z"))).hasToString("00010101-000000");
    assertThat(Stamp.of(Instant.parse("9999-12-31T23:59:59.999Z"))).hasToString("99991231-235959");
    assertThat(Stamp.of(Instant.parse("+10000-01-01T00:00:00Z"))).hasToString("99991231-235959");
    assertThat(Stamp.of(Instant.MAX)).hasToString("99991231-235959");
  }

  @Test
  void stamps_areOrderedByTime() {
    Stamp early = new Stamp("20260930-235959");
    Stamp late = new Stamp("20261001-000000");
    assertThat(early).isLessThan(late).isNotEqualTo(late);
    assertThat(early).hasSameHashCodeAs(new Stamp(early.value()));
    assertThat(Stamp.compare(early, late)).isNegative();
    assertThat(Stamp.compare(late, early)).isPositive();
    assertThat(Stamp.compare(late, new Stamp("20261001-000000"))).isZero();
  }

  @Test
  void noStamp_isBeforeAll() {
    Stamp first = new Stamp("00010101-000000");
    assertThat(Stamp.compare(null, first)).isNegative();
    assertThat(Stamp.compare(first, null)).isPositive();
    assertThat(Stamp.compare(null, null)).isZero();
  }
}
