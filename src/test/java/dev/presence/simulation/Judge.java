package dev.presence.simulation;

import dev.presence.heartbeat.Asking;
import dev.presence.heartbeat.Served;
import dev.presence.model.Life;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds each answer of one reader against what that reader had the chance to see. */
final class Judge {
  /** For so many looks a clock that was set may be to blame. */
  static final int AFTER_CLOCK_SET = 8;

  private final Member me;
  private final Member[] members;
  private final Eye eye;
  private final Counts counts;
  private final Map<String, PartJudge> parts = new TreeMap<>();

  /**
   * The judge of that reader.
   *
   * @param hold in seconds, within which at most half of a part goes by silence
   */
  Judge(
      Member me,
      Member[] members,
      Eye eye,
      Truth truth,
      SimClock.True time,
      Counts counts,
      int hold,
      Set<String> asked) {
    this.me = me;
    this.members = members;
    this.eye = eye;
    this.counts = counts;
    for (String part : asked) {
      parts.put(part, new PartJudge(part, me, members, eye, truth, time, counts, hold * 1000L));
    }
  }

  /** The memory is lost. */
  void forget(boolean answerToo) {
    eye.forget();
    parts.values().forEach(part -> part.forget(answerToo));
  }

  /**
   * Holds a look against the truth.
   *
   * @param asking whose beats it has to ask for
   * @param accepting whether a person let go whoever is silent
   * @param wasFileTouched whether the answer's file changed
   */
  void judge(Served served, Asking asking, boolean accepting, boolean wasFileTouched) {
    boolean blank = eye.isBlank;
    eye.read(served);
    if (accepting) {
      eye.lists.accepted(parts.keySet()); // From memory too: a person has said so.
    }
    if (served instanceof Served.Fresh) {
      check("NO_CONTENT_FAILS_A_READER", eye.lists.isAnyListed(), "an answer out of nothing");
      checkFaults(served);
      eye.readBeats(parts.keySet(), peers(), served, asking);
      answered(served, blank, accepting);
    } else {
      check(
          "NO_CONTENT_FAILS_A_READER",
          !eye.lists.isAnyListed() || (served instanceof Served.Unknown && eye.lists.mayBeBlind()),
          "no answer although a store can be read: " + served.warnings());
      check("FILE_UNTOUCHED", !wasFileTouched, "no store was read, and the file was written");
      counts.add(Premise.FILE_UNTOUCHED);
      eye.silences.skipped(asking);
    }
  }

  /** Holds the end of a look against the truth that had begun before another one. */
  void judgeLate(Served served) {
    if (served instanceof Served.Fresh) {
      eye.crossed();
      answered(served, false, false);
    }
  }

  private void check(String invariant, boolean holds, String message) {
    if (!holds) {
      throw new Violation(invariant, me + ": " + message);
    }
  }

  private Set<String> peers() {
    Set<String> ids = new HashSet<>();
    for (PartJudge part : parts.values()) {
      for (int node : part.peers()) {
        ids.add(members[node].id.value());
      }
    }
    return ids;
  }

  private void checkFaults(Served served) {
    Set<String> atFault = served.view().atFault();
    for (int store = 0; store < me.ways.size(); store++) {
      String name = me.ways.get(store).name();
      if (atFault.contains(name)) {
        boolean adopted = eye.hasAdopted();
        if (adopted) {
          eye.lists.blamed(store);
        }
        check(
            "LIST_AT_FAULT",
            adopted || eye.lists.mayBeAtFault(store),
            name + " is blamed, and most of it never went, or nobody is missing any more");
        counts.add(Premise.LIST_AT_FAULT);
      }
    }
  }

  private void answered(Served served, boolean blank, boolean accepting) {
    for (Member member : members) {
      checkLife(member, served.lives().get(member.id.value()));
    }
    for (PartJudge part : parts.values()) {
      part.judge(served, blank, accepting);
    }
    for (Member member : members) {
      eye.silences.taken(member.number, served.lives().get(member.id.value()));
    }
  }

  /** Whether it is taken for dead where it may be, and where it must be. */
  private void checkLife(Member member, @Nullable Life life) {
    int node = member.number;
    Life.Death death = life == null ? null : life.death();
    boolean isSure =
        eye.silences.isCandidate(node) && !eye.lists.isOlderShown(node) && !eye.adopted[node];
    String wrong = null;
    String invariant = "";
    if (member == me && death != null) {
      invariant = "SELF";
      wrong = "takes itself for dead: " + death.why();
    } else if (isSure && death != null && !eye.silences.mayBeDead(node)) {
      PartJudge part = parts.get(member.part);
      invariant = part == null ? "BEATS_AND_STAYS" : part.nameOfLoss(node);
      wrong = "is taken for dead, and cannot be: it " + death.why();
    } else if (isSure && death == null && eye.silences.mustBeDead(node)) {
      invariant = "DEAD_IN_TIME";
      wrong = "must be dead by now, and is not";
    }
    if (wrong != null) {
      throw new Violation(
          invariant,
          "%s: %s %s%n  by the program: %s%n%s"
              .formatted(me, member, wrong, life, eye.words(node)));
    }
  }
}
