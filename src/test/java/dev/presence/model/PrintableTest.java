package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.RandomJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain text, 1 + 1 = 2; 'a' \"b\" {c} ~", "über naïve", "日本語", "€"})
  void text_thatOnlyShows_isKept(String text) {
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "escape sequence,            1b, \\u001b",
    "end of line,                0a, \\u000a",
    "carriage return,            0d, \\u000d",
    "tab,                        09, \\u0009",
    "NUL,                        00, \\u0000",
    "delete,                     7f, \\u007f",
    "one-byte escape of C1,      9b, \\u009b",
    "backslash of an escape,     5c, \\u005c",
    "right-to-left override,     202e, \\u202e",
    "zero width space,           200b, \\u200b",
    "byte order mark,            feff, \\ufeff",
    "line separator,             2028, \\u2028",
    "paragraph separator,        2029, \\u2029",
    "lone surrogate,             d800, \\ud800",
    "private use,                e000, \\ue000",
    "unassigned,                 ffff, \\uffff",
  })
  void character_thatCouldDoHarm_isEscaped(String what, String hex, String escaped) {
    String text = String.valueOf((char) Integer.parseInt(hex, 16));
    assertThat(Printable.of("a" + text + "b")).isEqualTo("a" + escaped + "b");
  }

  @Test
  void text_ofAnyCharacters_isOneHarmlessLine() {
    for (int seed = 0; seed < 2000; seed++) {
      String text = new RandomJson(seed).text();
      assertThat(Printable.of(text))
          .as("seed %d", seed)
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]");
    }
  }

  @Test
  void text_longerThanALine_isCut() {
    assertThat(Printable.of("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(Printable.of("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
    assertThat(Printable.of("\u001b".repeat(1_000_000))).hasSize(200 * 6 + 3);
  }
}
