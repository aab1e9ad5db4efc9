package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, abc, 0",
    "Draining, draining, 0",
    "drainig, draining, 1",
    "drainning, draining, 1",
    "draiming, draining, 1",
    "darining, draining, 1",
    "lsit, list, 1",
    "ca, abc, 3",
    "lst, list, 1",
    "kitten, sitting, 3",
  })
  void distance_isHowManyLettersHaveToChange(String one, String other, int distance) {
    assertThat(Nearest.distance(one, other)).isEqualTo(distance);
    assertThat(Nearest.distance(other, one)).isEqualTo(distance);
  }

  /** Held against the definition itself. */
  @Test
  void distance_ofAnyTwoWords_isThatOfTheDefinition() {
    Random random = new Random(20261122);
    for (int i = 0; i < 2000; i++) {
      String one = word(random);
      String other = word(random);
      assertThat(Nearest.distance(one, other))
          .as("%s, %s", one, other)
          .isEqualTo(defined(one, other));
    }
  }

  private static int defined(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.length() + other.length();
    }
    String one1 = one.substring(1);
    String other1 = other.substring(1);
    int same = one.charAt(0) == other.charAt(0) ? 0 : 1;
    int least =
        Math.min(
            same + defined(one1, other1), 1 + Math.min(defined(one1, other), defined(one, other1)));
    boolean isSwapped =
        !one1.isEmpty()
            && !other1.isEmpty()
            && one.charAt(0) == other1.charAt(0)
            && one1.charAt(0) == other.charAt(0);
    return isSwapped ? Math.min(least, 1 + defined(one1.substring(1), other1.substring(1))) : least;
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }

  @Test
  void nearest_isTheOneOfTheFewestChanges() {
    assertThat(Nearest.of("drainig", NodeState.WORDS)).isEqualTo("draining");
    assertThat(Nearest.of("IDEL", NodeState.WORDS)).isEqualTo("idle");
    assertThat(Nearest.of("lft", NodeState.WORDS)).isEqualTo("left");
    assertThat(Nearest.of("fde1", List.of("fed2", "fed1"))).isEqualTo("fed1");
  }

  @Test
  void nearest_ofSeveral_isTheFirst() {
    assertThat(Nearest.of("ab", List.of("xb", "ax"))).isEqualTo("xb");
  }

  @Test
  void nearest_ofNone_isNone() {
    assertThat(Nearest.of("a", List.of())).isNull();
  }

  @Test
  void nearest_ofAWordInCapitals_isTheSameInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(Nearest.distance("DRAINING", "draining")).isZero();
    } finally {
      Locale.setDefault(before);
    }
  }
}
