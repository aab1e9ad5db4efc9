package dev.presence.simulation;

import dev.presence.heartbeat.Served;
import dev.presence.model.Answer;
import dev.presence.model.Life;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Peer;
import dev.presence.model.Stamp;
import dev.presence.resolve.Verdict;
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

/** Holds each answer of one reader against what that reader had the chance to see. */
final class Judge {
  private final Member me;
  private final Member[] members;
  private final Eye eye;
  private final Truth truth;
  private final SimClock.True time;
  private final Counts counts;
  private final long hold;
  private final Set<String> asked;

  /** Asked part to whom it was last answered with. */
  private final Map<String, Set<Integer>> peers = new TreeMap<>();

  /** And who drained then. */
  private final Map<String, Set<Integer>> drained = new TreeMap<>();

  private final Map<String, List<Event>> events = new HashMap<>();
  private final Map<String, List<Event>> sizes = new HashMap<>();

  /** Whom silence took away. */
  private final Set<Integer> silenced = new HashSet<>();

  /** A change of an answer, by this reader's clock. */
  private record Event(long at, int peers, int silenced, int perhaps) {}

  Judge(
      Member me,
      Member[] members,
      Eye eye,
      Truth truth,
      SimClock.True time,
      Counts counts,
      int holdSeconds,
      Set<String> asked) {
    this.me = me;
    this.members = members;
    this.eye = eye;
    this.truth = truth;
    this.time = time;
    this.counts = counts;
    this.hold = holdSeconds * 1000L;
    this.asked = asked;
  }

  /** The memory is lost. */
  void forget(boolean answerToo) {
    events.clear();
    sizes.clear();
    silenced.clear();
    if (answerToo) {
      peers.clear();
      drained.clear();
    }
  }

  /** Holds a look against the truth. */
  void judge(Served served, boolean accepting, boolean wasFileTouched) {
    boolean blank = eye.isBlank;
    eye.read(served);
    if (accepting) {
      eye.accepted(asked); // From memory too: a person has said so.
    }
    if (!checkKind(served, wasFileTouched)) {
      eye.skipped();
      return;
    }
    Set<String> atFault = served.view().atFault();
    for (int store = 0; store < me.ways.size(); store++) {
      if (atFault.contains(me.ways.get(store).name())) {
        if (!eye.hasSeenMassVanish(store) && !eye.hasAdopted()) {
          StringBuilder all = new StringBuilder();
          for (Member member : members) {
            all.append(member.born ? eye.words(member.number) : "");
          }
          throw new Violation(
              "LIST_AT_FAULT",
              me + " blames " + me.ways.get(store).name() + " without a reason\n" + all);
        }
        counts.add(Premise.LIST_AT_FAULT);
      }
    }
    eye.readBeats(servedIds(), atFault, asked);
    eye.isBlank = false;
    eye.sinceClockSet++;
    answered(served, blank, accepting);
  }

  /** Holds the end of a look against the truth that had begun before another one. */
  void judgeLate(Served served) {
    if (served instanceof Served.Fresh) {
      eye.crossed();
      answered(served, false, false);
    }
  }

  private Set<String> servedIds() {
    Set<String> ids = new HashSet<>();
    for (Set<Integer> part : peers.values()) {
      for (int node : part) {
        ids.add(members[node].id.value());
      }
    }
    return ids;
  }

  private static void check(String invariant, boolean holds, String message) {
    if (!holds) {
      throw new Violation(invariant, message);
    }
  }

  private void check(String invariant, boolean holds, int node, String message) {
    if (!holds) {
      throw new Violation(
          invariant, "%s: %s %s%n%s".formatted(me, members[node], message, eye.words(node)));
    }
  }

  /** Whether there is an answer to judge. */
  private boolean checkKind(Served served, boolean wasFileTouched) {
    if (served instanceof Served.Fresh) {
      check("NO_CONTENT_FAILS_A_READER", eye.isAnyListed(), "answered with no store to read");
      return true;
    }
    check(
        "NO_CONTENT_FAILS_A_READER",
        !eye.isAnyListed() || (served instanceof Served.Unknown && eye.mayBeBlind()),
        me + " gives no answer although a store can be read: " + served.warnings());
    check("FILE_UNTOUCHED", !wasFileTouched, me + " wrote its file without having read a store");
    counts.add(Premise.FILE_UNTOUCHED);
    return false;
  }

  private void answered(Served served, boolean blank, boolean accepting) {
    Instant now = me.clock.instant();
    boolean clockWrong = false;
    for (Member member : members) {
      clockWrong |= member.born && member.clock.wrong() != 0;
    }
    checkLives(served);
    for (String part : asked) {
      Answer.Part answer = served.answer().parts().get(part);
      check("NO_CONTENT_FAILS_A_READER", answer != null, "an asked part is not in the answer");
      if (answer != null) {
        new Part(part, served, answer, now, blank, accepting, clockWrong).check();
      }
    }
    for (Member member : members) {
      Life life = served.lives().get(member.id.value());
      eye.taken(member.number, life != null && life.death() != null);
    }
  }

