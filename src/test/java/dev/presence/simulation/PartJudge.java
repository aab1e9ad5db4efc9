package dev.presence.simulation;

import dev.presence.heartbeat.Served;
import dev.presence.model.Answer;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Peer;
import dev.presence.model.Stamp;
import dev.presence.resolve.Verdict;
import dev.presence.resolve.Verdict.Hold;
import dev.presence.resolve.Verdict.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds one asked part of each answer of a reader against what it had the chance to see. */
final class PartJudge {
  private final String part;
  private final Member me;
  private final Member[] members;
  private final Eye eye;
  private final Truth truth;
  private final SimClock.True time;
  private final Counts counts;
  private final long hold;

  private Cap cap;
  private Set<Integer> before = new TreeSet<>();
  private Set<Integer> drainedBefore = new TreeSet<>();

  /** Whom silence took away. */
  private final Set<Integer> silenced = new HashSet<>();

  PartJudge(
      String part,
      Member me,
      Member[] members,
      Eye eye,
      Truth truth,
      SimClock.True time,
      Counts counts,
      long hold) {
    this.part = part;
    this.me = me;
    this.members = members;
    this.eye = eye;
    this.truth = truth;
    this.time = time;
    this.counts = counts;
    this.hold = hold;
    this.cap = new Cap(hold);
  }

  /** The memory is lost. */
  void forget(boolean answerToo) {
    cap = new Cap(hold);
    silenced.clear();
    if (answerToo) {
      before = new TreeSet<>();
      drainedBefore = new TreeSet<>();
    }
  }

  /** Who was a peer in the last answer. */
  Set<Integer> peers() {
    return before;
  }

  /**
   * Holds an answer against it.
   *
   * @param blank whether nothing but the former answer was known before
   * @param accepting whether a person lets go whoever is silent
   */
  void judge(Served served, boolean blank, boolean accepting) {
    new Judging(served, blank, accepting).judge();
  }

  /** Which invariant it breaks that somebody is not there who should be. */
  String nameOfLoss(int node) {
    if (members[node].clock.wrong() != 0 || eye.sinceClockSet < Judge.AFTER_CLOCK_SET) {
      return "CLOCK_WRONG_AND_STAYS";
    }
    return silenced.contains(node) ? "BACK_AFTER_TWO" : "BEATS_AND_STAYS";
  }

  /** One answer. */
  private final class Judging {
    private final boolean blank;
    private final boolean accepting;
    private final Instant now = me.clock.instant();
    private final Map<Integer, Peer> in = new TreeMap<>();
    private final Map<Integer, Peer> draining = new TreeMap<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private int taken;
    private int perhapsTaken;
    private int unread;
    private int heldByCap;

    private Judging(Served served, boolean blank, boolean accepting) {
      this.blank = blank;
      this.accepting = accepting;
      Answer.Part answer = served.answer().parts().get(part);
      if (answer == null) {
        throw new Violation("NO_CONTENT_FAILS_A_READER", part + " is not in the answer");
      }
      for (Peer peer : answer.peers()) {
        in.put(number(peer), peer);
      }
      for (Peer peer : answer.draining()) {
        draining.put(number(peer), peer);
      }
      for (Verdict verdict : served.resolution().verdicts().getOrDefault(part, List.of())) {
        verdicts.put(verdict.id().value(), verdict);
      }
    }

    private int number(Peer peer) {
      int number = truth.number(peer.id().value());
      if (number < 0 || !members[number].born || !members[number].part.equals(part)) {
        throw new Violation("INVENTED", peer.id() + " plays no such part");
      }
      return number;
    }

    private void check(String invariant, boolean holds, int node, String message) {
      if (!holds) {
        Verdict verdict = verdicts.get(members[node].id.value());
        throw new Violation(
            invariant,
            "%s: %s %s%n  by the program: %s%n%s"
                .formatted(me, members[node], message, verdict, eye.words(node)));
      }
    }

    private void count(boolean holds, Premise premise) {
      if (holds) {
        counts.add(premise);
      }
    }

    private void judge() {
      for (Member member : members) {
        if (member.born && member.part.equals(part)) {
          judge(member.number);
        }
      }
      if (!accepting) {
        cap.check(
            me + " of " + part,
            now.toEpochMilli(),
            before.size(),
            in.size(),
            taken,
            perhapsTaken,
            heldByCap);
        if (!before.isEmpty() && in.isEmpty() && (taken > 0 || unread > 0)) {
          throw new Violation(
              "NEVER_EMPTY", "%s: %s lost its last peer by silence".formatted(me, part));
        }
      }
      count(isAllSilent(), Premise.NEVER_EMPTY);
      before = new TreeSet<>(in.keySet());
      drainedBefore = new TreeSet<>(draining.keySet());
    }

