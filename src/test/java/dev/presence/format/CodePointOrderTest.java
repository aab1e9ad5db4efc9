package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.RandomJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python compares text by code point, where a lone surrogate is a code point like any other. */
class CodePointOrderTest {
  @ParameterizedTest
  @CsvSource({
    "a, b",
    "a, aa",
    "'', a",
    "B, a",
    "\uff5e, \ud83d\ude00",
    "\ud83d\ude00, \ud83d\ude01",
    "a\uffff, a\ud800\udc00",
  })
  void text_comesBeforeGreaterText(String smaller, String greater) {
    assertThat(CodePointOrder.INSTANCE.compare(smaller, greater)).isNegative();
    assertThat(CodePointOrder.INSTANCE.compare(greater, smaller)).isPositive();
    assertThat(CodePointOrder.INSTANCE.compare(greater, greater)).isZero();
  }

  @Test
  void wholeText_isSortedByCodePoint() {
    for (int seed = 0; seed < 2000; seed++) {
      RandomJson random = new RandomJson(seed);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        texts.add(random.wholeText());
      }
      assertSorted(seed, texts);
    }
  }

  @Test
  void textWithLoneSurrogates_isSortedByCodePoint() {
    for (int seed = 0; seed < 2000; seed++) {
      RandomJson random = new RandomJson(seed);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        texts.add(random.text());
      }
      assertSorted(seed, texts);
    }
  }

  private static void assertSorted(int seed, List<String> texts) {
    List<String> expected = new ArrayList<>(texts);
    expected.sort((a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()));
    List<String> sorted = new ArrayList<>(texts);
    sorted.sort(CodePointOrder.INSTANCE);
    assertThat(sorted).as("seed %d", seed).isEqualTo(expected);
  }
}
