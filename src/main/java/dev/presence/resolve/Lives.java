package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.Life.Cause;
import dev.presence.model.Life.Death;
import dev.presence.model.Life.Pulse;
import dev.presence.model.Spans;
import dev.presence.model.Stamp;
import dev.presence.resolve.Signs.Kind;
import dev.presence.resolve.Signs.Sign;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges who lives: pure, from what is remembered and what one look saw. One counter of silence a
 * node; a look feeds it only when the reader itself can be trusted, as others were seen to advance
 * in the same store meanwhile.
 */
public final class Lives {
  private static final long MILLIS = 1000;
  private static final long MOST_SEQ = 1L << 50;

  /** A dead node is back when it was seen to advance so often. */
  private static final int ADVANCES_TO_RETURN = 2;

  /** Or a mark of it to stand for so many of its sessions. */
  private static final int SESSIONS_TO_RETURN = 2;

  /**
   * The rules.
   *
   * @param deadAfter so many of its own {@code every} of silence are death
   * @param requireBeat whether a node without a beat is as dead
   */
  public record Rules(int deadAfter, boolean requireBeat) {
    /** What holds where nothing else was said. */
    public static final Rules USUAL = new Rules(5, false);

    long deadMillis(int every) {
      return (long) deadAfter * every * MILLIS;
    }
  }

  private final Map<String, Life> lives;
  private final long look;
  private final Rules rules;
  private final Set<String> asked;
  private final Set<String> trusted;
  private final Instant now;
  private final Map<String, MarksSeen> marksSeen;
  private final Map<String, Advanced> advanced = new HashMap<>();
  private @Nullable Marks marks;

  /** The latest advances of two nodes in one store. */
  private static final class Advanced {
    private String first = "";
    private long firstLook;
    private long secondLook;

    private void add(String id, long at) {
      if (at > firstLook) {
        secondLook = firstLook;
        firstLook = at;
        first = id;
      } else if (at > secondLook) {
        secondLook = at;
      }
    }