    private boolean isAllSilent() {
      boolean all = !before.isEmpty();
      for (int node : before) {
        all &= eye.silences.mayBeDead(node) && eye.lists.word(node, now) == NodeState.SERVING;
      }
      return all;
    }

    private void judge(int node) {
      NodeState word = eye.lists.word(node, now);
      boolean was = before.contains(node);
      boolean isIn = in.containsKey(node);
      boolean isDraining = draining.containsKey(node);
      if (word == null) {
        unknown(node, isIn || isDraining, was);
        return;
      }
      perhapsTaken += was && !isIn && word == NodeState.SERVING ? 1 : 0;
      boolean inherits = blank && drainedBefore.contains(node);
      if (eye.lists.isOlderNoNews(node)) {
        facts(node);
        count(isIn || isDraining, Premise.OLDER_IS_NO_NEWS);
      }
      if (eye.lists.isOlderShown(node) || eye.lists.inheritsOrder(node, inherits)) {
        silenced.remove(node);
        return;
      }
      facts(node);
      if (!rivals(node).isEmpty()) {
        contested(node, isIn, word);
      } else if (members[node] == me) {
        check("SELF", isIn == (word == NodeState.SERVING), node, "is not what it says itself");
      } else if (word == NodeState.SERVING) {
        serving(node, isIn, was);
      } else {
        spoken(node, word, isIn, isDraining, was);
      }
    }

    /** One of which no record is known. */
    private void unknown(int node, boolean isThere, boolean was) {
      if (members[node] == me) {
        return; // Once announced it is a peer of its own part, whatever became of its entry.
      }
      if (isThere) {
        boolean delivered = blank && (was || drainedBefore.contains(node));
        check(
            "INVENTED",
            delivered || eye.adopted[node],
            node,
            "was never read, and is in the answer");
        eye.adopted[node] = true;
        eye.silences.unsure(node);
      } else if (was) {
        boolean isLetGo = accepting || eye.lists.letGo[node] || eye.lists.isOrderedLeft(node);
        check(
            "BEATS_AND_STAYS",
            blank || eye.adopted[node] || isLetGo,
            node,
            "is gone without a word and without a silence");
        unread += isLetGo ? 0 : 1;
        perhapsTaken++; // Of one that the former answer alone has told of silence may count.
      }
    }

    private void facts(int node) {
      Peer peer = in.containsKey(node) ? in.get(node) : draining.get(node);
      NodeRecord newest = eye.lists.newest(node);
      if (peer != null && newest != null) {
        Integer weight = newest.weight();
        check(
            "FACTS_ARE_THE_NEWEST",
            weight != null && weight == peer.weight(),
            node,
            "is answered with other facts than it said last");
        count(eye.lists.newer[node], Premise.FACTS_ARE_THE_NEWEST);
      }
    }

    private void spoken(int node, NodeState word, boolean isIn, boolean isDraining, boolean was) {
      silenced.remove(node);
      boolean drains = word == NodeState.DRAINING;
      check("SPOKEN_AT_ONCE", !isIn, node, "does not serve, and is a peer");
      check("SPOKEN_AT_ONCE", drains || !isDraining, node, "does not drain any more");
      check(
          "SPOKEN_AT_ONCE",
          !drains || isDraining || eye.silences.mayBeDead(node),
          node,
          "drains, and is not in draining");
      count(was, Premise.SPOKEN_AT_ONCE);
    }

    private void serving(int node, boolean isIn, boolean was) {
      boolean must = eye.silences.mustBeDead(node);
      boolean held = isIn && is(node, Rule.HELD);
      if (!eye.silences.mayBeDead(node)) {
        check(
            was || silenced.contains(node) ? nameOfLoss(node) : "ADDED_AT_ONCE",
            isIn,
            node,
            "lives, and is not in the answer");
        living(node, was);
      } else if (was && !isIn) {
        taken++;
        silenced.add(node);
      }
      check("DEAD_IN_TIME", !must || !isIn || held, node, "is dead, and not even held");
      count(must, Premise.DEAD_IN_TIME);
      count(must && eye.silences.marks.isPending(node), Premise.DEAD_BY_ITS_MARK);
      check("NEVER_SERVED_IS_NOT_KEPT", !held || was, node, "was no peer, and is kept as one");
      if (held) {
        heldByCap += hold(node) == Hold.CAP ? 1 : 0;
        counts.add(hold(node) == Hold.CAP ? Premise.HELD_BY_CAP : Premise.HELD_AS_LAST);
      }
      sevenBeats(node, isIn && !held);
      returning(node, isIn, was);
    }

    private boolean is(int node, Rule rule) {
      Verdict verdict = verdicts.get(members[node].id.value());
      return verdict != null && verdict.rule() == rule;
    }

    private @Nullable Hold hold(int node) {
      Verdict verdict = verdicts.get(members[node].id.value());
      return verdict == null ? null : verdict.hold();
    }

