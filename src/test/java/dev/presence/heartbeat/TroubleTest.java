package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.JournalFormat;
import dev.presence.model.Acting;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is wrong, and the notices of it: each once when it begins, and once when it is over. */
class TroubleTest {
  private static final Trouble AWAY = new Trouble("store:/srv/p", "/srv/p is away");
  private static final Trouble FAILED = new Trouble("change", "the change failed 5s ago: x");
  private static final long T = 1_000_000;
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static List<String> told(List<String> before, Trouble... now) {
    return Trouble.told(before, List.of(now), null, T);
  }

  private static List<String> notices(List<String> before, Trouble... now) {
    return Notice.of("i-0a", before, List.of(now)).stream()
        .map(notice -> notice.event() + ": " + notice.text())
        .toList();
  }

  private static @Nullable Trouble ofActing(Acting acting, boolean running, long now) {
    return Trouble.of(acting, running, LIMIT, now);
  }

  private static Acting failures(int times) {
    Acting acting = Acting.NOTHING.succeeding(new TreeMap<>(), T - 100);
    for (int i = 0; i < times; i++) {
      acting = acting.beginning("d", T).failing("it ended with status 1: no disk");
    }
    return acting;
  }

  @Test
  void trouble_thatBegins_isToldOnce() {
    assertThat(notices(List.of(), AWAY)).containsExactly("failure: i-0a: /srv/p is away");

    List<String> before = told(List.of(), AWAY);
    assertThat(notices(before, AWAY)).isEmpty();
    assertThat(told(before, AWAY)).isEqualTo(before);
  }

  @Test
  void trouble_thatLastsWithOtherWords_isNotToldAgain() {
    List<String> before = told(List.of(), FAILED);

    assertThat(notices(before, new Trouble("change", "the change failed 5m ago: x"))).isEmpty();
  }

  @Test
  void trouble_thatIsOver_isToldOnceAndForgotten() {
    List<String> before = told(List.of(), AWAY, FAILED);

    assertThat(notices(before, FAILED)).containsExactly("recovery: i-0a: over: /srv/p is away");
    assertThat(told(before, FAILED)).hasSize(1);
    assertThat(notices(told(before, FAILED), FAILED)).isEmpty();
  }

  @Test
  void trouble_thatComesBack_isToldAgain() {
    List<String> before = told(told(List.of(), AWAY));

    assertThat(notices(before, AWAY)).hasSize(1);
  }

  @Test
  void told_ofSomeAlone_leavesTheOthersAsTheyWere() {
    List<String> before = told(List.of(), AWAY, FAILED);

    List<String> after = Trouble.told(before, List.of(), Trouble::isOfChange, T);

    assertThat(after).isEqualTo(told(List.of(), AWAY));
    assertThat(Trouble.ofChanges(before)).isEqualTo(told(List.of(), FAILED));
  }

  @Test
  void storeThatIsAway_isRememberedFromItsBeginning() {
    List<String> before = told(List.of(), FAILED, AWAY);
    List<String> later = Trouble.told(before, List.of(AWAY), null, T + 500);

    assertThat(Trouble.awaySince(later, "/srv/p")).isEqualTo(T);
    assertThat(Trouble.awaySince(later, "/srv/q")).isZero();
    assertThat(Trouble.awaySince(List.of("store:/srv/p\u001ex\u001e"), "/srv/p")).isZero();
    assertThat(Trouble.awaySince(List.of("store:/srv/p\u001ex"), "/srv/p")).isZero();
  }

  @Test
  void notice_ofAMachineThatIsNoNode_namesNone() {
    assertThat(Notice.failure("", "x").text()).isEqualTo("x");
  }

  @Test
  void notice_ofAChange_namesWhoWhereAndWhy() {
    JournalFormat.Change change =
        new JournalFormat.Change(
            new Stamp("20261122-174830"),
            "any",
            "db",
            "i-0d",
            "peer",
            "out",
            "dead",
            "did not beat for 5m");

    Notice notice = Notice.of("i-0a", List.of(change));

    assertThat(notice.event()).isEqualTo("change");
    assertThat(notice.text()).isEqualTo("i-0a: i-0d of db: out, was peer (did not beat for 5m)");
    assertThat(notice.changes())
        .containsExactly(
            new Notice.Moved("peer", "i-0d", "db", "dead", "out", "did not beat for 5m"));
  }

  @Test
  void acting_thatWentWell_isNoTrouble() {
    assertThat(ofActing(failures(0), false, T)).isNull();
    assertThat(ofActing(Acting.NOTHING, false, T)).isNull();
  }

  @Test
  void acting_thatFailed_isOneAndFromTheThirdOnAnother() {
    Trouble first = Objects.requireNonNull(ofActing(failures(1), false, T + 5));
    assertThat(first.key()).isEqualTo("change");
    assertThat(first.text()).isEqualTo("the change failed 5s ago: it ended with status 1: no disk");
    assertThat(Objects.requireNonNull(ofActing(failures(2), false, T)).key()).isEqualTo("change");

    Trouble third = Objects.requireNonNull(ofActing(failures(3), false, T + 60));
    assertThat(third.key()).isEqualTo("wedged");
    assertThat(third.text()).contains("3 changes failed", "1m ago", "no disk");
  }

  @Test
  void acting_thatWasKilledThreeTimes_saysThatItDidNotEnd() {
    Acting acting = Acting.NOTHING;
    for (int i = 0; i < 3; i++) {
      acting = acting.beginning("d", T);
    }

    assertThat(Objects.requireNonNull(ofActing(acting, false, T)).text())
        .contains("did not come to its end");
  }

  @Test
  void acting_atWork_isTroubleBeyondItsTimeAlone() {
    Acting acting = Acting.NOTHING.beginning("d", T);

    assertThat(ofActing(acting, true, T + 1800 + 60)).isNull();
    assertThat(Objects.requireNonNull(ofActing(acting, true, T + 1800 + 61)).key())
        .isEqualTo("wedged");
  }

  @Test
  void failedAnnouncement_isACloneOrNotByItsKind() {
    assertThat(Trouble.of(new PresenceException(FailureKind.CONFIG, "x")).key()).isEqualTo("clone");
    assertThat(Trouble.of(new PresenceException(FailureKind.NO_STORE, "x")).key())
        .isEqualTo("announce");
  }
}
