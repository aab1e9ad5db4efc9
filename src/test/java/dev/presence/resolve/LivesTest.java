package dev.presence.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Life;
import dev.presence.model.Life.Cause;
import dev.presence.resolve.Signs.Kind;
import dev.presence.resolve.Signs.Probed;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sentences of the contract on life. A reader looks once a minute at one list unless a test
 * says otherwise; {@code i-a} is who is watched, {@code i-b} and {@code i-c} beat all the time.
 */
class LivesTest {
  private static final String A = "i-a";
  private static final String ONE = "one";
  private static final String TWO = "two";
  private static final int HOUR = 3600;

  private final Set<String> stores = new TreeSet<>(Set.of(ONE));
  private final Set<String> away = new HashSet<>();
  private final Set<String> atFault = new HashSet<>();
  private final Map<String, Map<String, Sign>> beats = new TreeMap<>();
  private final Set<String> hidden = new HashSet<>();
  private final Set<String> missing = new HashSet<>();
  private final Map<String, String> stamps = new HashMap<>();
  private final Map<String, Probed> probes = new HashMap<>();
  private final List<String> beating = new ArrayList<>(List.of("i-b", "i-c"));
  private Map<String, Life> lives = new HashMap<>();
  private LifeRules rules = LifeRules.USUAL;
  private @Nullable String self;
  private long look;

  /** The reader's clock, and what right clocks count to, which may drift apart. */
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  private long second = now.getEpochSecond();

  // The world.

  private void beat(String id, String store, long seq, int every) {
    beats
        .computeIfAbsent(id, one -> new TreeMap<>())
        .put(store, new Sign(store, Kind.BEAT, seq, every, ""));
  }

  private void beat(String id) {
    beat(id, ONE, second, 60);
  }

  private void show(String id, Kind kind) {
    beats.computeIfAbsent(id, one -> new TreeMap<>()).put(ONE, new Sign(ONE, kind, 0, 0, ""));
  }

  private void pass(int seconds) {
    second += seconds;
    now = now.plusSeconds(seconds);
  }

  private void look(String... served) {
    List<Signs> signs = new ArrayList<>();
    for (String id : beats.keySet()) {
      List<Sign> shown = new ArrayList<>();
      for (String store : stores) {
        Sign none = new Sign(store, Kind.NONE, 0, 0, "");
        if (!away.contains(store) && !hidden.contains(store + "/" + id)) {
          shown.add(Objects.requireNonNull(beats.get(id)).getOrDefault(store, none));
        }
      }
      signs.add(
          new Signs(
              id,
              shown,
              shown.size() == stores.size(),
              !missing.contains(id),
              ONE,
              stamps.getOrDefault(id, "20261122-100000"),
              probes.get(id)));
    }
    Set<String> trusted = new HashSet<>(stores);
    trusted.removeAll(away);
    trusted.removeAll(atFault);
    Lives judged = new Lives(lives, ++look, rules, stores, trusted, now);
    judged.judge(signs, Set.of(served), self);
    lives = judged.lives();
  }

  /** So many minutes in which the others beat and the reader looks. */
  private void minutes(int count) {
    for (int i = 0; i < count; i++) {
      pass(60);
      beating.forEach(this::beat);
      look();
    }
  }

  /** Everybody is known, and was seen to beat. */
  private void begin() {
    for (int i = 0; i < 2; i++) {
      pass(60);
      beat(A);
      beating.forEach(this::beat);
      look();
    }
  }

  private Life life(String id) {
    return Objects.requireNonNull(lives.get(id));
  }

  private @Nullable Cause cause(String id) {
    Life.Death death = life(id).death();
    return death == null ? null : death.cause();
  }

  private void assertAlive(String id) {
    assertThat(life(id).death()).as(id).isNull();
  }

  private void assertDead(String id, Cause cause) {
    assertThat(cause(id)).as(id).isEqualTo(cause);
  }

  private void assertSilent(String id, int seconds) {
    assertThat(life(id).silence()).as(id).isEqualTo(seconds * 1000L);
  }