    /** What was put to the test by this one that is there. */
    private void living(int node, boolean was) {
      Member member = members[node];
      boolean isWrong = member.clock.wrong() != 0;
      if (silenced.contains(node)) {
        boolean byMark = eye.silences.marks.stoodLong(node);
        counts.add(
            eye.lists.newer[node]
                ? Premise.BACK_BY_RECORD
                : byMark ? Premise.BACK_BY_ITS_MARK : Premise.BACK_AFTER_TWO);
      }
      count(!was && eye.lists.firstKnown[node], Premise.ADDED_AT_ONCE);
      if (!was) {
        return;
      }
      MarksRead marks = eye.silences.marks;
      boolean unmarked = marks.isPending(node);
      count(unmarked, Premise.MARK_GONE_AND_STAYS);
      count(unmarked && marks.lost, Premise.MARKS_LOST_AND_STAYS);
      count(unmarked && marks.broken, Premise.BROKEN_VIEW_AND_STAYS);
      count(marks.isReleased(node), Premise.RELEASED_AND_STAYS);
      count(
          marks.stands(node) && time.now() - eye.beats.newestWritten[node] > 6 * member.span(),
          Premise.MARKED_WITHOUT_BEATS_AND_STAYS);
      boolean pauses = eye.silences.isPausing(node);
      count(pauses, Premise.PAUSES_AND_STAYS);
      count(pauses && isWrong, Premise.OWN_CLOCK_WRONG_AND_STAYS);
      long unseen = time.now() - eye.beats.newestWritten[node];
      count(member.beats && unseen > 6 * member.span(), Premise.UNSEEN_AND_STAYS);
      count(blank, Premise.FORGOTTEN_AND_STAYS);
      count(blank && isWrong, Premise.FORGOTTEN_WITH_WRONG_CLOCK_AND_STAYS);
      if (eye.beats.advanced[node]) {
        counts.add(Premise.BEATS_AND_STAYS);
        count(isAnyClockWrong(), Premise.CLOCK_WRONG_AND_STAYS);
        count(eye.sinceClockSet < Judge.AFTER_CLOCK_SET, Premise.READERS_CLOCK_SET_AND_STAYS);
      }
    }

    private boolean isAnyClockWrong() {
      for (Member member : members) {
        if (member.born && member.clock.wrong() != 0) {
          return true;
        }
      }
      return false;
    }

    /** Counted by the true time alone, where this reader saw all of it. */
    private void sevenBeats(int node, boolean isPeer) {
      Member member = members[node];
      long last = eye.beats.newestWritten[node];
      if (member.beats
          && last > 0
          && me.every <= member.every
          && eye.silences.isWatchedSince(node, last + member.span())
          && time.now() - last >= 7 * member.span() + 1000) {
        check(
            "GONE_IN_SEVEN", !isPeer, node, "did not beat seven times before all eyes, and stays");
        counts.add(Premise.GONE_IN_SEVEN);
      }
    }

    private void returning(int node, boolean isIn, boolean was) {
      if (!silenced.contains(node)) {
        return;
      }
      check(
          "NOT_BACK_AFTER_ONE",
          !isIn
              || was
              || eye.silences.changes(node) >= 2
              || eye.lists.newer[node]
              || eye.silences.revived[node]
              || !eye.silences.mayBeDead(node),
          node,
          "is back, and was not seen to advance twice");
      count(!isIn && eye.silences.changes(node) == 1, Premise.NOT_BACK_AFTER_ONE);
      if (isIn) {
        silenced.remove(node);
      }
    }

    /** Others that claim this one's place. */
    private List<Integer> rivals(int node) {
      List<Integer> rivals = new ArrayList<>();
      for (int other : members[node].rivals) {
        NodeState word = eye.lists.word(other, now);
        if (word == NodeState.SERVING || word == NodeState.DRAINING) {
          rivals.add(other);
        }
      }
      return rivals;
    }

    private void contested(int node, boolean isIn, NodeState word) {
      silenced.remove(node);
      int rival = rivals(node).get(0);
      NodeRecord mine = eye.lists.newest(node);
      NodeRecord its = eye.lists.newest(rival);
      if (word != NodeState.SERVING
          || eye.lists.word(rival, now) != NodeState.SERVING
          || eye.lists.isOlderShown(rival)
          || eye.silences.mayBeDead(node)
          || members[node] == me
          || mine == null
          || its == null) {
        return;
      }
      int order = Stamp.compare(mine.stamp(), its.stamp());
      boolean stays = order > 0 || (order == 0 && node < rival);
      if (eye.silences.mustBeDead(rival)) {
        check("PLACE_TAKEN", isIn, node, "lives, and a dead one has its place");
        count(!stays, Premise.PLACE_TAKEN);
      } else if (!eye.silences.mayBeDead(rival) && members[rival] != me) {
        check("PLACE_TAKEN", isIn == stays, node, "and its rival have the place by the wrong rule");
      }
    }
  }
}
