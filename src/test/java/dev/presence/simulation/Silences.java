package dev.presence.simulation;

import dev.presence.heartbeat.Asking;
import dev.presence.model.Life;
import dev.presence.model.NodeRecord;
import dev.presence.model.Stamp;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between which bounds a reader may have counted the silence of each node: what it can have counted
 * at most, and what it must have counted at least. The one says who may not be dead, the other who
 * must be.
 */
final class Silences {
  private static final long SECOND = 1000;

  /** The moments of one reader that were seen in full. */
  private static final long NOT_PERFECT = Long.MAX_VALUE;

  private final Member me;
  private final Member[] members;
  private final ListsSeen lists;
  private final BeatsSeen beats;
  final MarksRead marks;
  private final SimClock.True time;
  private final int stores;
  private final int deadAfter;

  /** The stores of which one showed the last sign, a bit each; 0 for any. */
  private final int[] homes;

  /** The stores in which others advanced since its silence was last counted. */
  private final int[] others;

  private final long[] most;
  private final long[] least;

  /** By this reader's clock the time that is not counted yet. */
  private final long[] carry;

  /** The same, of which it is sure that it is not counted yet: looks for news may pass it over. */
  private final long[] sureCarry;

  /** Since when each look at it was a good one, by the true time. */
  private final long[] perfectSince;

  /** What is counted next may be a gap that the clock has eaten. */
  private final boolean[] owed;

  private final boolean[] mayBeDead;
  private final boolean[] wasDead;
  private final boolean[] wasSilent;

  /** The record that was known when the program took it for dead: a newer one revives it. */
  private final @Nullable Stamp[] deadWith;

  /** In this look a record revived it that is newer than the one it died with. */
  final boolean[] revived;

  /** Looks that showed a new beat since it may last have died. */
  private final int[] signs;

  /** Looks that showed another beat since it may first have been dead. */
  private final int[] changes;

  private final boolean[] candidate;
  private final boolean[] wasCandidate;
  private long lastLook;
  private long lastTrue;
  private boolean looked;
  private boolean regular;

  Silences(
      Member me,
      Member[] members,
      ListsSeen lists,
      BeatsSeen beats,
      MarksRead marks,
      SimClock.True time,
      int stores,
      int deadAfter) {
    this.me = me;
    this.members = members;
    this.lists = lists;
    this.beats = beats;
    this.marks = marks;
    this.time = time;
    this.stores = stores;
    this.deadAfter = deadAfter;
    int nodes = members.length;
    homes = new int[nodes];
    others = new int[nodes];
    most = new long[nodes];
    least = new long[nodes];
    carry = new long[nodes];
    sureCarry = new long[nodes];
    perfectSince = new long[nodes];
    owed = new boolean[nodes];
    mayBeDead = new boolean[nodes];
    wasDead = new boolean[nodes];
    wasSilent = new boolean[nodes];
    deadWith = new Stamp[nodes];
    revived = new boolean[nodes];
    signs = new int[nodes];
    changes = new int[nodes];
    candidate = new boolean[nodes];
    wasCandidate = new boolean[nodes];
  }

  /** All that was remembered is lost. */
  void forget() {
    for (long[] numbers : List.of(most, least, carry, sureCarry)) {
      Arrays.fill(numbers, 0);
    }
    for (int[] numbers : List.of(homes, others, signs, changes)) {
      Arrays.fill(numbers, 0);
    }
    for (boolean[] flags : List.of(owed, mayBeDead, wasDead, wasSilent, candidate, wasCandidate)) {
      Arrays.fill(flags, false);
    }
    Arrays.fill(perfectSince, NOT_PERFECT);
    marks.forget();
    looked = false;
  }

  /** This reader's clock is set: the next time that is counted may be none. */
  void clockSet() {
    Arrays.fill(owed, true);
    Arrays.fill(perfectSince, NOT_PERFECT);
  }

  // Who is dead.

  boolean isCandidate(int node) {
    return candidate[node];
  }

  boolean mayBeDead(int node) {
    return mayBeDead[node];
  }

  boolean mustBeDead(int node) {
    return candidate[node] && least[node] >= limit(node);
  }

  /** One session more for who lost its mark, else so many beats. */
  private long limit(int node) {
    return marks.isPending(node) ? Engine.SESSION : deadAfter * every(node);
  }

  /** Whether the last look did not hear of it, by the program. */
  boolean wasSilent(int node) {
    return wasSilent[node];
  }

  /** Whether it must have been counted silent, for a beat at least, and is no death for that. */
  boolean isPausing(int node) {
    return least[node] >= every(node) && !mayBeDead[node];
  }

  /** Whether two of its advances were seen since it may have been dead. */
  boolean hasReturned(int node) {
    return signs[node] >= 2;
  }

  /** How often its beat was seen to change since it may have been dead. */
  int changes(int node) {
    return changes[node];
  }

  /** Whether all eyes were on it since that moment. */
  boolean isWatchedSince(int node, long moment) {
    return perfectSince[node] <= moment;
  }

