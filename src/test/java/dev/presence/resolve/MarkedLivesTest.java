package dev.presence.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Life;
import dev.presence.model.Life.Cause;
import dev.presence.resolve.Signs.Kind;
import dev.presence.resolve.Signs.Sign;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a mark says of life, and what it does not. {@code i-a} is who is watched; all hold marks for
 * sessions of ten seconds on one store, and beat each minute at another second.
 */
class MarkedLivesTest {
  private static final String A = "i-a";
  private static final String ZK = "zk";
  private static final String FOLDER = "folder";
  private static final int SESSION = 10;

  private final Set<String> ids = new TreeSet<>(List.of(A, "i-b", "i-c", "i-d", "i-e"));
  private final Set<String> marked = new TreeSet<>(ids);
  private final Set<String> down = new HashSet<>();

  /** Those who are no candidates any more: nothing of them is asked for. */
  private final Set<String> others = new HashSet<>();

  private final Set<String> timers = new HashSet<>();
  private final Map<String, Long> beats = new TreeMap<>();
  private final Set<String> stores = new TreeSet<>(List.of(ZK));
  private final Set<String> away = new HashSet<>();
  private final Set<String> atFault = new HashSet<>();
  private LifeRules rules = LifeRules.USUAL;
  private Map<String, Life> lives = new HashMap<>();
  private Set<String> lost = Set.of();
  private boolean unbroken = true;
  private long look;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  @BeforeEach
  void begin() {
    seconds(130);
  }

  // The world.

