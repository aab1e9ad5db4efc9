package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.Life.Cause;
import dev.presence.model.Life.Death;
import dev.presence.model.Life.Pulse;
import dev.presence.model.Stamp;
import dev.presence.resolve.Signs.Kind;
import dev.presence.resolve.Signs.Sign;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges who lives: pure, from what is remembered and what one look saw. A probe goes before all
 * else, then a beat that advances, a mark that stands, a mark that is gone, and silence.
 */
public final class Lives {
  /** A dead node is back when it was seen to advance so often. */
  private static final int ADVANCES_TO_RETURN = 2;

  private final Map<String, Life> lives;
  private final long look;
  private final LifeRules rules;
  private final Set<String> asked;
  private final Set<String> trusted;
  private final Instant now;
  private final Map<String, MarksSeen> marksSeen;
  private @Nullable Marks marks;

  /**
   * A look.
   *
   * @param lives what is remembered, by id
   * @param look the number of this look, greater than that of any before
   * @param asked the stores that may hold a sign of life
   * @param trusted those that were read and are not at fault
   */
  public Lives(
      Map<String, Life> lives,
      long look,
      LifeRules rules,
      Set<String> asked,
      Set<String> trusted,
      Instant now) {
    this(lives, look, rules, asked, trusted, Map.of(), now);
  }

  /**
   * A look at stores where marks are held.
   *
   * @param marksSeen by store, of those that could be read
   */
  public Lives(
      Map<String, Life> lives,
      long look,
      LifeRules rules,
      Set<String> asked,
      Set<String> trusted,
      Map<String, MarksSeen> marksSeen,
      Instant now) {
    this.lives = new HashMap<>(lives);
    this.look = look;
    this.rules = rules;
    this.asked = asked;
    this.trusted = trusted;
    this.marksSeen = marksSeen;
    this.now = now;
  }

  /** The stores that lost most of their marks at one time, which says nothing of any node. */
  public Set<String> lost() {
    return marks == null ? Set.of() : marks.lost();
  }

  /** Made when there is a mark to judge, as most lists have none. */
  private Marks marks() {
    if (marks == null) {
      marks = new Marks(marksSeen, asked, trusted, now.toEpochMilli());
    }
    return marks;
  }

  /** What is remembered with what was judged. */
  public Map<String, Life> lives() {
    return lives;
  }

  /**
   * Judges.
   *
   * @param seen each node once
   * @param served who was a peer in the last answer: those need counted silence to die
   * @param self never judged; null for a machine that is no node
   */
  public void judge(Collection<Signs> seen, Set<String> served, @Nullable String self) {
    Others others = new Others(seen);
    Silence silence = new Silence(rules, look, now, asked, trusted, marksSeen, others);
    Map<String, Life> before = new HashMap<>(lives);
    if (!marksSeen.isEmpty()) {
      marks().doubt(seen, before);
    }
    for (Signs signs : seen) {
      lives.put(signs.id(), pulsing(signs, before.get(signs.id()), others));
    }
    others.advance(lives);
    for (Signs signs : seen) {
      Life old = before.get(signs.id());
      Life life = Objects.requireNonNull(lives.get(signs.id()));
      life =
          signs.id().equals(self)
              ? sign(life, life.home()).dying(null) // Never judged; its beats count for others.
              : judged(signs, old, life, silence, served);
      lives.put(signs.id(), life);
    }
  }

  /** Takes in the beats: whether any advanced, and where. */
  private Life pulsing(Signs signs, @Nullable Life old, Others others) {
    Life life = old == null ? Life.UNKNOWN : old;
    Map<String, Pulse> pulses = new HashMap<>(life.pulses());
    long newest = life.newestSeq();
    String home = "";
    int every = life.every();
    long greatest = 0;
    Boolean claim = null;
    for (Sign sign : signs.beats()) {
      if (sign.kind() != Kind.BEAT) {
        continue;
      }
      Pulse known = pulses.get(sign.store());
      // What another store showed before is no news, only late.
      boolean other = known == null ? sign.seq() > newest : known.seq() != sign.seq();
      boolean advances = newest > 0 && other && sign.seq() != newest;
      long seenAt = advances ? look : known == null ? 0 : known.look();
      pulses.put(sign.store(), new Pulse(sign.seq(), sign.version(), seenAt));
      if (advances && home.isEmpty()) {
        home = sign.store();
      }
      if (sign.seq() >= greatest) {
        greatest = sign.seq();
        every = sign.every();
        boolean isNew = advances || newest == 0;
        claim = isNew ? Boolean.valueOf(sign.claimsMark()) : claim;
      }
    }
    Life beating = life.beating(every, pulses);
    if (!marksSeen.isEmpty() || !life.marks().isEmpty()) {
      beating = beating.marked(marks().taken(signs.id(), life, claim));
    }
    return home.isEmpty()
        ? beating
        // Being ahead of a fleet that stood is no debt.
        : beating.heard(look, now, home, Math.max(0, others.behind(greatest)));
  }

  private Life judged(
      Signs signs, @Nullable Life old, Life life, Silence silence, Set<String> served) {
    Life found = life;
    boolean advanced = life.look() == look;
    String mark = marksSeen.isEmpty() ? null : marks().standing(signs.id());
    if (advanced) {
      found = returning(life);
    } else if (signs.hasBeat() && (old == null || old.pulses().isEmpty())) {
      found = silence.firstSeen(signs, old, life, served);
    } else if (mark != null) {
      found = sign(life, mark);
    } else if (!life.marks().isEmpty() && marks().areGone(signs.id(), life)) {
      found = silence.ofMark(marks(), signs, old, life);
    } else if (signs.hasBeat() || (signs.hasBroken() && !life.pulses().isEmpty())) {
      found = silence.ofBeat(signs, life);
    } else if (signs.complete()) {
      found = silence.withoutBeat(signs, life);
    }
    Death death = found.death();
    if (death != null && mark != null && Marks.isBackBy(mark, found, death)) {
      found = found.dying(null);
      death = null;
    }
    if (death != null && death.cause() == Cause.NO_BEAT && signs.hasBeat()) {
      return found.dying(null);
    }
    if (death != null && signs.stamp().compareTo(death.stamp()) > 0 && isRevivedByRecord(death)) {
      found = sign(found, found.home()).dying(null);
    }
    return signs.probe() == null ? found : probed(signs, old, found);
  }

  /** A sign that is no beat. */
  private Life sign(Life life, String home) {
    return life.heard(look, now, home, life.lag());
  }

  /** A machine that does not answer is not back because it says so. */
  private static boolean isRevivedByRecord(Death death) {
    return death.cause() == Cause.SILENT || death.cause() == Cause.BEHIND;
  }

  private static Life returning(Life life) {
    Death death = life.death();
    if (death == null) {
      return life;
    }
    int seen = death.advances() + 1;
    return life.dying(
        seen >= ADVANCES_TO_RETURN
            ? null
            : new Death(death.cause(), death.at(), death.stamp(), seen, death.why()));
  }

  /** The machine's own answer goes before its silence, and revives no dead one. */
  private Life probed(Signs signs, @Nullable Life old, Life life) {
    Signs.Probed probe = Objects.requireNonNull(signs.probe());
    Death was = old == null ? null : old.death();
    if (!probe.passed()) {
      Stamp since = was != null && was.cause() == Cause.PROBE ? was.at() : Stamp.of(now);
      return life.dying(new Death(Cause.PROBE, since, signs.stamp(), 0, probe.why()));
    }
    if (was == null) {
      return life.dying(null);
    }
    return was.cause() == Cause.PROBE && !signs.hasBeat() ? returning(life) : life;
  }
}