  /** Nothing certain is known of its life until it was seen to beat twice. */
  void unsure(int node) {
    dying(node);
    changes[node] = 2;
    least[node] = 0;
    homes[node] = 0;
    perfectSince[node] = NOT_PERFECT;
  }

  /**
   * What the program made of its life, to know who is news and by what a newer record is judged.
   */
  void taken(int node, @Nullable Life life) {
    boolean dead = life != null && life.death() != null;
    wasSilent[node] = life != null && (dead || life.silence() > 0);
    if (dead && !wasDead[node]) {
      NodeRecord known = lists.newest(node);
      deadWith[node] = known == null ? null : known.stamp();
    }
    wasDead[node] = dead;
  }

  /** What a person let go meanwhile is news once more. */
  private boolean isNewerThanAtDeath(int node) {
    NodeRecord known = lists.newest(node);
    return known != null && Stamp.compare(known.stamp(), deadWith[node]) > 0;
  }

  private void dying(int node) {
    changes[node] = mayBeDead[node] ? changes[node] : 0;
    mayBeDead[node] = true;
    signs[node] = 0;
  }

  /** The milliseconds that one look counts at most, a beat of its own. */
  private long every(int node) {
    return members[node].beats ? members[node].span() : Life.USUAL_EVERY * SECOND;
  }

  // Looks.

  /** A look that gave no answer: of life nothing was remembered. */
  void skipped(Asking asking) {
    long gap = gap(asking);
    for (int node = 0; node < members.length; node++) {
      carry[node] = Math.max(0, carry[node] + gap);
      sureCarry[node] = 0;
      perfectSince[node] = NOT_PERFECT;
    }
  }

  /** Since the last look, by this reader's clock. One for news stands in for none of its time. */
  private long gap(Asking asking) {
    long now = me.clock.millis();
    long gap = looked ? now - lastLook : 0;
    long right = time.now() - lastTrue;
    regular = looked && right > 0 && right < me.span() + 5 * SECOND;
    lastLook = now;
    lastTrue = asking == Asking.ALL ? time.now() : lastTrue;
    looked = true;
    return gap;
  }

  /**
   * A look whose beats are read.
   *
   * @param wanted whose beats and marks it reads
   * @param served ids that were in the last answer
   * @param atFault the stores that the program holds to be at fault
   */
  void look(
      boolean[] candidates,
      boolean[] wanted,
      Set<String> served,
      Set<String> atFault,
      Asking asking) {
    long gap = gap(asking);
    int trusted = 0;
    int sound = 0;
    for (int store = 0; store < stores; store++) {
      boolean read = lists.isListed(store) && beats.isRead(store);
      trusted |= read && !lists.isSurelyAtFault(store) ? 1 << store : 0;
      sound |= read && !atFault.contains(me.ways.get(store).name()) ? 1 << store : 0;
    }
    marks.read(wanted, (sound & 1) != 0);
    int[] anyAdvances = count(beats.changedIn);
    int[] sureAdvances = count(beats.advancedIn);
    for (int node = 0; node < members.length; node++) {
      wasCandidate[node] = candidate[node];
      candidate[node] = candidates[node];
      carry[node] = Math.max(0, carry[node] + gap);
      revived[node] = false;
      sureCarry[node] += Math.max(0, gap);
      if (node == me.number || !candidate[node]) {
        perfectSince[node] = NOT_PERFECT;
        sureCarry[node] = 0;
        if (wanted[node]) {
          marks.take(node, carry[node], wasDead[node]);
          carry[node] = 0; // Of itself nothing is counted.
        }
        continue;
      }
      others[node] |= besides(anyAdvances, beats.changedIn[node]);
      boolean good = candidate[node] && wasCandidate[node];
      int goodIn = good ? sound & besides(sureAdvances, beats.advancedIn[node]) : 0;
      live(node, trusted, goodIn, served.contains(members[node].id.value()), asking);
    }
  }

  /** In each store how many. */
  private int[] count(int[] bits) {
    int[] count = new int[stores];
    for (int one : bits) {
      for (int store = 0; store < stores; store++) {
        count[store] += (one >> store) & 1;
      }
    }
    return count;
  }

  /** The stores where others than this one did. */
  private static int besides(int[] counts, int own) {
    int besides = 0;
    for (int store = 0; store < counts.length; store++) {
      besides |= counts[store] > ((own >> store) & 1) ? 1 << store : 0;
    }
    return besides;
  }

