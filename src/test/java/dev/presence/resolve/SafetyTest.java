package dev.presence.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Life;
import dev.presence.model.Life.Cause;
import dev.presence.model.Life.Death;
import dev.presence.model.Shown;
import dev.presence.model.Stamp;
import dev.presence.resolve.Verdict.Hold;
import dev.presence.resolve.Verdict.Rule;
import dev.presence.testing.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences of the contract on safety; within ten minutes at most half goes by silence. */
class SafetyTest {
  private final Map<String, Verdict> part = new TreeMap<>();
  private final Map<String, Hold> held = new HashMap<>();
  private Shown shown = Shown.NOTHING;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  // A part, node by node.

  private void put(String id, Rule rule, String state, int silentSeconds) {
    Death death =
        silentSeconds == 0 ? null : new Death(Cause.SILENT, Stamp.of(now), "", 0, "did not beat");
    Life life = new Life(60, silentSeconds * 1000L, 1, 0, 0, 0, "", death, Map.of());
    Sighting node = new Sighting(Node.of(id).state(state).build(), null, null, life);
    part.put(id, new Verdict(node, rule));
  }

  private void alive(String... ids) {
    for (String id : ids) {
      put(id, Rule.PEER, "idle", 0);
    }
  }

  private void dead(String... ids) {
    for (String id : ids) {
      put(id, Rule.DEAD, "idle", 300);
    }
  }

