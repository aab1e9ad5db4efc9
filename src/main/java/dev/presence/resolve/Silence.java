package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.Life.Cause;
import dev.presence.model.Life.Death;
import dev.presence.model.Spans;
import dev.presence.model.Stamp;
import dev.presence.resolve.Signs.Kind;
import dev.presence.resolve.Signs.Sign;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts for how long a node is silent, and finds out who is dead of it. One counter a node; a look
 * feeds it only when the reader itself can be trusted, as others were seen to advance in the same
 * store meanwhile.
 */
final class Silence {
  private static final long MILLIS = 1000;

  private final LifeRules rules;
  private final long look;
  private final Instant now;
  private final Set<String> asked;
  private final Set<String> trusted;
  private final Map<String, MarksSeen> marksSeen;
  private final Others others;

  /** Counted at one look, which is as {@link Lives} takes it. */
  Silence(
      LifeRules rules,
      long look,
      Instant now,
      Set<String> asked,
      Set<String> trusted,
      Map<String, MarksSeen> marksSeen,
      Others others) {
    this.rules = rules;
    this.look = look;
    this.now = now;
    this.asked = asked;
    this.trusted = trusted;
    this.marksSeen = marksSeen;
    this.others = others;
  }

  /** Of one with a beat, or a broken one, that did not advance. */
  Life ofBeat(Signs signs, Life life) {
    Life counted = counted(signs, life);
    if (counted.death() != null) {
      return counted;
    }
    if (counted.silence() >= rules.deadMillis(life.every())) {
      return dead(signs, counted, Cause.SILENT, "did not beat for " + span(counted));
    }
    long behind = others.behind(life.newestSeq()) - life.lag();
    // After a gap one look counts a whole one, though its turn to beat may just be to come; and the
    // others may have moved by a backup or by their return, so both clocks have to agree.
    boolean paused =
        counted.silence() > life.every() * MILLIS
            && isFar(now.getEpochSecond() - life.heard(), life.every());
    return paused && isFar(behind, life.every()) ? behind(signs, counted, behind) : counted;
  }

  /** Of one that never beat, or whose beat is gone. */
  Life withoutBeat(Signs signs, Life life) {
    Death death = life.death();
    if (rules.requireBeat()) {
      return death == null
          ? dead(signs, life, Cause.NO_BEAT, "has no beat, and --require-beat was given")
          : life;
    }
    if (signs.stands()) {
      boolean over =
          death != null
              && (death.cause() == Cause.NO_BEAT
                  || (death.cause() == Cause.SILENT && life.pulses().isEmpty()));
      Life seen = life.heard(look, now, signs.home(), life.lag());
      return over ? seen.dying(null) : seen;
    }
    if (life.look() == 0) {
      return life.heard(look, now, signs.home(), life.lag()); // From now on it is counted.
    }
    Life counted = counted(signs, life);
    return counted.death() == null && counted.silence() >= rules.deadMillis(life.every())
        ? dead(signs, counted, Cause.SILENT, "had no good record for " + span(counted))
        : counted;
  }

  /** Of one whose marks are all gone: it begins with that, and is counted in its session. */
  Life ofMark(Marks marks, Signs signs, @Nullable Life old, Life life) {
    boolean begins = false;
    int session = 0;
    String home = "";
    for (Map.Entry<String, Life.Mark> mark : life.marks().entrySet()) {
      Life.Mark was = old == null ? null : old.marks().get(mark.getKey());
      begins |= was == null || was.standing() != Life.Standing.GONE || marks.isGap(mark.getKey());
      session = Math.max(session, mark.getValue().session());
      home = home.isEmpty() || mark.getKey().compareTo(home) < 0 ? mark.getKey() : home;
    }
    boolean isSeen =
        marks.standsBesides(home, signs.id()) || others.advancedIn(home, signs.id(), life.look());
    // With nobody else there it is the view that is broken.
    if (begins || !isSeen) {
      return life.silent(look, now, home, 0);
    }
    Life counted = life.silent(look, now, home, life.silence() + gap(life, session));
    return counted.silence() >= session * MILLIS
        ? dead(signs, counted, Cause.SILENT, "lost its mark, and did not beat for " + span(counted))
        : counted;
  }

  /** Feeds the counter, if this look counts: a reader that slept blames itself. */
  private Life counted(Signs signs, Life life) {
    String home = asked.contains(life.home()) ? life.home() : elsewhere(signs);
    if (!trusted.contains(home)
        || !isTold(signs, life, home)
        || (life.marks().containsKey(home) && !marksSeen.containsKey(home))
        || !others.advancedIn(home, signs.id(), life.look())) {
      return life;
    }
    return life.silent(look, now, home, life.silence() + gap(life, life.every()));
  }

  /** The time since the last look that counted for it, so many seconds at most. */
  private long gap(Life life, int most) {
    return Math.max(0, Math.min(now.toEpochMilli() - life.at(), most * MILLIS));
  }

  /**
   * Whether the store that showed its beat shows anything of it now: one unreadable file may not,
   * nor one that was not asked for.
   */
  private static boolean isTold(Signs signs, Life life, String home) {
    boolean told = !life.pulses().containsKey(home);
    for (Sign sign : signs.beats()) {
      told |= sign.store().equals(home) && sign.kind() != Kind.UNASKED;
    }
    return told;
  }

  /** Where to look for it when the store of its last sign is asked no more. */
  private static String elsewhere(Signs signs) {
    return signs.beats().isEmpty() || !signs.hasBeat()
        ? signs.home()
        : signs.beats().get(0).store();
  }

  /** Of one with a beat and no memory of another: it is judged by its distance to most others. */
  Life firstSeen(Signs signs, @Nullable Life old, Life life, Set<String> served) {
    String home = "";
    for (Sign sign : signs.beats()) {
      if (home.isEmpty() && sign.kind() == Kind.BEAT && sign.seq() == signs.newestSeq()) {
        home = sign.store();
      }
    }
    long behind = others.behind(signs.newestSeq());
    // Of one that was served the distance is taken for its clock's: its silence has to be counted.
    boolean gone = old == null && !served.contains(signs.id()) && isFar(behind, life.every());
    gone &= !life.isMarked();
    return gone
        ? behind(signs, life.silent(look, now, home, 0), behind)
        : life.heard(look, now, home, Math.max(0, behind));
  }

  private boolean isFar(long behind, int every) {
    return behind >= (long) rules.deadAfter() * every;
  }

  private Life behind(Signs signs, Life life, long behind) {
    return dead(
        signs,
        life,
        Cause.BEHIND,
        "is " + Spans.words(behind) + " behind most others with its beat");
  }

  private Life dead(Signs signs, Life life, Cause cause, String why) {
    return life.dying(new Death(cause, Stamp.of(now), signs.stamp(), 0, why));
  }

  private static String span(Life life) {
    return Spans.words(life.silence() / MILLIS);
  }
}
