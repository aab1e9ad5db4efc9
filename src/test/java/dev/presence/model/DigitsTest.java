package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "007, 7", "42, 42", "999999999, 999999999"})
  void number_ofOneToNineDigits_isItself(String text, int number) {
    assertThat(Digits.parse(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1 ", "-1", "+1", "1.0", "1e3", "0x1", "a", "\u0661", "1\n"})
  void text_thatIsNoNumber_isLessThanNone(String text) {
    assertThat(Digits.parse(text)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000000", "1000000000", "4294967297", "99999999999999999999"})
  void number_ofMoreDigits_isLessThanNone(String text) {
    assertThat(Digits.parse(text)).isNegative();
  }
}
