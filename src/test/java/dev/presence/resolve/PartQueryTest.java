package dev.presence.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PartName;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartQueryTest {
  @ParameterizedTest
  @CsvSource({
    "db, db, true",
    "db, db1, false",
    "db, DB, false",
    "db*, db, true",
    "db*, db1, true",
    "db*, mydb, false",
    "*, anything, true",
    "*db, mydb, true",
    "*db*, mydb1, true",
    "d?, db, true",
    "d?, d, false",
    "d?, db1, false",
    "?*, a, true",
    "*a*b*c, xxaxxbxxbc, true",
    "*a*b*c, xxaxxbxxb, false",
    "a*a, a, false",
    "**, a, true",
  })
  void glob_takesInJustItsParts(String glob, String part, boolean taken) {
    PartQuery query = new PartQuery(new PartName("asked"), glob);
    assertThat(query.matches(new PartName(part))).isEqualTo(taken);
  }

  @Test
  void glob_ofAnyForm_meansTheSameAsItsRegularExpression() {
    int taken = 0;
    Random random = new Random(20261122);
    for (int i = 0; i < 50_000; i++) {
      String glob = word(random, "ab-*?", random.nextInt(9));
      PartName part = new PartName("a" + word(random, "ab-", random.nextInt(9)));
      boolean expected = Pattern.matches(glob.replace("*", ".*").replace('?', '.'), part.value());
      assertThat(new PartQuery(new PartName("asked"), glob).matches(part))
          .as("%s on %s", glob, part)
          .isEqualTo(expected);
      taken += expected ? 1 : 0;
    }
    assertThat(taken).isBetween(1000, 49_000);
  }

  /** Some ways to match globs take years for this one. */
  @Test
  void glob_withManyStars_isMatchedAtOnce() {
    String glob = "*a".repeat(30) + "*b";
    PartName part = new PartName("a".repeat(63));
    assertThat(new PartQuery(new PartName("asked"), glob).matches(part)).isFalse();
  }

  private static String word(Random random, String letters, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  @Test
  void query_isPrintedAsOnTheCommandLine() {
    assertThat(PartQuery.of(new PartName("db")).words()).isEqualTo("db");
    assertThat(new PartQuery(new PartName("db"), "db*").words()).isEqualTo("db=db*");
  }
}