  private void checkLives(Served served) {
    String dbg = System.getProperty("sim.debug", "");
    if (dbg.startsWith(me.id.value() + ":")) {
      int n = truth.number(dbg.substring(dbg.indexOf(':') + 1));
      System.out.println(
          me.clock.instant()
              + " "
              + served.lives().get(members[n].id.value())
              + " fault "
              + served.view().atFault()
              + "\n   "
              + eye.words(n));
      for (Member m : members)
        System.out.println(
            "   "
                + m
                + " "
                + m.part
                + " adv "
                + eye.advanced[m.number]
                + " chg "
                + eye.changed[m.number]
                + " cand "
                + eye.isCandidate(m.number)
                + " "
                + served.lives().get(m.id.value()));
    }
    for (Member member : members) {
      int node = member.number;
      Life life = served.lives().get(member.id.value());
      Life.Death death = life == null ? null : life.death();
      if (member == me) {
        check("SELF", death == null, node, "takes itself for dead");
      } else if (eye.isCandidate(node) && !eye.isOlderShown(node) && !eye.adopted[node]) {
        check(
            name(node),
            death == null || eye.mayBeDead[node],
            node,
            "is taken for dead and cannot be: " + (death == null ? "" : death.why()));
        check(
            "DEAD_IN_TIME",
            death != null || !eye.mustBeDead(node),
            node,
            "must be dead by now, and is not: " + life);
      }
    }
  }

  /** Which invariant it breaks that somebody is gone who should not. */
  private String name(int node) {
    if (members[node].clock.wrong() != 0 || eye.sinceClockSet < 8) {
      return "CLOCK_WRONG_AND_STAYS";
    }
    return eye.signs[node] >= 2 && silenced.contains(node) ? "BACK_AFTER_TWO" : "BEATS_AND_STAYS";
  }

  /** One asked part of one answer. */
  private final class Part {
    private final String part;
    private final Instant now;
    private final boolean blank;
    private final boolean accepting;
    private final boolean clockWrong;
    private final Set<Integer> before;
    private final Map<Integer, Peer> in = new TreeMap<>();
    private final Map<Integer, Peer> draining = new TreeMap<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final List<Integer> taken = new ArrayList<>();
    private int unread;
    private int perhapsTaken;
    private int capped;

    private Part(
        String part,
        Served served,
        Answer.Part answer,
        Instant now,
        boolean blank,
        boolean accepting,
        boolean clockWrong) {
      this.part = part;
      this.now = now;
      this.blank = blank;
      this.accepting = accepting;
      this.clockWrong = clockWrong;
      this.before = peers.getOrDefault(part, Set.of());
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
      if (number < 0 || !members[number].born) {
        throw new Violation("INVENTED", peer.id() + " is in the answer and was never born");
      }
      return number;
    }

    private void check() {
      for (Member member : members) {
        if (member.born && member.part.equals(part)) {
          check(member);
        } else if (in.containsKey(member.number) || draining.containsKey(member.number)) {
          throw new Violation("INVENTED", member + " does not play " + part);
        }
      }
      checkCap();
      if (!before.isEmpty() && in.isEmpty()) {
        Judge.check(
            "NEVER_EMPTY",
            taken.isEmpty() && (unread == 0 || accepting),
            "%s: %s lost its last peer by silence: %s".formatted(me, part, before));
      }
      peers.put(part, new TreeSet<>(in.keySet()));
      drained.put(part, new TreeSet<>(draining.keySet()));
    }

    private boolean is(int node, Verdict.Rule rule) {
      Verdict verdict = verdicts.get(members[node].id.value());
      return verdict != null && verdict.rule() == rule;
    }

    private Verdict.@Nullable Hold hold(int node) {
      Verdict verdict = verdicts.get(members[node].id.value());
      return verdict == null ? null : verdict.hold();
    }