    private long besides(String id) {
      return first.equals(id) ? secondLook : firstLook;
    }
  }

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
      Rules rules,
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
      Rules rules,
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
    long median = median(seen);
    Map<String, Life> before = new HashMap<>(lives);
    if (!marksSeen.isEmpty()) {
      marks().doubt(seen, before);
    }
    for (Signs signs : seen) {
      lives.put(signs.id(), pulsing(signs, before.get(signs.id()), median));
    }
    for (Map.Entry<String, Life> life : lives.entrySet()) {
      for (Map.Entry<String, Pulse> pulse : life.getValue().pulses().entrySet()) {
        Advanced known = advanced.get(pulse.getKey());
        if (known == null) {
          known = new Advanced();
          advanced.put(pulse.getKey(), known);
        }
        known.add(life.getKey(), pulse.getValue().look());
      }
    }
    for (Signs signs : seen) {
      Life old = before.get(signs.id());
      Life life = Objects.requireNonNull(lives.get(signs.id()));
      life =
          signs.id().equals(self)
              ? sign(life, life.home()).dying(null) // Never judged; its beats count for others.
              : judged(signs, old, life, median, served);
      lives.put(signs.id(), life);
    }
  }

  /** The lower median of what the nodes last counted to; 0 when nobody did. */
  private static long median(Collection<Signs> seen) {
    long[] seqs = new long[seen.size()];
    int count = 0;
    for (Signs signs : seen) {
      if (signs.hasBeat()) {
        seqs[count++] = bounded(signs.newestSeq());
      }
    }
    Arrays.sort(seqs, 0, count);
    return count == 0 ? 0 : seqs[(count - 1) / 2];
  }

  /** How far behind the others it is. */
  private static long behind(long median, long seq) {
    return median - bounded(seq);
  }

  /** What a stranger counts to must not overflow what is reckoned with it. */
  private static long bounded(long seq) {
    return Math.min(seq, MOST_SEQ);
  }

  /** Takes in the beats: whether any advanced, and where. */
  private Life pulsing(Signs signs, @Nullable Life old, long median) {
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
    Map<String, Life.Mark> held =
        marksSeen.isEmpty() && life.marks().isEmpty()
            ? life.marks()
            : marks().taken(signs.id(), life, claim);
    if (home.isEmpty()) {
      return new Life(
          every,
          life.silence(),
          life.look(),
          life.at(),
          life.heard(),
          life.lag(),
          life.home(),
          life.death(),
          pulses,
          held);
    }
    return new Life(
        every,
        0,
        look,
        now.toEpochMilli(),
        now.getEpochSecond(),
        Math.max(0, behind(median, greatest)), // Being ahead of a fleet that stood is no debt.
        home,
        life.death(),
        pulses,
        held);
  }

  private Life judged(Signs signs, @Nullable Life old, Life life, long median, Set<String> served) {
    Life found = life;
    boolean advanced = life.look() == look;
    String mark = marksSeen.isEmpty() ? null : marks().standing(signs.id());
    if (advanced) {
      found = returning(life, 1);
    } else if (signs.hasBeat() && (old == null || old.pulses().isEmpty())) {
      found = firstSeen(signs, old, life, median, served);
    } else if (mark != null) {
      found = sign(life, mark);
    } else if (isMarkGone(signs.id(), life)) {
      found = markGone(signs, old, life);
    } else if (signs.hasBeat() || (signs.hasBroken() && !life.pulses().isEmpty())) {
      found = silent(signs, life, median);
    } else if (signs.complete()) {
      found = withoutBeat(signs, life);
    }
    if (mark != null) {
      found = returningBy(mark, found);
    }
    Death death = found.death();
    if (death != null && death.cause() == Cause.NO_BEAT && signs.hasBeat()) {
      return found.dying(null);
    }
    if (death != null && signs.stamp().compareTo(death.stamp()) > 0 && isRevivedByRecord(death)) {
      found = sign(found, found.home()).dying(null);
    }
    return signs.probe() == null ? found : probed(signs, old, found);
  }

  /** A machine that does not answer is not back because it says so. */
  private static boolean isRevivedByRecord(Death death) {
    return death.cause() == Cause.SILENT || death.cause() == Cause.BEHIND;
  }

  private static Life returning(Life life, int advances) {
    Death death = life.death();
    if (death == null) {
      return life;
    }
    int seen = death.advances() + advances;
    return life.dying(
        seen >= ADVANCES_TO_RETURN
            ? null
            : new Death(death.cause(), death.at(), death.stamp(), seen, death.why()));
  }

  /** By a mark that stands, and stood for two of its sessions since the death. */
  private static Life returningBy(String store, Life life) {
    Death death = life.death();
    Life.Mark mark = life.marks().get(store);
    return death != null
            && (death.cause() == Cause.NO_BEAT
                || (mark != null && mark.counted() >= MILLIS * SESSIONS_TO_RETURN * mark.session()))
        ? life.dying(null)
        : life;
  }

  /** Whether each mark that is remembered of it was looked for, and is gone. */
  private boolean isMarkGone(String id, Life life) {
    boolean gone = !life.marks().isEmpty();
    for (Map.Entry<String, Life.Mark> mark : life.marks().entrySet()) {
      gone &= mark.getValue().standing() == Life.Standing.GONE && marks().isSeen(mark.getKey(), id);
    }
    return gone;
  }

  /** Silence begins when a mark is gone, and is counted in its session from then on. */
  private Life markGone(Signs signs, @Nullable Life old, Life life) {
    boolean begins = false;
    int session = 0;
    String home = "";
    for (Map.Entry<String, Life.Mark> mark : life.marks().entrySet()) {
      Life.Mark was = old == null ? null : old.marks().get(mark.getKey());
      begins |= was == null || was.standing() != Life.Standing.GONE || marks().isGap(mark.getKey());
      session = Math.max(session, mark.getValue().session());
      home = home.isEmpty() || mark.getKey().compareTo(home) < 0 ? mark.getKey() : home;
    }
    Advanced others = advanced.get(home);
    boolean isSeen =
        marks().standsBesides(home, signs.id())
            || (others != null && others.besides(signs.id()) > life.look());
    if (begins || !isSeen) {
      return silentFor(life, 0, home); // With nobody else there it is the view that is broken.
    }
    Life counted = silentFor(life, life.silence() + gap(life, session), home);
    return counted.silence() >= session * MILLIS
        ? dead(signs, counted, Cause.SILENT, "lost its mark, and did not beat for " + span(counted))
        : counted;
  }

  /** A sign that is no beat: whatever was counted is over. */
  private Life sign(Life life, String home) {
    return new Life(
        life.every(),
        0,
        look,
        now.toEpochMilli(),
        now.getEpochSecond(),
        life.lag(),
        home,
        life.death(),
        life.pulses(),
        life.marks());
  }

  private Life firstSeen(
      Signs signs, @Nullable Life old, Life life, long median, Set<String> served) {
    String home = "";
    for (Sign sign : signs.beats()) {
      if (home.isEmpty() && sign.kind() == Kind.BEAT && sign.seq() == signs.newestSeq()) {
        home = sign.store();
      }
    }
    long behind = behind(median, signs.newestSeq());
    // Of one that was served the distance is taken for its clock's: its silence has to be counted.
    boolean gone = old == null && !served.contains(signs.id()) && isFar(behind, life.every());
    gone &= !life.isMarked();
    Life seen =
        new Life(
            life.every(),
            0,
            look,
            now.toEpochMilli(),
            gone ? 0 : now.getEpochSecond(),
            gone ? 0 : Math.max(0, behind),
            home,
            life.death(),
            life.pulses(),
            life.marks());
    return gone ? behind(signs, seen, behind) : seen;
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

  private Life silent(Signs signs, Life life, long median) {
    Life counted = counted(signs, life);
    if (counted.death() != null) {
      return counted;
    }
    if (counted.silence() >= rules.deadMillis(life.every())) {
      return dead(signs, counted, Cause.SILENT, "did not beat for " + span(counted));
    }
    long behind = behind(median, life.newestSeq()) - life.lag();
    // After a gap one look counts a whole one, though its turn to beat may just be to come; and the
    // others may have moved by a backup or by their return, so both clocks have to agree.
    boolean paused =
        counted.silence() > life.every() * MILLIS
            && isFar(now.getEpochSecond() - life.heard(), life.every());
    return paused && isFar(behind, life.every()) ? behind(signs, counted, behind) : counted;
  }

  /** One that never beat, or whose beat is gone. */
  private Life withoutBeat(Signs signs, Life life) {
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
      Life seen = sign(life, signs.home());
      return over ? seen.dying(null) : seen;
    }
    if (life.look() == 0) {
      return sign(life, signs.home()); // From now on it is counted.
    }
    Life counted = counted(signs, life);
    return counted.death() == null && counted.silence() >= rules.deadMillis(life.every())
        ? dead(signs, counted, Cause.SILENT, "had no good record for " + span(counted))
        : counted;
  }

  private static String span(Life life) {
    return Spans.words(life.silence() / MILLIS);
  }

  /** Feeds the counter, if this look counts: a reader that slept blames itself. */
  private Life counted(Signs signs, Life life) {
    String home = asked.contains(life.home()) ? life.home() : elsewhere(signs);
    Advanced others = advanced.get(home);
    if (!trusted.contains(home)
        || !isTold(signs, life, home)
        || (life.marks().containsKey(home) && !marksSeen.containsKey(home))
        || others == null
        || others.besides(signs.id()) <= life.look()) {
      return life;
    }
    return silentFor(life, life.silence() + gap(life, life.every()), home);
  }

  /** The time since the last look that counted for it, so many seconds at most. */
  private long gap(Life life, int most) {
    return Math.max(0, Math.min(now.toEpochMilli() - life.at(), most * MILLIS));
  }

  private Life silentFor(Life life, long silence, String home) {
    return new Life(
        life.every(),
        silence,
        look,
        now.toEpochMilli(),
        life.heard(),
        life.lag(),
        home,
        life.death(),
        life.pulses(),
        life.marks());
  }

  /**
   * Whether the store that showed its beat shows anything of it now: one unreadable file may not.
   */
  private static boolean isTold(Signs signs, Life life, String home) {
    boolean told = !life.pulses().containsKey(home);
    for (Sign sign : signs.beats()) {
      told |= sign.store().equals(home);
    }
    return told;
  }

  /** Where to look for it when the store of its last sign is asked no more. */
  private static String elsewhere(Signs signs) {
    return signs.beats().isEmpty() || !signs.hasBeat()
        ? signs.home()
        : signs.beats().get(0).store();
  }

  private Life dead(Signs signs, Life life, Cause cause, String why) {
    return life.dying(new Death(cause, Stamp.of(now), signs.stamp(), 0, why));
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
    return was.cause() == Cause.PROBE && !signs.hasBeat() ? returning(life, 1) : life;
  }
}
