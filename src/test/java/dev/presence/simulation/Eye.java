package dev.presence.simulation;

import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.StoreView;
import dev.presence.model.Life;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one reader has had the chance to see, by the truth and the weather: the newest words of each
 * node, and between which bounds its silence may be counted. Nothing here is taken from what the
 * program made of it, but for the lists that it holds to be at fault.
 */
final class Eye {
  private static final long SECOND = 1000;

  /** No beat was seen in that store. */
  private static final long NEVER = -1;

  private final Member me;
  private final Member[] members;
  private final Truth truth;
  private final SimClock.True time;
  private final int stores;
  private final int deadAfter;
  private final boolean versioned;

  // What was read of the lists.
  private final @Nullable NodeRecord[][] known;
  private final boolean[][] standing;
  private final boolean[][] doubted;
  private final boolean[][] olderAt;
  private final @Nullable Order[][] orders;
  private final boolean[] mass;

  /** Of the newest record of each that was ever seen, forgotten or not. */
  private final @Nullable Stamp[] stamps;

  // What was read of the beats.
  private final long[][] lastSeq;
  private final Set<Long>[] seen;
  final long[] newestWritten;

  /** The stores of which one showed the last sign, a bit each. */
  private final int[] homes;

  /** The stores in which others advanced since its silence was last counted. */
  private final int[] others;

  /** No more than this much silence can have been counted, in milliseconds. */
  final long[] most;

  /** By this reader's clock the time that is not counted yet. */
  private final long[] carry;

  /** No less than this much must have been counted. */
  final long[] least;

  /** Since when each look at it was a good one, by the true time. */
  final long[] perfectSince;

  final boolean[] mayBeDead;
  private final boolean[] wasDead;

  /** Looks that showed a new beat since it may last have died. */
  final int[] signs;

  /** Looks that showed another beat since it may first have been dead. */
  final int[] changes;

  /** Known from the answer alone, that outlived the memory. */
  final boolean[] adopted;

  /** Forgotten, a person having said so. */
  final boolean[] letGo;

  // Of the present look.
  private final boolean[] listed;
  private final boolean[] beatsRead;
  private final boolean[] candidate;
  private final boolean[] wasCandidate;
  final boolean[] advanced;
  final boolean[] firstSeen;
  private final boolean[] fresh;
  final boolean[] changed;
  final boolean[] newer;
  final boolean[] firstKnown;
  private final boolean[] toldNow;
  private long lastLook;
  private long lastTrue;
  private long trueGap;
  private long median;
  private boolean isMedianWrong;
  private boolean looked;

  /** Whether nothing is remembered. */
  boolean isBlank = true;

  /** Looks since its own clock was set. */
  int sinceClockSet = Integer.MAX_VALUE / 2;

  @SuppressWarnings({"unchecked", "rawtypes"})
  Eye(
      Member me,
      Member[] members,
      Truth truth,
      SimClock.True time,
      int stores,
      int deadAfter,
      boolean versioned) {
    this.me = me;
    this.members = members;
    this.truth = truth;
    this.time = time;
    this.stores = stores;
    this.deadAfter = deadAfter;
    this.versioned = versioned;
    int nodes = members.length;
    known = new NodeRecord[stores][nodes];
    standing = new boolean[stores][nodes];
    doubted = new boolean[stores][nodes];
    olderAt = new boolean[stores][nodes];
    orders = new Order[stores][nodes];
    mass = new boolean[stores];
    stamps = new Stamp[nodes];
    lastSeq = new long[stores][nodes];
    seen = new Set[nodes];
    newestWritten = new long[nodes];
    homes = new int[nodes];
    others = new int[nodes];
    most = new long[nodes];
    carry = new long[nodes];
    least = new long[nodes];
    perfectSince = new long[nodes];
    mayBeDead = new boolean[nodes];
    wasDead = new boolean[nodes];
    signs = new int[nodes];
    changes = new int[nodes];
    adopted = new boolean[nodes];
    letGo = new boolean[nodes];
    listed = new boolean[stores];
    beatsRead = new boolean[stores];
    candidate = new boolean[nodes];
    wasCandidate = new boolean[nodes];
    advanced = new boolean[nodes];
    firstSeen = new boolean[nodes];
    fresh = new boolean[nodes];
    changed = new boolean[nodes];
    newer = new boolean[nodes];
    firstKnown = new boolean[nodes];
    toldNow = new boolean[nodes];
    for (int node = 0; node < nodes; node++) {
      seen[node] = new HashSet<>();
    }
    forget();
  }