  // Death by silence.

  @Test
  void silence_ofFiveBeats_isDeath() {
    begin();
    minutes(4);
    assertAlive(A);
    assertSilent(A, 240);
    minutes(1);
    assertDead(A, Cause.SILENT);
    assertThat(Objects.requireNonNull(life(A).death()).why()).isEqualTo("did not beat for 5m");
    assertAlive("i-b");
  }

  @Test
  void deadAfter_isSoManyBeats() {
    rules = new LifeRules(2, false);
    begin();
    minutes(1);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void silence_isCountedInTheNodesOwnBeats() {
    begin();
    beat("i-slow", ONE, second, 300);
    minutes(24);
    assertAlive("i-slow");
    assertDead(A, Cause.SILENT);
    minutes(2);
    assertDead("i-slow", Cause.SILENT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 5000, -5000})
  void beat_withAnotherSeq_isAnAdvance(long by) {
    begin();
    long before = second;
    minutes(4);
    beat(A, ONE, before + by, 60);
    minutes(1);
    assertSilent(A, 0);
    minutes(4);
    assertAlive(A);
  }

  @Test
  void beat_thatIsBroken_isSilence() {
    begin();
    show(A, Kind.BROKEN);
    minutes(5);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void beat_thatCouldNotBeRead_isNoEvidence() {
    begin();
    hidden.add(ONE + "/" + A);
    minutes(60);
    assertAlive(A);
    assertSilent(A, 0);
  }

  @Test
  void record_thatIsMissing_ofANodeWithoutBeat_isSilence() {
    show(A, Kind.NONE);
    minutes(3);
    missing.add(A);
    minutes(4);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
    assertThat(Objects.requireNonNull(life(A).death()).why())
        .isEqualTo("had no good record for 5m");
  }

  @Test
  void record_thatStands_ofANodeWithoutBeat_endsItsSilence() {
    show(A, Kind.NONE);
    minutes(3);
    missing.add(A);
    minutes(4);
    missing.clear();
    minutes(1);
    assertSilent(A, 0);
    missing.add(A);
    minutes(5);
    assertDead(A, Cause.SILENT);
    missing.clear();
    minutes(1);
    assertAlive(A);
  }

  @Test
  void record_thatIsMissing_ofANodeThatBeats_isNoDeath() {
    begin();
    missing.add(A);
    beating.add(A);
    minutes(60);
    assertAlive(A);
    assertSilent(A, 0);
  }

  // Whose silence counts.

  @Test
  void silence_ofAll_isABrokenViewAndNoDeath() {
    begin();
    beating.clear();
    minutes(600);
    assertAlive(A);
    assertAlive("i-b");
    assertSilent(A, 0);
  }

  @Test
  void silence_whileOneOtherBeats_counts() {
    begin();
    beating.remove("i-c");
    minutes(5);
    assertDead(A, Cause.SILENT);
    assertDead("i-c", Cause.SILENT);
    assertAlive("i-b");
  }

  @Test
  void silence_whileTheReaderAloneBeats_counts() {
    self = "i-me";
    beating.add(self);
    begin();
    beating.retainAll(List.of(self));
    minutes(5);
    assertDead(A, Cause.SILENT);
    assertDead("i-b", Cause.SILENT);
    assertAlive(self);
  }

  @Test
  void reader_ofItself_isNeverJudged() {
    self = A;
    begin();
    minutes(60);
    assertAlive(A);
    assertThat(life(A).at()).isEqualTo(now.toEpochMilli()); // Else the memory would forget it.
  }

  @Test
  void silence_whileTheListIsAtFault_isNotCounted() {
    begin();
    atFault.add(ONE);
    minutes(60);
    assertSilent(A, 0);
    atFault.clear();
    minutes(1);
    assertAlive(A); // The turn of who is alive may just be to come.
    minutes(1);
    assertDead(A, Cause.BEHIND); // More than one beat of silence, and it is an hour behind.
  }

  @Test
  void silence_ofALookThatWasNotCounted_isCountedOnceAtMost() {
    begin();
    atFault.add(ONE);
    minutes(60);
    atFault.clear();
    minutes(1);
    assertSilent(A, 60);
  }

  // The reader's time.

  @Test
  void gap_ofAReaderThatSlept_countsOneBeat() {
    begin();
    for (int i = 0; i < 2; i++) {
      pass(60);
      beat(A);
      beating.forEach(this::beat);
    }
    pass(HOUR);
    beating.forEach(this::beat);
    look(); // It sees an advance, and that was an hour ago.
    assertAlive(A);
    minutes(1);
    assertSilent(A, 60);
  }

  @Test
  void gap_ofAClockThatWasSetAnHourAhead_countsOneBeat() {
    begin();
    now = now.plusSeconds(HOUR);
    minutes(1);
    assertSilent(A, 60);
    assertAlive(A);
    beat(A);
    minutes(1);
    assertSilent(A, 0);
  }

  @Test
  void gap_ofAClockThatWasSetAnHourBack_countsNothingAndOnlyOnce() {
    begin();
    now = now.minusSeconds(HOUR);
    minutes(1);
    assertSilent(A, 0);
    minutes(4);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  // Several stores.

  private void twoStores() {
    stores.add(TWO);
    for (int i = 0; i < 2; i++) {
      pass(60);
      for (String id : List.of(A, "i-b", "i-c")) {
        beat(id, ONE, second, 60);
        beat(id, TWO, second, 60);
      }
      look();
    }
  }

  private void minuteOfTwo(String... where) {
    pass(60);
    for (String store : where) {
      beat("i-b", store, second, 60);
      beat("i-c", store, second, 60);
    }
    look();
  }

  @Test
  void advance_onAnyStore_endsTheSilence() {
    twoStores();
    for (int i = 0; i < 4; i++) {
      minuteOfTwo(ONE, TWO);
    }
    beat(A, TWO, second, 60);
    minuteOfTwo(ONE, TWO);
    assertSilent(A, 0);
  }

  @Test
  void advance_thatAnotherStoreShowedBefore_isOnlyLate() {
    twoStores();
    away.add(TWO);
    pass(60);
    beat(A, ONE, second, 60);
    beat(A, TWO, second, 60);
    minuteOfTwo(ONE, TWO);
    minuteOfTwo(ONE, TWO);
    away.clear();
    minuteOfTwo(ONE, TWO);
    assertSilent(A, 120);
  }

  @Test
  void silence_whileTheStoreOfTheLastSignIsAway_isNotCounted() {
    twoStores();
    pass(60);
    beat(A, TWO, second, 60); // It reaches this one alone from now on.
    minuteOfTwo(ONE, TWO);
    away.add(TWO);
    for (int i = 0; i < 60; i++) {
      minuteOfTwo(ONE, TWO);
    }
    assertSilent(A, 0);
    assertAlive(A);
    away.clear();
    minuteOfTwo(ONE, TWO);
    assertAlive(A);
    minuteOfTwo(ONE, TWO);
    assertDead(A, Cause.BEHIND);
  }

  @Test
  void silence_whileNobodyAdvancesInTheStoreOfTheLastSign_isNotCounted() {
    twoStores();
    pass(60);
    beat(A, TWO, second, 60);
    minuteOfTwo(ONE, TWO);
    for (int i = 0; i < 60; i++) {
      minuteOfTwo(ONE);
    }
    assertSilent(A, 0);
  }

  @Test
  void beat_thatCouldNotBeReadInTheStoreOfTheLastSign_isNoEvidence() {
    twoStores();
    pass(60);
    beat(A, TWO, second, 60);
    minuteOfTwo(ONE, TWO);
    hidden.add(TWO + "/" + A);
    for (int i = 0; i < 60; i++) {
      minuteOfTwo(ONE, TWO);
    }
    assertSilent(A, 0);
    assertAlive(A);
  }

  @Test
  void silence_whenTheStoreOfTheLastSignIsAskedNoMore_isCountedInAnother() {
    twoStores();
    pass(60);
    beat(A, TWO, second, 60);
    minuteOfTwo(ONE, TWO);
    stores.remove(TWO);
    for (int i = 0; i < 5; i++) {
      minuteOfTwo(ONE);
    }
    assertDead(A, Cause.SILENT);
  }

  // Far behind the others.

  @Test
  void nodeFarBehind_afterMoreThanOneSilentBeat_isDead() {
    begin();
    pass(HOUR); // The reader slept, and so it knows only of one beat that is missing.
    beating.forEach(this::beat);
    look();
    assertAlive(A); // After a pause the turn of who is alive may just be to come.
    minutes(1);
    assertDead(A, Cause.BEHIND);
    assertThat(Objects.requireNonNull(life(A).death()).why())
        .isEqualTo("is 1h 1m behind most others with its beat");
  }

  @Test
  void nodeFarBehind_byAClockThatIsWrong_andSeenToBeat_lives() {
    begin();
    for (int i = 0; i < 3; i++) {
      beat(A, ONE, second + 60 - HOUR, 60);
      minutes(1);
    }
    minutes(4);
    assertAlive(A);
    now = now.plusSeconds(HOUR); // And the reader's clock is set as well.
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void nodeFarBehind_byAClockThatIsWrong_andAReadersThatIsSet_livesForAllItsSilence() {
    begin();
    beat(A, ONE, second + 60 - HOUR, 60);
    minutes(1);
    now = now.plusSeconds(HOUR);
    minutes(4);
    assertAlive(A);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, HOUR})
  void nodeFarBehind_asTheOthersCameBack_livesForAllItsSilence(int clockIsSetBy) {
    beating.addAll(List.of("i-d", "i-e"));
    begin();
    beating.clear();
    beating.add("i-b");
    for (int i = 0; i < 30; i++) {
      beat(A, ONE, second + 60, 60);
      minutes(1); // Most are down, so that the median stands.
    }
    beating.addAll(List.of("i-c", "i-d", "i-e"));
    now = now.plusSeconds(clockIsSetBy);
    minutes(4);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void nodeFarBehind_asABackupOfTheBeatsWasRestored_livesForAllItsSilence() {
    begin();
    long copy = second;
    beating.add(A);
    minutes(30);
    beating.remove(A);
    for (String id : List.of(A, "i-b", "i-c")) {
      beat(id, ONE, copy, 60);
    }
    pass(60);
    look();
    minutes(4);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void nodeFarBehind_atTheFirstLook_isDead() {
    beat(A, ONE, second - 300, 60);
    beating.forEach(this::beat);
    look();
    assertDead(A, Cause.BEHIND);
    assertAlive("i-b");
  }

  @Test
  void nodeNotSoFarBehind_atTheFirstLook_lives() {
    beat(A, ONE, second - 299, 60);
    beat("i-slow", ONE, second - 1499, 300);
    beating.forEach(this::beat);
    look();
    assertAlive(A);
    assertAlive("i-slow");
  }

  @Test
  void nodeFarBehind_atTheFirstLook_thatWasServed_lives() {
    beat(A, ONE, second - HOUR, 60);
    beating.forEach(this::beat);
    look(A);
    assertAlive(A);
    minutes(4);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, 1L << 60, Long.MAX_VALUE})
  void nodeFarAhead_atTheFirstLook_killsNobody(long by) {
    beat(A, ONE, by == HOUR ? second + HOUR : by, 60);
    beating.forEach(this::beat);
    look();
    assertAlive("i-b");
    assertAlive("i-c");
    minutes(3);
    assertAlive("i-b");
  }

  @Test
  void oneOfTwo_farAhead_killsNobody() {
    beating.remove("i-c");
    beat(A, ONE, second + HOUR, 60);
    beating.forEach(this::beat);
    look();
    assertAlive("i-b");
    assertAlive(A);
  }

  // Back again.

  private void die() {
    begin();
    minutes(5);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void deadNode_returnsAtItsSecondAdvance() {
    die();
    beat(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
    beat(A);
    minutes(1);
    assertAlive(A);
  }

  @Test
  void deadNode_withAPauseBetweenItsAdvances_returnsAtTheSecond() {
    die();
    beat(A);
    minutes(20);
    assertDead(A, Cause.SILENT);
    beat(A);
    minutes(1);
    assertAlive(A);
  }

  @Test
  void deadNode_returnsWithANewerRecord() {
    die();
    stamps.put(A, "20261122-100001");
    minutes(1);
    assertAlive(A);
    minutes(4);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void deadNode_doesNotReturnWithAnOlderRecordOrTheSame() {
    die();
    minutes(1);
    stamps.put(A, "20261122-095959");
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void deadNode_thatWasBehind_returnsAtItsSecondAdvance() {
    beat(A, ONE, second - HOUR, 60);
    beating.forEach(this::beat);
    look();
    for (int i = 0; i < 2; i++) {
      assertDead(A, Cause.BEHIND);
      beat(A, ONE, second + 60 - HOUR, 60);
      minutes(1);
    }
    assertAlive(A);
  }

  // Those that do not beat.

  @Test
  void nodeThatNeverBeat_isNotJudged() {
    show(A, Kind.NONE);
    minutes(600);
    assertAlive(A);
  }

  @Test
  void nodeWhoseBeatIsGoneBesideItsRecord_isNotJudged() {
    begin();
    show(A, Kind.NONE);
    minutes(600);
    assertAlive(A);
    assertSilent(A, 0);
  }

  @Test
  void nodeWhoseBeatAndRecordAreGone_isSilent() {
    begin();
    show(A, Kind.NONE);
    missing.add(A);
    minutes(4);
    assertAlive(A);
    minutes(1);
    assertDead(A, Cause.SILENT);
  }

  @Test
  void requireBeat_takesWhoNeverBeatForDead_untilItBeats() {
    rules = new LifeRules(5, true);
    show(A, Kind.NONE);
    minutes(1);
    assertDead(A, Cause.NO_BEAT);
    beat(A);
    minutes(1);
    assertAlive(A);
  }

  @Test
  void requireBeat_withAStoreAway_judgesNobody() {
    rules = new LifeRules(5, true);
    stores.add(TWO);
    away.add(TWO);
    show(A, Kind.NONE);
    minutes(5);
    assertAlive(A);
  }

  // Probes.

  @Test
  void probe_thatFails_isDeath() {
    begin();
    beating.add(A);
    probes.put(A, new Probed(false, "refuses tcp:80"));
    minutes(1);
    assertDead(A, Cause.PROBE);
    assertThat(Objects.requireNonNull(life(A).death()).why()).isEqualTo("refuses tcp:80");
  }

  @Test
  void probe_thatPasses_keepsASilentNode() {
    begin();
    probes.put(A, new Probed(true, ""));
    minutes(60);
    assertAlive(A);
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 6"})
  void probe_thatPasses_revivesNoDeadOne(boolean byProbe, int minutes) {
    begin();
    if (byProbe) {
      probes.put(A, new Probed(false, "refuses tcp:80"));
    }
    minutes(minutes);
    probes.put(A, new Probed(true, ""));
    minutes(10);
    assertThat(life(A).death()).isNotNull();
    beating.add(A);
    minutes(2);
    assertAlive(A);
  }

  @Test
  void probe_thatFailed_isNoWordOfTheNodeItself() {
    begin();
    beating.add(A);
    probes.put(A, new Probed(false, "refuses tcp:80"));
    minutes(1);
    stamps.put(A, "20261122-110000");
    minutes(1);
    assertDead(A, Cause.PROBE);
  }

  @Test
  void probe_ofANodeWithoutBeat_bringsItBackAtTheSecondPass() {
    show(A, Kind.NONE);
    probes.put(A, new Probed(false, "refuses tcp:80"));
    minutes(1);
    probes.put(A, new Probed(true, ""));
    minutes(1);
    assertDead(A, Cause.PROBE);
    minutes(1);
    assertAlive(A);
  }
}