  private void live(int node, int trusted, int goodIn, boolean isServed, Asking asking) {
    long dead = deadAfter * every(node);
    marks.take(node, carry[node], wasDead[node]);
    if (marks.stands(node) && owed[node]) {
      changes[node] = 2; // It may have stood for long enough, by a clock that was set.
    }
    changes[node] += beats.changed[node] ? 1 : 0;
    for (int store = 0; store < stores; store++) {
      if (!lists.isListed(store) || !beats.isTold(store, node) || !regular) {
        perfectSince[node] = NOT_PERFECT;
      }
    }
    revived[node] = mayBeDead[node] && wasDead[node] && isNewerThanAtDeath(node);
    if (revived[node]) {
      mayBeDead[node] = false;
      quiet(node);
    }
    if (beats.strange[node]) {
      unsure(node);
    } else if (beats.advanced[node]) {
      advanced(node);
    } else if (beats.first[node]) {
      first(node, dead, isServed);
    } else if (beats.changed[node]) {
      unsure(node);
    } else if (marks.stands(node)) {
      homes[node] = 1;
      quiet(node);
    } else if (marks.isPending(node)) {
      markGone(node);
    } else {
      silent(node, trusted, goodIn, asking);
    }
    if (marks.stoodLong(node)) {
      changes[node] = 2;
      mayBeDead[node] &= !marks.isCertain(node);
    }
    if (marks.stands(node) || marks.isPending(node)) {
      perfectSince[node] = NOT_PERFECT;
    }
    long late = time.now() - beats.newestWritten[node];
    boolean behind = most[node] > every(node) && late >= dead - SECOND;
    if (most[node] >= (marks.mayBePending(node) ? Engine.SESSION : dead)
        || (behind && members[node].beats && !marks.stands(node))) {
      dying(node);
    }
  }

  private void advanced(int node) {
    homes[node] = beats.changedIn[node];
    quiet(node);
    signs[node]++;
    if (signs[node] >= 2) {
      mayBeDead[node] = false;
    }
    if (!beats.fresh[node]) {
      perfectSince[node] = NOT_PERFECT; // A backup showed one that it had not seen then.
    } else if (perfectSince[node] == NOT_PERFECT) {
      perfectSince[node] = time.now();
    }
  }

  /** Its mark stood, and is gone: one session more is death, unless the store is to blame. */
  private void markGone(int node) {
    boolean alone = !marks.isAnyBeside(node);
    if (marks.begins(node) || marks.broken || marks.lost || (alone && (others[node] & 1) == 0)) {
      homes[node] = 1;
      quiet(node);
      return;
    }
    long gap = Math.min(carry[node], Engine.SESSION);
    most[node] += owed[node] ? Engine.SESSION : gap;
    boolean sure = !owed[node] && !alone && !marks.mayBeLost && marks.isCertain(node);
    least[node] = sure ? least[node] + gap : 0;
    carry[node] = 0;
    sureCarry[node] = 0;
    others[node] = 0;
    owed[node] = false;
  }

  /** Without memory it is dead by its distance to the others, unless it was served. */
  private void first(int node, long dead, boolean isServed) {
    homes[node] = beats.greatestIn[node];
    quiet(node);
    perfectSince[node] = time.now();
    long late = time.now() - beats.newestSeq(node) * SECOND;
    long behind = (beats.median - beats.newestSeq(node)) * SECOND;
    if (!isServed && (late >= dead - SECOND || (beats.isMedianWrong && behind >= dead))) {
      dying(node);
    }
  }

  private void quiet(int node) {
    most[node] = 0;
    least[node] = 0;
    carry[node] = 0;
    sureCarry[node] = 0;
    others[node] = 0;
    owed[node] = false;
  }

  private void silent(int node, int trusted, int goodIn, Asking asking) {
    if (!beats.isAsked(node)) {
      return; // That its beat is the same says nothing.
    }
    int told = 0;
    boolean shown = false;
    for (int store = 0; store < stores; store++) {
      told |= beats.isTold(store, node) ? 1 << store : 0;
      shown |= beats.isShown(store, node);
    }
    int all = (1 << stores) - 1;
    if (!shown && told != all) {
      perfectSince[node] = NOT_PERFECT;
      return; // Nothing is known of it.
    }
    if (!shown && lists.isStanding(node)) {
      quiet(node); // Who has no beat is not judged by it.
      mayBeDead[node] &= beats.newestSeq(node) > 0;
      return;
    }
    int home = homes[node] == 0 ? all : homes[node];
    if ((home & trusted & told & others[node]) != 0) {
      most[node] += Math.min(carry[node], every(node));
      carry[node] = 0;
    }
    if (homes[node] != 0 && (home & goodIn & told) == home) {
      least[node] += owed[node] ? 0 : Math.min(sureCarry[node], every(node));
      sureCarry[node] = 0;
      owed[node] = false;
      others[node] = 0;
    } else if (asking == Asking.ALL) {
      perfectSince[node] = NOT_PERFECT;
      sureCarry[node] = 0;
    }
  }

  /** A second look of this reader ended that had begun before the last one. */
  void crossed() {
    for (int node = 0; node < members.length; node++) {
      most[node] += Math.min(carry[node], every(node));
      carry[node] = 0;
      sureCarry[node] = 0;
      least[node] = Math.max(0, least[node] - every(node));
      perfectSince[node] = NOT_PERFECT;
      if (most[node] >= deadAfter * every(node)) {
        dying(node);
      }
    }
  }

  String words(int node) {
    return marks.words(node)
        + "  silence from %d to %d ms and %d uncounted, homes %d, others %d; %s%s%d advances, %d changes%n"
            .formatted(
                least[node],
                most[node],
                carry[node],
                homes[node],
                others[node],
                mayBeDead[node] ? "may be dead, " : "lives, ",
                wasDead[node] ? "was dead, " : "",
                signs[node],
                changes[node]);
  }
}
