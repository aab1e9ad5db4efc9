package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Acting;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueTest {
  private static final long T = 1_000_000;
  private static final SortedMap<String, Beat.Acted> OLD = answer("sha256:old");
  private static final SortedMap<String, Beat.Acted> NEW = answer("sha256:new");
  private static final Due AT_ONCE = due(0, null, 0);

  private static SortedMap<String, Beat.Acted> answer(String digest) {
    SortedMap<String, Beat.Acted> answer = new TreeMap<>();
    answer.put("db", new Beat.Acted(digest, List.of()));
    return answer;
  }

  private static Due due(long settle, @Nullable Long atLeast, long spread) {
    return new Due(
        Duration.ofSeconds(settle),
        atLeast == null ? null : Duration.ofSeconds(atLeast),
        Duration.ofSeconds(spread));
  }

  /** The old answer was acted on at T; the new one is pending since then. */
  private static Acting news() {
    return Acting.NOTHING.succeeding(OLD, T).pending(Acting.digest(NEW), T);
  }

  private static Acting failed(int times, long last) {
    Acting acting = news();
    for (int i = 0; i < times; i++) {
      acting = acting.beginning(Acting.digest(NEW), last).failing("it ended with status 1");
    }
    return acting;
  }

  private static boolean isDue(
      Due due, Acting acting, SortedMap<String, Beat.Acted> answer, long now) {
    return due.isDue(acting, answer, new NodeName("i-0a"), now);
  }

  @Test
  void isDue_ofTheVeryFirstAnswer_evenOfNobody() {
    SortedMap<String, Beat.Acted> nobody = new TreeMap<>();

    assertThat(isDue(AT_ONCE, Acting.NOTHING.pending("", T), nobody, T)).isTrue();
  }

  @Test
  void isDue_ofWhatWasActedOn_never() {
    Acting acting = Acting.NOTHING.succeeding(OLD, T).pending(Acting.digest(OLD), T);

    assertThat(isDue(AT_ONCE, acting, OLD, T + 100 * 86400)).isFalse();
  }

  @Test
  void isDue_ofNews_atOnce() {
    assertThat(isDue(AT_ONCE, news(), NEW, T)).isTrue();
  }

  @Test
  void isDue_ofNewsThatIsToSettle_onceItHasStoodSoLong() {
    Due due = due(90, null, 0);

    assertThat(isDue(due, news(), NEW, T + 89)).isFalse();
    assertThat(isDue(due, news(), NEW, T + 90)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "2, 120", "3, 240", "4, 480", "5, 960", "6, 1800", "7, 1800", "2000, 1800"})
  void isDue_ofWhatFailed_afterPausesThatDouble(int failures, long pause) {
    Acting acting = failed(failures, T);

    assertThat(isDue(AT_ONCE, acting, NEW, T + pause - 1)).isFalse();
    assertThat(isDue(AT_ONCE, acting, NEW, T + pause)).isTrue();
  }

  @Test
  void isDue_ofAnotherAnswerThanTheOneThatFailed_atOnce() {
    Acting acting = failed(6, T).pending("db=sha256:third", T + 1);

    assertThat(isDue(AT_ONCE, acting, answer("sha256:third"), T + 1)).isTrue();
  }

  /** What a failed change left is neither the one nor the other. */
  @Test
  void isDue_ofTheAnswerBeforeTheOneThatFailed_atOnce() {
    Acting acting = failed(1, T).pending(Acting.digest(OLD), T + 1);

    assertThat(isDue(AT_ONCE, acting, OLD, T + 1)).isTrue();
  }

  @Test
  void isDue_ofWhatFailedAndWasSetToRunOften_afterItsPauseAlone() {
    Due due = due(0, 60L, 0);

    assertThat(isDue(due, failed(6, T), NEW, T + 1799)).isFalse();
  }

  @Test
  void isDue_ofNoNewsAtLeastSoOften_thenAgain() {
    Due due = due(0, 3600L, 0);
    Acting acting = Acting.NOTHING.succeeding(OLD, T).pending(Acting.digest(OLD), T);

    assertThat(isDue(due, acting, OLD, T + 3599)).isFalse();
    assertThat(isDue(due, acting, OLD, T + 3600)).isTrue();
  }

  @Test
  void isDue_afterTheClockWasSetBack_waitsForNothing() {
    long before = T - 400 * 86400;

    assertThat(isDue(AT_ONCE, failed(6, T), NEW, before)).isTrue();
    assertThat(isDue(due(3600, null, 0), news(), NEW, before)).isTrue();
    assertThat(isDue(due(0, 3600L, 0), news(), OLD, before)).isTrue();
  }

  @Test
  void isDue_afterAnotherWasAtWork_atOnce() {
    Acting acting = news().beginning(Acting.digest(NEW), T).postponed(0);

    assertThat(isDue(AT_ONCE, acting, NEW, T + 1)).isTrue();
  }

  @Test
  void isDue_afterAChangeThatWasKilled_afterItsPause() {
    Acting acting = news().beginning(Acting.digest(NEW), T);

    assertThat(isDue(AT_ONCE, acting, NEW, T + 59)).isFalse();
    assertThat(isDue(AT_ONCE, acting, NEW, T + 60)).isTrue();
  }

  /** The second in which that node's turn is. */
  private static long turn(Due due, String id, long spread) {
    for (long second = 0; second <= spread; second++) {
      if (due.isDue(news(), NEW, new NodeName(id), T + second)) {
        return second;
      }
    }
    throw new AssertionError(id + " has no turn within " + spread);
  }

  @ParameterizedTest
  @CsvSource({"i-%04d", "app%d.example", "i-%08x"})
  void isDue_ofAThousandNodesThatSpread_evenlyAndTheSameForTheSame(String names) {
    long spread = 600;
    Due due = due(0, null, spread);
    int[] tenths = new int[10];
    for (int i = 0; i < 1000; i++) {
      String id = names.formatted(i);
      long turn = turn(due, id, spread);
      assertThat(turn(due, id, spread)).isEqualTo(turn);
      tenths[(int) (turn * 10 / spread)]++;
    }

    for (int tenth : tenths) {
      assertThat(tenth).as("%s", java.util.Arrays.toString(tenths)).isBetween(60, 140);
    }
  }

  @Test
  void isDue_ofAMachineThatIsNoNode_doesNotSpread() {
    assertThat(due(0, null, 600).isDue(news(), NEW, null, T)).isTrue();
  }
}