  /** All that was remembered is lost. */
  void forget() {
    for (int store = 0; store < stores; store++) {
      Arrays.fill(known[store], null);
      Arrays.fill(standing[store], false);
      Arrays.fill(doubted[store], false);
      Arrays.fill(olderAt[store], false);
      Arrays.fill(orders[store], null);
      Arrays.fill(lastSeq[store], NEVER);
    }
    Arrays.fill(mass, false);
    Arrays.fill(stamps, null);
    for (Set<Long> seqs : seen) {
      seqs.clear();
    }
    for (long[] numbers : List.of(newestWritten, most, carry, least, perfectSince)) {
      Arrays.fill(numbers, 0);
    }
    for (int[] numbers : List.of(homes, others, signs, changes)) {
      Arrays.fill(numbers, 0);
    }
    for (boolean[] flags : List.of(mayBeDead, wasDead, adopted, letGo, wasCandidate, candidate)) {
      Arrays.fill(flags, false);
    }
    looked = false;
    isBlank = true;
  }

  /** This reader's clock is set: what must have been counted is less by one step. */
  void clockSet() {
    sinceClockSet = 0;
    for (int node = 0; node < least.length; node++) {
      least[node] = Math.max(0, least[node] - members[node].span());
      perfectSince[node] = Long.MAX_VALUE;
    }
  }

  // The lists.

  boolean isListed(int store) {
    return listed[store];
  }