    private void check(Member member) {
      int node = member.number;
      boolean isIn = in.containsKey(node);
      boolean isDraining = draining.containsKey(node);
      boolean was = before.contains(node);
      NodeState word = eye.word(node, now);
      if (word == null && member == me) {
        return; // Once announced it is a peer of its own part, whatever became of its entry.
      }
      if (word == null) {
        unknown(node, isIn || isDraining, was);
        return;
      }
      perhapsTaken += was && !isIn && word == NodeState.SERVING ? 1 : 0;
      if (eye.isOlderShown(node)) {
        silenced.remove(node);
        return;
      }
      facts(node);
      if (member == me) {
        Judge.this.check(
            "SELF",
            isIn == (word == NodeState.SERVING) || isContested(node),
            node,
            "is not itself");
        return;
      }
      if (isContested(node)) {
        contested(node, isIn, word);
        return;
      }
      switch (word) {
        case SERVING -> serving(node, isIn, was);
        case DRAINING -> {
          silenced.remove(node);
          Judge.this.check("SPOKEN_AT_ONCE", !isIn, node, "drains, and is a peer");
          Judge.this.check(
              "SPOKEN_AT_ONCE",
              isDraining || eye.mayBeDead[node],
              node,
              "drains, and is not in draining");
          count(was, Premise.SPOKEN_AT_ONCE);
        }
        case NOT_YET, GONE -> {
          silenced.remove(node);
          Judge.this.check(
              "SPOKEN_AT_ONCE", !isIn && !isDraining, node, "said that it is gone, and is not");
          count(was, Premise.SPOKEN_AT_ONCE);
        }
      }
    }

    private void unknown(int node, boolean isThere, boolean was) {
      if (isThere) {
        Judge.this.check(
            "INVENTED",
            (blank && (was || drained.getOrDefault(part, Set.of()).contains(node)))
                || eye.adopted[node],
            node,
            "was never read, and is there");
        eye.adopted[node] = true;
        eye.unsure(node);
      } else if (was) {
        Judge.this.check(
            "BEATS_AND_STAYS",
            blank || accepting || eye.adopted[node] || eye.letGo[node],
            node,
            "is gone without a word and without a silence");
        unread += eye.letGo[node] || eye.isOrderedLeft(node) ? 0 : 1;
      }
    }

    private void count(boolean was, Premise premise) {
      if (was) {
        counts.add(premise);
      }
    }

    private void facts(int node) {
      Peer peer = in.containsKey(node) ? in.get(node) : draining.get(node);
      NodeRecord newest = eye.newest(node);
      if (peer != null && newest != null) {
        Integer weight = newest.weight();
        Judge.this.check(
            "FACTS_ARE_THE_NEWEST",
            weight != null && weight == peer.weight(),
            node,
            "is answered with weight %d, and said %s".formatted(peer.weight(), weight));
        if (eye.newer[node]) {
          counts.add(Premise.FACTS_ARE_THE_NEWEST);
        }
      }
    }

    private void serving(int node, boolean isIn, boolean was) {
      Member member = members[node];
      boolean may = eye.mayBeDead[node];
      boolean must = eye.mustBeDead(node);
      if (!may) {
        Judge.this.check(
            was || silenced.contains(node) ? Judge.this.name(node) : "ADDED_AT_ONCE",
            isIn,
            node,
            "beats, and is not in the answer: %s".formatted(verdicts.get(member.id.value())));
        alive(node, was);
      } else if (was && !isIn) {
        if (!accepting) {
          taken.add(node);
        }
        silenced.add(node);
      }
      if (must && isIn) {
        Judge.this.check(
            "DEAD_IN_TIME", is(node, Verdict.Rule.HELD), node, "is dead, and not even held");
      }
      if (must) {
        counts.add(Premise.DEAD_IN_TIME);
      }
      if (isIn && is(node, Verdict.Rule.HELD)) {
        capped += hold(node) == Verdict.Hold.CAP ? 1 : 0;
        counts.add(hold(node) == Verdict.Hold.CAP ? Premise.HELD_BY_CAP : Premise.HELD_AS_LAST);
      }
      sevenBeats(node, isIn);
      if (silenced.contains(node)) {
        Judge.this.check(
            "NOT_BACK_AFTER_ONE",
            !isIn || was || eye.changes[node] >= 2 || eye.newer[node],
            node,
            "is back, and was not seen to advance twice");
        if (!isIn && eye.changes[node] == 1) {
          counts.add(Premise.NOT_BACK_AFTER_ONE);
        }
        if (isIn) {
          silenced.remove(node);
        }
      }
    }