  /** So many seconds, in each of which an agent looks. */
  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      pass(1);
      look();
    }
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      int phase = 0;
      for (String id : ids) {
        phase += 11;
        if (!down.contains(id) && now.getEpochSecond() % 60 == phase % 60) {
          beats.put(id, now.getEpochSecond());
        }
      }
    }
  }

  private void look() {
    List<Signs> signs = new ArrayList<>();
    for (String id : ids) {
      List<Sign> shown = new ArrayList<>();
      for (String store : stores) {
        if (!away.contains(store)) {
          Long seq = beats.get(id);
          shown.add(
              seq == null
                  ? new Sign(store, Kind.NONE, 0, 0, "")
                  : new Sign(store, Kind.BEAT, seq, 60, "", !timers.contains(id)));
        }
      }
      boolean complete = shown.size() == stores.size();
      signs.add(new Signs(id, shown, complete, true, ZK, "20261122-100000", null));
    }
    for (String id : others) {
      signs.add(new Signs(id, List.of(), false, true, ZK, "20261122-100000", null));
    }
    Set<String> trusted = new HashSet<>(stores);
    trusted.removeAll(away);
    trusted.removeAll(atFault);
    Map<String, MarksSeen> marks = new HashMap<>();
    if (!away.contains(ZK)) {
      Map<String, Integer> sessions = new HashMap<>();
      ids.forEach(id -> sessions.put(id, marked.contains(id) ? SESSION : 0));
      marks.put(ZK, new MarksSeen(sessions, unbroken));
      unbroken = true;
    }
    Lives judged = new Lives(lives, ++look, rules, stores, trusted, marks, now);
    judged.judge(signs, Set.of(), null);
    lives = judged.lives();
    lost = judged.lost();
  }

  private void crash(String... some) {
    down.addAll(List.of(some));
    seconds(SESSION);
    marked.removeAll(List.of(some));
    look();
  }

  private Life life(String id) {
    return Objects.requireNonNull(lives.get(id));
  }

  private void assertAlive(String... some) {
    for (String id : some) {
      assertThat(life(id).death()).as(id).isNull();
    }
  }

  private void assertDead(String id) {
    assertThat(life(id).death()).as(id).isNotNull();
    assertThat(Objects.requireNonNull(life(id).death()).cause()).isEqualTo(Cause.SILENT);
  }

  // Death.

  @Test
  void mark_thatIsGone_isDeathAfterOneMoreSession() {
    crash(A);
    seconds(SESSION - 1);
    assertAlive(A);
    seconds(1);
    assertDead(A);
    assertThat(Objects.requireNonNull(life(A).death()).why())
        .isEqualTo("lost its mark, and did not beat for 10s");
    assertAlive("i-b", "i-c", "i-d", "i-e");
  }

  @Test
  void mark_thatStands_isASignOfLifeWithoutAnyBeat() {
    down.add(A);
    seconds(600);
    assertAlive(A);
    assertThat(life(A).silence()).isZero();
  }

  @Test
  void mark_thatIsBackWithinTheSession_endsTheSilence() {
    crash(A);
    seconds(SESSION - 1);
    marked.add(A);
    look();
    marked.remove(A);
    seconds(SESSION);
    assertAlive(A);
    seconds(1);
    assertDead(A);
  }

  @Test
  void mark_thatIsGone_ofANodeThatBeatsOn_isForgotten() {
    marked.remove(A);
    seconds(1);
    int phase = 11;
    while (now.plusSeconds(3).getEpochSecond() % 60 != phase) {
      marked.add(A);
      seconds(1);
    }
    marked.remove(A);
    seconds(1); // Three seconds before its next beat.
    seconds(600);
    assertAlive(A);
    assertThat(life(A).marks()).isEmpty();
    down.add(A);
    seconds(240);
    assertAlive(A);
    seconds(121);
    assertDead(A);
  }

  /** The beat was before the crash, and is seen with it. */
  @Test
  void beat_thatIsSeenInTheLookThatMissesTheMark_doesNotPutTheDeathOff() {
    pass(60);
    marked.remove(A);
    down.add(A);
    look();
    seconds(SESSION);
    assertDead(A);
  }

  @Test
  void mark_thatIsGoneAtTwoLooksOfATimer_isDeathAtTheSecond() {
    pass(50);
    down.add(A);
    marked.remove(A);
    look();
    assertAlive(A);
    pass(60);
    look();
    assertDead(A);
    assertAlive("i-b");
  }

  @ParameterizedTest
  @ValueSource(ints = {3600, -3600})
  void clock_thatIsSet_killsNobodyAtOneLook(int by) {
    marked.remove(A);
    now = now.plusSeconds(by);
    look();
    assertAlive(A);
    marked.add(A);
    seconds(1);
    assertThat(life(A).silence()).isZero();
  }

  @Test
  void reader_thatSleptWhileTheMarkWasGone_countsOneSession() {
    down.add(A);
    marked.remove(A);
    seconds(3);
    now = now.plusSeconds(3600);
    marked.add(A);
    look();
    assertAlive(A);
  }

  /** Beats that nobody can write, as on a disk that is full, are no silence of a timer. */
  @Test
  void beats_ofAll_thatDoNotComeThrough_killNobodyWhileMarksStand() {
    timers.add(A);
    seconds(120);
    marked.remove(A);
    down.addAll(ids);
    seconds(3600);
    assertAlive(ids.toArray(new String[0]));
  }

  // Gaps.

  @Test
  void marks_ofTheWholeFleet_thatExpireAtOnce_killNobody() {
    marked.clear();
    seconds(3);
    marked.addAll(ids);
    seconds(60);
    assertAlive(ids.toArray(new String[0]));
  }

  @Test
  void marks_ofAll_thatStayAway_areABrokenView() {
    marked.clear();
    down.addAll(ids);
    seconds(3600);
    assertAlive(ids.toArray(new String[0]));
  }

  @Test
  void marks_ofMoreThanHalf_threeOrMore_areAGap() {
    marked.removeAll(List.of(A, "i-b", "i-c"));
    down.addAll(List.of(A, "i-b", "i-c"));
    look();
    assertThat(lost).containsExactly(ZK);
    seconds(2 * SESSION - 1);
    assertAlive(A, "i-b", "i-c");
    seconds(2);
    assertDead(A);
    assertDead("i-c");
    assertThat(lost).isEmpty();
  }

  @Test
  void marks_ofThoseWhoAreNotAskedForAnyMore_areNoLoss() {
    Set<String> left = Set.of("i-b", "i-c", "i-d");
    ids.removeAll(left);
    marked.removeAll(left);
    others.addAll(left);
    look();
    assertThat(lost).isEmpty();
    seconds(3 * SESSION);
    assertAlive("i-b", "i-c", "i-d");
    crash(A);
    seconds(SESSION);
    assertDead(A);
  }

  @Test
  void marks_ofHalfOrOfTwo_areNoGap() {
    marked.removeAll(List.of(A, "i-b"));
    down.addAll(List.of(A, "i-b"));
    look();
    assertThat(lost).isEmpty();
    seconds(SESSION);
    assertDead(A);
  }

  @Test
  void marks_ofMoreThanHalf_oneAfterTheOther_areNoGap() {
    down.addAll(List.of(A, "i-b", "i-c"));
    for (String id : List.of(A, "i-b", "i-c")) {
      marked.remove(id);
      seconds(SESSION + 1);
      assertThat(lost).isEmpty();
    }
    assertDead(A);
    assertDead("i-c");
  }

  @Test
  void session_ofTheReaderThatWasLost_beginsTheSilenceAnew() {
    crash(A);
    seconds(SESSION - 1);
    unbroken = false;
    look();
    seconds(SESSION - 1);
    assertAlive(A);
    seconds(1);
    assertDead(A);
  }

  @Test
  void store_thatIsAway_countsNothing() {
    crash(A);
    away.add(ZK);
    seconds(600);
    assertAlive(A);
    away.clear();
    seconds(SESSION); // It begins anew: the mark may have stood meanwhile.
    assertAlive(A);
    seconds(1);
    assertDead(A);
  }

  @Test
  void store_thatIsAtFault_countsNothing() {
    atFault.add(ZK);
    crash(A);
    seconds(600);
    assertAlive(A);
  }

  @Test
  void store_thatIsAskedNoMore_leavesTheBeatsOfAnother() {
    stores.add(FOLDER);
    seconds(130);
    crash(A);
    stores.remove(ZK);
    away.add(ZK);
    seconds(130);
    assertAlive(A);
    assertThat(life(A).marks()).isEmpty();
    seconds(300);
    assertDead(A);
  }

  /** Two stores of different kinds, the one with the marks away for an hour. */
  @Test
  void store_thatIsAway_leavesTheBeatsOfAnother() {
    stores.add(FOLDER);
    seconds(130);
    away.add(ZK);
    seconds(3600);
    assertAlive(A, "i-b");
    down.add(A);
    seconds(420);
    assertDead(A);
    assertAlive("i-b");
    marked.remove(A);
    away.clear();
    seconds(60);
    assertDead(A);
    assertAlive("i-b", "i-c", "i-d", "i-e");
  }

  // From the agent to the timer, and back.

  @Test
  void mark_thatItsNodeReleased_isNoSilence() {
    timers.add(A); // It says so in its last beat.
    beats.put(A, now.getEpochSecond());
    marked.remove(A);
    look();
    seconds(300);
    assertAlive(A);
    down.add(A);
    seconds(400);
    assertDead(A);
  }

  @Test
  void mark_thatOutlivesAnAgentWhoseTimerBeatsAlready_isNoSilence() {
    timers.add(A);
    beats.put(A, now.getEpochSecond());
    seconds(SESSION);
    marked.remove(A);
    look();
    seconds(40);
    assertAlive(A);
    assertThat(life(A).marks()).isEmpty();
  }

  @Test
  void mark_thatAnAgentTakesUpAgain_countsAsBefore() {
    mark_thatItsNodeReleased_isNoSilence();
    down.clear();
    timers.clear();
    seconds(180);
    assertAlive(A);
    marked.add(A);
    seconds(60);
    crash(A);
    seconds(SESSION);
    assertDead(A);
  }

  // Back again.

  @Test
  void deadNode_isBackWhenItsMarkStoodForTwoSessions() {
    crash(A);
    seconds(SESSION);
    assertDead(A);
    marked.add(A);
    seconds(2 * SESSION);
    assertDead(A);
    seconds(1);
    assertAlive(A);
  }

  @Test
  void deadNode_whoseMarkFlickers_staysDead() {
    crash(A);
    seconds(SESSION);
    for (int i = 0; i < 20; i++) {
      marked.add(A);
      seconds(SESSION);
      marked.remove(A);
      seconds(SESSION);
      assertDead(A);
    }
  }

  @Test
  void deadNode_isBackAtItsSecondBeatToo() {
    crash(A);
    seconds(SESSION);
    down.clear();
    seconds(60);
    assertDead(A);
    seconds(60);
    assertAlive(A);
  }

  // Without memory.

  @Test
  void node_farBehindAtTheFirstLook_whoseMarkStands_lives() {
    lives = new HashMap<>();
    beats.put(A, now.getEpochSecond() - 3600);
    look();
    assertAlive(A);
  }

  @Test
  void requireBeat_isMetByAMark() {
    rules = new LifeRules(5, true);
    ids.add("i-z");
    look();
    assertThat(Objects.requireNonNull(life("i-z").death()).cause()).isEqualTo(Cause.NO_BEAT);
    marked.add("i-z");
    look();
    assertAlive("i-z");
  }
}