  private static String[] ids(int from, int to) {
    List<String> ids = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      ids.add("i-%02d".formatted(i));
    }
    return ids.toArray(new String[0]);
  }

  /** The peers after a look. */
  private List<String> look() {
    Safety.Safe safe =
        new Safety(Duration.ofMinutes(10), now).safe(new ArrayList<>(part.values()), shown);
    shown = safe.shown();
    held.clear();
    for (Verdict verdict : safe.verdicts()) {
      @Nullable Hold hold = verdict.hold();
      if (hold != null) {
        held.put(verdict.id().value(), hold);
      }
    }
    return shown.peers();
  }

  private void pass(int minutes) {
    now = now.plus(Duration.ofMinutes(minutes));
  }

  // At most half.

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 1", "4, 2", "5, 2", "8, 4", "9, 4", "100, 50"})
  void ofSoManyPeers_halfRoundedDownGoesAtOnce(int peers, int going) {
    alive(ids(1, peers));
    look();
    dead(ids(1, peers - 1));
    assertThat(look()).hasSize(Math.max(1, peers - going));
    assertThat(held.values()).containsOnly(peers == 2 ? new Hold[0] : new Hold[] {Hold.CAP});
  }

  @Test
  void ofFewDead_allGoAtOnce() {
    alive(ids(1, 8));
    look();
    dead(ids(1, 4));
    assertThat(look()).containsExactly("i-05", "i-06", "i-07", "i-08");
    assertThat(held).isEmpty();
  }

  @Test
  void halfThatWent_isHalfForTheWholeHold() {
    alive(ids(1, 8));
    look();
    dead(ids(1, 3));
    look();
    pass(5);
    dead(ids(4, 6));
    assertThat(look()).containsExactly("i-04", "i-05", "i-07", "i-08");
    assertThat(held).isEqualTo(Map.of("i-04", Hold.CAP, "i-05", Hold.CAP));
    pass(4);
    assertThat(look()).hasSize(4);
    pass(1); // The first three are out of the hold, and of the most within it, 5, went one.
    assertThat(look()).containsExactly("i-04", "i-07", "i-08");
    pass(20);
    assertThat(look()).containsExactly("i-07", "i-08");
  }

  @Test
  void half_isOfTheMostWithinTheHold() {
    alive(ids(1, 8));
    look();
    put("i-01", Rule.STATE, "left", 0);
    put("i-02", Rule.STATE, "left", 0);
    put("i-03", Rule.STATE, "left", 0);
    put("i-04", Rule.STATE, "left", 0);
    assertThat(look()).hasSize(4);
    pass(1);
    dead(ids(5, 7));
    assertThat(look()).containsExactly("i-08");
  }

  @Test
  void oneAtLeast_goesInEachHold() {
    alive(ids(1, 3));
    look();
    dead("i-01");
    look();
    pass(10);
    dead("i-02");
    assertThat(look()).containsExactly("i-03");
  }

  @Test
  void mostSilent_goFirst_andOfEqualTheGreaterId() {
    alive(ids(1, 6));
    look();
    put("i-01", Rule.DEAD, "idle", 400);
    put("i-02", Rule.DEAD, "idle", 300);
    put("i-03", Rule.DEAD, "idle", 300);
    put("i-04", Rule.DEAD, "idle", 300);
    assertThat(look()).containsExactly("i-02", "i-05", "i-06");
  }

  // What passes at once.

  @Test
  void spoken_passesAtOnce() {
    alive(ids(1, 4));
    look();
    for (String id : ids(1, 4)) {
      put(id, id.equals("i-01") ? Rule.ORDER : Rule.STATE, "left", 0);
    }
    assertThat(look()).isEmpty();
  }

  @Test
  void spoken_isNotCountedIntoTheHalf() {
    alive(ids(1, 8));
    look();
    put("i-01", Rule.STATE, "left", 0);
    put("i-02", Rule.CLASH, "idle", 0);
    put("i-03", Rule.DRAINING, "draining", 0);
    dead(ids(4, 7));
    assertThat(look()).containsExactly("i-08");
  }

  @Test
  void added_passesAtOnce() {
    alive("i-01");
    look();
    alive(ids(1, 50));
    assertThat(look()).hasSize(50);
  }

  @Test
  void returning_passesAtOnce_andOpensNoOtherHalf() {
    alive(ids(1, 4));
    look();
    dead("i-01", "i-02");
    look();
    alive("i-01", "i-02");
    assertThat(look()).hasSize(4);
    dead("i-03");
    assertThat(look()).contains("i-03");
    assertThat(held).isEqualTo(Map.of("i-03", Hold.CAP));
  }

  @Test
  void neverServed_isNotKept() {
    alive(ids(1, 2));
    look();
    dead("i-03", "i-04");
    assertThat(look()).containsExactly("i-01", "i-02");
    alive("i-05");
    dead("i-01", "i-02");
    assertThat(look()).containsExactly("i-01", "i-05");
  }

  @Test
  void partThatWasNeverServed_isEmptyWhenAllAreDead() {
    dead("i-01", "i-02");
    assertThat(look()).isEmpty();
  }

  @Test
  void drainingNodes_goWhenTheyAreDead_andDoNotCount() {
    alive(ids(1, 4));
    look();
    put("i-05", Rule.DEAD, "draining", 300);
    put("i-06", Rule.DEAD, "draining", 300);
    dead("i-01", "i-02");
    assertThat(look()).containsExactly("i-03", "i-04");
    assertThat(held).isEmpty();
  }

  @Test
  void nodeThatWasServedAndDrainsByNow_isNotHeld() {
    alive(ids(1, 2));
    look();
    put("i-01", Rule.DEAD, "draining", 300);
    assertThat(look()).containsExactly("i-02");
  }

  // The last one.

  @Test
  void last_neverGoes_howeverLongItIsSilent() {
    alive("i-01");
    look();
    for (int i = 1; i < 200; i++) {
      put("i-01", Rule.DEAD, "idle", 300 * i);
      assertThat(look()).containsExactly("i-01");
      assertThat(held).isEqualTo(Map.of("i-01", Hold.LAST));
      pass(15);
    }
    put("i-01", Rule.STATE, "left", 0);
    assertThat(look()).isEmpty();
  }

  @Test
  void last_ofMany_isTheLeastSilentThenTheSmallerId() {
    alive(ids(1, 4));
    look();
    put("i-01", Rule.DEAD, "idle", 500);
    put("i-02", Rule.DEAD, "idle", 300);
    put("i-03", Rule.DEAD, "idle", 300);
    put("i-04", Rule.DEAD, "idle", 400);
    for (int i = 0; i < 10; i++) {
      look();
      pass(10);
    }
    assertThat(shown.peers()).containsExactly("i-02");
    assertThat(held).isEqualTo(Map.of("i-02", Hold.LAST));
  }

  @Test
  void last_besideALivingOne_goes() {
    alive(ids(1, 2));
    look();
    dead("i-01");
    assertThat(look()).containsExactly("i-02");
  }

  @Test
  void last_besideDrainingOnes_stays() {
    alive("i-01");
    put("i-02", Rule.DRAINING, "draining", 0);
    look();
    dead("i-01");
    assertThat(look()).containsExactly("i-01");
  }

  @Test
  void last_goesWhenALivingOneIsAdded() {
    alive("i-01");
    look();
    dead("i-01");
    look();
    alive("i-02");
    assertThat(look()).containsExactly("i-02");
  }

  // Clocks.

  @Test
  void clockSetBack_opensNoOtherHalf() {
    alive(ids(1, 8));
    look();
    dead(ids(1, 4));
    look();
    now = now.minus(Duration.ofHours(1));
    dead(ids(5, 7));
    assertThat(look()).hasSize(4);
  }

  @Test
  void clockSetBack_holdsNobodyForLongerThanAHold() {
    alive(ids(1, 8));
    look();
    dead(ids(1, 4));
    look();
    now = now.minus(Duration.ofHours(1));
    dead(ids(5, 7));
    look();
    pass(10);
    assertThat(look()).hasSize(2);
  }

  @Test
  void clockSetAhead_lettingNothingGo_changesNothing() {
    alive(ids(1, 8));
    look();
    dead(ids(1, 3));
    look();
    pass(60);
    assertThat(look()).hasSize(5);
  }
}