    private void alive(int node, boolean was) {
      Member member = members[node];
      boolean beat = eye.advanced[node];
      if (was && beat) {
        counts.add(Premise.BEATS_AND_STAYS);
        if (clockWrong) {
          counts.add(Premise.CLOCK_WRONG_AND_STAYS);
        }
        if (eye.sinceClockSet < 8) {
          counts.add(Premise.READERS_CLOCK_SET_AND_STAYS);
        }
      }
      if (was && eye.most[node] >= member.span()) {
        counts.add(Premise.PAUSES_AND_STAYS);
        if (member.clock.wrong() != 0) {
          counts.add(Premise.OWN_CLOCK_WRONG_AND_STAYS);
        }
      }
      if (was && member.beats && time.now() - eye.newestWritten[node] > 6 * member.span()) {
        counts.add(Premise.UNSEEN_AND_STAYS);
      }
      if (was && blank) {
        counts.add(Premise.FORGOTTEN_AND_STAYS);
        if (member.clock.wrong() != 0) {
          counts.add(Premise.FORGOTTEN_WITH_WRONG_CLOCK_AND_STAYS);
        }
      }
      if (!was && eye.firstKnown[node]) {
        counts.add(Premise.ADDED_AT_ONCE);
      }
      if (silenced.contains(node)) {
        counts.add(eye.newer[node] ? Premise.BACK_BY_RECORD : Premise.BACK_AFTER_TWO);
      }
    }

    /** Counted by the true time alone, where this reader saw all of it. */
    private void sevenBeats(int node, boolean isIn) {
      Member member = members[node];
      long last = eye.newestWritten[node];
      if (member.beats
          && me.every <= member.every
          && last > 0
          && eye.perfectSince[node] <= last + member.span()
          && time.now() - last >= 7 * member.span() + 1000) {
        Judge.this.check(
            "GONE_IN_SEVEN",
            !isIn || is(node, Verdict.Rule.HELD),
            node,
            "did not beat for seven of its beats before all eyes, and is a peer");
        counts.add(Premise.GONE_IN_SEVEN);
      }
    }

    /** Another node that claims this one's place. */
    private List<Integer> rivals(int node) {
      List<Integer> rivals = new ArrayList<>();
      for (int other : members[node].rivals) {
        NodeState word = eye.word(other, now);
        if (word == NodeState.SERVING || word == NodeState.DRAINING) {
          rivals.add(other);
        }
      }
      return rivals;
    }

    private boolean isContested(int node) {
      return !rivals(node).isEmpty();
    }

    private void contested(int node, boolean isIn, NodeState word) {
      List<Integer> rivals = rivals(node);
      int rival = rivals.get(0);
      silenced.remove(node);
      if (rivals.size() > 1
          || word != NodeState.SERVING
          || eye.word(rival, now) != NodeState.SERVING
          || eye.isOlderShown(rival)) {
        return;
      }
      NodeRecord mine = eye.newest(node);
      NodeRecord its = eye.newest(rival);
      if (mine == null || its == null || eye.mayBeDead[node]) {
        return;
      }
      int order = Stamp.compare(mine.stamp(), its.stamp());
      boolean stays = order > 0 || (order == 0 && node < rival);
      if (eye.mustBeDead(rival)) {
        Judge.this.check("PLACE_TAKEN", isIn, node, "lives, and a dead one has its place");
        counts.add(Premise.PLACE_TAKEN);
      } else if (!eye.mayBeDead[rival] && members[rival] != me) {
        Judge.this.check("PLACE_TAKEN", isIn == stays, node, "has its place by the wrong rule");
      }
    }

    /** At most half goes in any hold, and no less where more is to go. */
    private void checkCap() {
      if (accepting) {
        return;
      }
      long present = now.toEpochMilli();
      List<Event> recent = recent(events, present);
      List<Event> wide = recent(sizes, present);
      int exact = before.size();
      int widest = before.size();
      int gone = taken.size();
      int perhaps = perhapsTaken;
      for (Event event : recent) {
        exact = Math.max(exact, event.peers());
        gone += event.silenced();
        perhaps += event.perhaps();
      }
      for (Event event : wide) {
        widest = Math.max(widest, event.peers());
      }
      Judge.check(
          "CAP",
          taken.isEmpty() || gone <= Math.max(1, Math.max(exact, widest) / 2),
          "%s: of %d peers of %s %d went by silence within %d s"
              .formatted(me, Math.max(exact, widest), part, gone, hold / 1000));
      Judge.check(
          "CAP",
          capped == 0 || perhaps >= Math.max(1, exact / 2),
          "%s: of %d peers of %s %d went by silence within %d s, and %d dead are held back"
              .formatted(me, exact, part, perhaps, hold / 1000, capped));
      if (perhapsTaken > 0 || in.size() < before.size()) {
        recent.add(new Event(present, before.size(), taken.size(), perhapsTaken));
      }
      wide.add(new Event(present, before.size(), 0, 0));
      events.put(part, recent);
      sizes.put(part, wide);
    }

    private List<Event> recent(Map<String, List<Event>> of, long present) {
      List<Event> recent = new ArrayList<>();
      for (Event event : of.getOrDefault(part, List.of())) {
        if (event.at() > present) {
          recent.add(new Event(present, event.peers(), event.silenced(), event.perhaps()));
        } else if (present - event.at() < hold) {
          recent.add(event);
        }
      }
      return recent;
    }
  }
}