  boolean isAnyListed() {
    for (boolean one : listed) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /** Whether a store is away, or an entry of it, of which nothing is known. */
  boolean mayBeBlind() {
    for (int store = 0; store < stores; store++) {
      if (!listed[store] && known(store) == 0) {
        return true; // A list that was empty is not remembered.
      }
      for (int node = 0; node < members.length; node++) {
        if (listed[store]
            && known[store][node] == null
            && isHidden(store, node, Entry.Kind.RECORD)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isHidden(int store, int node, Entry.Kind kind) {
    return me.ways.get(store).hides(Entry.of(kind, members[node].id));
  }

  /**
   * What this look could read; called before the answer is known.
   *
   * @param served tells whether a store all of whose entries could not be read was given up
   */
  void read(Served served) {
    Instant now = me.clock.instant();
    Arrays.fill(newer, false);
    Arrays.fill(firstKnown, false);
    for (int store = 0; store < stores; store++) {
      Way way = me.ways.get(store);
      StoreView view = served.view().stores().get(store);
      listed[store] = !way.hidesList();
      beatsRead[store] = !way.hidesBeats();
      if (listed[store] != view.isReadable()) {
        if (!listed[store] || !isAllHidden(store)) {
          throw new Violation(
              "NO_CONTENT_FAILS_A_READER",
              "%s is %s, and taken for %s: %s"
                  .formatted(
                      way.name(),
                      listed[store] ? "readable" : "away",
                      view.isReadable() ? "readable" : "away",
                      view.failure()));
        }
        listed[store] = false;
      }
    }
    boolean[] left = new boolean[members.length];
    @Nullable NodeRecord[] before = new NodeRecord[members.length];
    for (int node = 0; node < members.length; node++) {
      left[node] = word(node, now) == NodeState.GONE;
      before[node] = newest(node);
    }
    for (int store = 0; store < stores; store++) {
      if (listed[store]) {
        readList(store, left);
      }
    }
    for (int node = 0; node < members.length; node++) {
      NodeRecord newest = newest(node);
      firstKnown[node] = before[node] == null && newest != null;
      if (newest != null) {
        newer[node] = stamps[node] != null && Stamp.compare(newest.stamp(), stamps[node]) > 0;
        stamps[node] = stamps[node] == null || newer[node] ? newest.stamp() : stamps[node];
      }
      letGo[node] &= newest == null;
      if (adopted[node] && newest != null) {
        adopted[node] = false;
        unsure(node);
      }
    }
  }

  private boolean isAllHidden(int store) {
    for (int node = 0; node < members.length; node++) {
      Truth.Cell cell = truth.at(store, node);
      if ((cell.record != null || cell.badRecord != null)
          && !isHidden(store, node, Entry.Kind.RECORD)) {
        return false;
      }
    }
    return true;
  }

  private void readList(int store, boolean[] left) {
    int before = known(store);
    int count = 0;
    int missing = 0;
    boolean[] newly = new boolean[members.length];
    int newlyMissing = 0;
    for (int node = 0; node < members.length; node++) {
      Truth.Cell cell = truth.at(store, node);
      boolean stood = standing[store][node];
      boolean there = cell.record != null || cell.badRecord != null;
      if (!there || !isHidden(store, node, Entry.Kind.RECORD)) {
        readRecord(store, node, cell);
        if (!there && left[node] && !olderAt[store][node]) {
          known[store][node] = null; // Who was known to be gone is forgotten with its record.
          doubted[store][node] = false;
        }
      }
      if (cell.order == null && cell.badOrder == null) {
        orders[store][node] = null;
      } else if (!isHidden(store, node, Entry.Kind.ORDER) && cell.order != null) {
        Order old = orders[store][node];
        if (old == null || cell.order.tss().compareTo(old.tss()) >= 0) {
          orders[store][node] = cell.order;
        }
      }
      if (known[store][node] != null) {
        count++;
        if (!standing[store][node]) {
          missing++;
          newly[node] = stood;
          newlyMissing += stood ? 1 : 0;
        }
      }
    }
    if (missing >= 3 && 2 * missing > Math.min(count, before)) {
      mass[store] = true;
    }
    if (newlyMissing >= 3 && 2 * newlyMissing > known(store)) {
      for (int node = 0; node < members.length; node++) {
        doubted[store][node] |= newly[node];
      }
    }
  }

  private int known(int store) {
    int count = 0;
    for (NodeRecord record : known[store]) {
      count += record == null ? 0 : 1;
    }
    return count;
  }

  private void readRecord(int store, int node, Truth.Cell cell) {
    NodeRecord record = cell.record;
    standing[store][node] = record != null;
    if (record == null) {
      return;
    }
    NodeRecord old = known[store][node];
    doubted[store][node] = false;
    olderAt[store][node] = old != null && Stamp.compare(record.stamp(), old.stamp()) < 0;
    if (!olderAt[store][node]) {
      known[store][node] = record;
    }
  }

  /** The newest record that it has seen; null for none. */
  @Nullable NodeRecord newest(int node) {
    NodeRecord newest = null;
    for (int store = 0; store < stores; store++) {
      NodeRecord record = known[store][node];
      if (record != null && (newest == null || Stamp.compare(record.stamp(), newest.stamp()) > 0)) {
        newest = record;
      }
    }
    return newest;
  }

  /** What the node, or a person, last said of it, as far as this reader knows; null for nothing. */
  @Nullable NodeState word(int node, Instant now) {
    NodeRecord newest = newest(node);
    if (newest == null) {
      return null;
    }
    Order order = null;
    for (int store = 0; store < stores; store++) {
      Order one = orders[store][node];
      if (one != null && (order == null || one.tss().compareTo(order.tss()) > 0)) {
        order = one;
      }
    }
    NodeState said = newest.state().meaning();
    return order == null ? said : order.strictest(said, newest.stamp(), now);
  }

  /** Whether a person took it away, known or not. */
  boolean isOrderedLeft(int node) {
    for (int store = 0; store < stores; store++) {
      Order order = orders[store][node];
      if (order != null && order.word() == Order.Word.LEFT) {
        return true;
      }
    }
    return false;
  }

  /** Whether a restored backup leaves it open which of its records counts. */
  boolean isOlderShown(int node) {
    for (int store = 0; store < stores; store++) {
      if (olderAt[store][node]) {
        return true;
      }
    }
    return false;
  }

  /** Whether a good record of it stands in one of the stores, as last read. */
  boolean isStanding(int node) {
    for (int store = 0; store < stores; store++) {
      if (standing[store][node]) {
        return true;
      }
    }
    return false;
  }

  /** Whether it answers with nodes that it knows from its former answer alone. */
  boolean hasAdopted() {
    for (boolean one : adopted) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /** Whether most of a store went at one time, as far as this reader could see. */
  boolean hasSeenMassVanish(int store) {
    return mass[store];
  }

  /** Whether the list is at fault for sure, so that its silence says nothing. */
  private boolean isSurelyAtFault(int store, Instant now) {
    for (int node = 0; node < members.length; node++) {
      if (doubted[store][node] && !isStanding(node) && word(node, now) != NodeState.GONE) {
        return true;
      }
    }
    return false;
  }

  /** A person let go whoever is silent of the asked parts. */
  void accepted(Set<String> asked) {
    for (int store = 0; store < stores; store++) {
      for (int node = 0; node < members.length; node++) {
        if (asked.contains(members[node].part)
            && known[store][node] != null
            && !standing[store][node]) {
          known[store][node] = null;
          doubted[store][node] = false;
          letGo[node] = true;
        }
      }
    }
  }

  // The beats.

  private void dying(int node) {
    changes[node] = mayBeDead[node] ? changes[node] : 0;
    mayBeDead[node] = true;
    signs[node] = 0;
  }

  boolean isCandidate(int node) {
    return candidate[node];
  }

  /** Nothing certain is known of its life until it was seen to beat twice. */
  void unsure(int node) {
    dying(node);
    changes[node] = 2;
    least[node] = 0;
    homes[node] = 0;
    perfectSince[node] = Long.MAX_VALUE;
  }

  /**
   * Takes in the beats that this look could read.
   *
   * @param served who was in the last answer
   * @param atFault the stores that the program holds to be at fault
   */
  void readBeats(Set<String> served, Set<String> atFault, Set<String> asked) {
    Instant now = me.clock.instant();
    long gap = looked ? now.toEpochMilli() - lastLook : 0;
    lastLook = now.toEpochMilli();
    trueGap = time.now() - lastTrue;
    lastTrue = time.now();
    looked = true;
    boolean[] sureFault = new boolean[stores];
    for (int store = 0; store < stores; store++) {
      sureFault[store] = isSurelyAtFault(store, now);
    }
    int[] anyAdvances = new int[stores];
    int[] sureAdvances = new int[stores];
    int[] showsAny = new int[members.length];
    int[] showsSure = new int[members.length];
    for (int node = 0; node < members.length; node++) {
      NodeRecord newest = newest(node);
      wasCandidate[node] = candidate[node];
      candidate[node] =
          newest != null
              && asked.contains(newest.part().value())
              && (newest.state().meaning() == NodeState.SERVING
                  || newest.state().meaning() == NodeState.DRAINING);
      advanced[node] = false;
      firstSeen[node] = false;
      changed[node] = false;
      toldNow[node] = false;
      if (candidate[node] || node == me.number) {
        see(node, newestSeq(node), showsAny, showsSure);
      }
    }
    reckonMedian();
    for (int node = 0; node < members.length; node++) {
      for (int store = 0; store < stores; store++) {
        anyAdvances[store] += has(showsAny[node], store) ? 1 : 0;
        sureAdvances[store] += has(showsSure[node], store) ? 1 : 0;
      }
    }
    for (int node = 0; node < members.length; node++) {
      carry[node] = Math.max(0, carry[node] + gap);
      if (node == me.number || !candidate[node]) {
        perfectSince[node] = Long.MAX_VALUE;
        continue;
      }
      int foreign = 0;
      int sure = 0;
      for (int store = 0; store < stores; store++) {
        foreign |= anyAdvances[store] > (has(showsAny[node], store) ? 1 : 0) ? 1 << store : 0;
        sure |= sureAdvances[store] > (has(showsSure[node], store) ? 1 : 0) ? 1 << store : 0;
      }
      others[node] |= foreign;
      live(node, gap, sure, sureFault, atFault, served);
    }
  }

  /** What most of the nodes count to, unless one alone of them counts wrong. */
  private void reckonMedian() {
    List<Long> seqs = new ArrayList<>();
    int wrong = 0;
    for (int node = 0; node < members.length; node++) {
      long seq = NEVER;
      long written = 0;
      for (int store = 0; store < stores; store++) {
        Truth.Pulse beat = truth.at(store, node).beat;
        if ((candidate[node] || node == me.number)
            && beat != null
            && isTold(store, node)
            && beat.seq() > seq) {
          seq = beat.seq();
          written = beat.written();
        }
      }
      if (seq != NEVER) {
        seqs.add(seq);
        wrong += Math.abs(seq - written / SECOND) > 600 ? 1 : 0;
      }
    }
    Collections.sort(seqs);
    median = seqs.isEmpty() ? 0 : seqs.get((seqs.size() - 1) / 2);
    isMedianWrong = wrong > 1;
  }

  private static boolean has(int bits, int store) {
    return (bits & (1 << store)) != 0;
  }

  private long newestSeq(int node) {
    long newest = 0;
    for (int store = 0; store < stores; store++) {
      newest = Math.max(newest, lastSeq[store][node]);
    }
    return newest;
  }

  /** Whether a store tells anything of a node's beat. */
  private boolean isTold(int store, int node) {
    if (!beatsRead[store]) {
      return false;
    }
    Truth.Cell cell = truth.at(store, node);
    boolean there = cell.beat != null || cell.badBeat != null;
    if (!there || !isHidden(store, node, Entry.Kind.BEAT)) {
      return true;
    }
    // Nothing is loaded of what has the version that is known.
    return versioned && cell.beat != null && cell.beat.seq() == lastSeq[store][node];
  }

  private void see(int node, long before, int[] showsAny, int[] showsSure) {
    int sure = 0;
    int any = 0;
    int greatest = 0;
    long greatestSeq = -1;
    boolean stranger = false;
    long written = newestWritten[node];
    for (int store = 0; store < stores; store++) {
      Truth.Pulse beat = truth.at(store, node).beat;
      if (!isTold(store, node) || beat == null) {
        continue;
      }
      toldNow[node] = true;
      long seq = beat.seq();
      boolean another = seq != lastSeq[store][node];
      if (another) {
        any |= 1 << store;
        if (beat.own() && !seen[node].contains(seq)) {
          sure |= lastSeq[store][node] != NEVER || seq > before ? 1 << store : 0;
        }
        stranger |= !beat.own();
      }
      if (seq > greatestSeq) {
        greatestSeq = seq;
        greatest = 0;
      }
      greatest |= seq == greatestSeq ? 1 << store : 0;
    }
    for (int store = 0; store < stores; store++) {
      Truth.Pulse beat = truth.at(store, node).beat;
      if (isTold(store, node) && beat != null) {
        lastSeq[store][node] = beat.seq();
        if (beat.own()) {
          seen[node].add(beat.seq());
          newestWritten[node] = Math.max(newestWritten[node], beat.written());
        }
      }
    }
    changed[node] = any != 0;
    fresh[node] = newestWritten[node] > written;
    firstSeen[node] = before == 0 && any != 0;
    advanced[node] = before > 0 && sure != 0 && !stranger;
    if (before > 0) {
      showsAny[node] = any;
      showsSure[node] = stranger ? 0 : sure;
    }
    if (node == me.number) {
      return;
    }
    if (stranger) {
      unsure(node);
    } else if (firstSeen[node]) {
      homes[node] = greatest;
    } else if (advanced[node]) {
      homes[node] = any;
    } else if (any != 0) {
      homes[node] = 0;
    }
  }

  private void live(
      int node,
      long gap,
      int sureOthers,
      boolean[] sureFault,
      Set<String> atFault,
      Set<String> served) {
    Member member = members[node];
    long every = member.beats ? member.span() : Life.USUAL_EVERY * SECOND;
    long dead = deadAfter * every;
    changes[node] += changed[node] ? 1 : 0;
    for (int store = 0; store < stores; store++) {
      if (!listed[store] || !isTold(store, node) || !isRegular()) {
        perfectSince[node] = Long.MAX_VALUE;
      }
    }
    boolean revived = newer[node] && mayBeDead[node] && wasDead[node];
    if (revived) {
      mayBeDead[node] = false;
      quiet(node);
    }
    if (advanced[node]) {
      quiet(node);
      signs[node]++;
      if (signs[node] >= 2) {
        mayBeDead[node] = false;
      }
      if (!fresh[node]) {
        perfectSince[node] = Long.MAX_VALUE; // A backup showed one that it had not seen then.
      } else if (perfectSince[node] == Long.MAX_VALUE) {
        perfectSince[node] = time.now();
      }
    } else if (firstSeen[node]) {
      quiet(node);
      perfectSince[node] = time.now();
      long late = time.now() - newestSeq(node) * SECOND;
      long behind = (median - newestSeq(node)) * SECOND;
      if (!served.contains(member.id.value())
          && (late >= dead - SECOND || (isMedianWrong && behind >= dead))) {
        dying(node);
      }
    } else if (changed[node]) {
      least[node] = 0;
      unsure(node);
    } else {
      silent(node, gap, every, sureOthers, sureFault, atFault);
    }
    boolean late = most[node] >= every && time.now() - newestWritten[node] >= dead - SECOND;
    if (most[node] >= dead || (late && member.beats)) {
      dying(node);
    }
  }

  /** Whether this look came when it should. */
  private boolean isRegular() {
    return trueGap > 0 && trueGap < me.span() + 5 * SECOND;
  }

  private void quiet(int node) {
    most[node] = 0;
    carry[node] = 0;
    others[node] = 0;
    least[node] = 0;
  }

  private void silent(
      int node, long gap, long every, int sureOthers, boolean[] sureFault, Set<String> atFault) {
    int all = (1 << stores) - 1;
    int home = homes[node] == 0 ? all : homes[node];
    boolean complete = true;
    boolean shown = false;
    for (int store = 0; store < stores; store++) {
      boolean told = isTold(store, node);
      complete &= told;
      Truth.Cell cell = truth.at(store, node);
      shown |= told && (cell.beat != null || (cell.badBeat != null && newestSeq(node) > 0));
    }
    if (!shown && !complete) {
      perfectSince[node] = Long.MAX_VALUE;
      return;
    }
    if (!shown && isStanding(node)) {
      quiet(node); // Who has no beat is not judged by it.
      return;
    }
    boolean possible = false;
    boolean good = candidate[node] && wasCandidate[node];
    for (int store = 0; store < stores; store++) {
      if (!has(home, store)) {
        continue;
      }
      boolean read = listed[store] && beatsRead[store] && isTold(store, node);
      possible |= read && !sureFault[store] && has(others[node], store);
      good &=
          read
              && !atFault.contains(me.ways.get(store).name())
              && has(sureOthers, store)
              && homes[node] != 0;
    }
    if (possible) {
      most[node] += Math.min(carry[node], every);
      carry[node] = 0;
    }
    if (good) {
      least[node] += Math.max(0, Math.min(gap, every));
      others[node] = 0;
    } else {
      perfectSince[node] = Long.MAX_VALUE;
    }
  }

  /** A second look of this reader ended that had begun before the last one. */
  void crossed() {
    for (int node = 0; node < members.length; node++) {
      Member member = members[node];
      long every = member.beats ? member.span() : Life.USUAL_EVERY * SECOND;
      most[node] += Math.min(carry[node], every);
      carry[node] = 0;
      least[node] = Math.max(0, least[node] - every);
      perfectSince[node] = Long.MAX_VALUE;
      if (most[node] >= deadAfter * every) {
        dying(node);
      }
      for (int store = 0; store < stores; store++) {
        doubted[store][node] = false;
      }
    }
  }

  /** A look that gave no answer: of life nothing was remembered. */
  void skipped() {
    long now = me.clock.millis();
    long gap = looked ? now - lastLook : 0;
    lastLook = now;
    looked = true;
    for (int node = 0; node < members.length; node++) {
      carry[node] = Math.max(0, carry[node] + gap);
      perfectSince[node] = Long.MAX_VALUE;
    }
  }

  boolean mustBeDead(int node) {
    Member member = members[node];
    long every = member.beats ? member.span() : Life.USUAL_EVERY * SECOND;
    return candidate[node] && least[node] >= deadAfter * every;
  }

  /** What the program made of its life, to know by what a newer record is judged. */
  void taken(int node, boolean dead) {
    wasDead[node] = dead;
  }

  String words(int node) {
    StringBuilder words = new StringBuilder();
    words.append(
        "%s every %d s, beats %s, clock %+d s%n"
            .formatted(
                members[node],
                members[node].every,
                members[node].beats,
                members[node].clock.wrong() / 1000));
    words.append(
        "  perfect since %d, now %d; silence between %d and %d ms, uncounted %d, others %d, homes %d, newest beat %d ms ago, signs %d, mayBeDead %s, wasDead %s, candidate %s, advanced %s, changed %s, firstSeen %s, newer %s%n"
            .formatted(
                perfectSince[node],
                time.now(),
                least[node],
                most[node],
                carry[node],
                others[node],
                homes[node],
                time.now() - newestWritten[node],
                signs[node],
                mayBeDead[node],
                wasDead[node],
                candidate[node],
                advanced[node],
                changed[node],
                firstSeen[node],
                newer[node]));
    for (int store = 0; store < stores; store++) {
      Truth.Cell cell = truth.at(store, node);
      words.append(
          "  %s: listed %s, beats %s, hidden %s/%s; there record %s beat %s order %s; known %s standing %s older %s order %s seq %d doubted %s mass %s%n"
              .formatted(
                  me.ways.get(store).name(),
                  listed[store],
                  beatsRead[store],
                  isHidden(store, node, Entry.Kind.RECORD),
                  isHidden(store, node, Entry.Kind.BEAT),
                  cell.record == null
                      ? (cell.badRecord == null ? "none" : "bad")
                      : cell.record.stamp()
                          + " "
                          + cell.record.state().word()
                          + " w"
                          + cell.record.weight(),
                  cell.beat == null
                      ? (cell.badBeat == null ? "none" : "bad")
                      : cell.beat.seq() + (cell.beat.own() ? "" : " strange"),
                  cell.order,
                  known[store][node] == null
                      ? null
                      : known[store][node].stamp()
                          + " "
                          + known[store][node].state().word()
                          + " w"
                          + known[store][node].weight(),
                  standing[store][node],
                  olderAt[store][node],
                  orders[store][node],
                  lastSeq[store][node],
                  doubted[store][node],
                  mass[store]));
    }
    return words.toString();
  }
}
