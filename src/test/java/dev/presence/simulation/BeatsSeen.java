package dev.presence.simulation;

import dev.presence.store.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The beats that one reader has had the chance to read. */
final class BeatsSeen {
  /** No beat was seen in that store. */
  private static final long NEVER = -1;

  /** A node that counts so many seconds wrong has, or had, a clock that is wrong. */
  private static final long WRONG = 600;

  private final Member me;
  private final ListsSeen lists;
  private final Truth truth;
  private final int stores;
  private final boolean[] versioned;
  private final long[][] lastSeq;
  private final List<Set<Long>> seen = new ArrayList<>();
  private final boolean[] read;

  /** When the newest own beat was written that was ever seen, by the true time; 0 for none. */
  final long[] newestWritten;

  // Of this look.

  private boolean[] asked;

  /** One that it wrote itself, and that was never seen before. */
  final boolean[] advanced;

  /** The same, and newer than all that were seen before. */
  final boolean[] fresh;

  /** It was never seen to beat before. */
  final boolean[] first;

  /** Another one than last in any store, perhaps a stranger's, or an old one of a backup. */
  final boolean[] changed;

  /** A stranger's. */
  final boolean[] strange;

  /** What it says in that of its mark, when it is the greatest; null when there is none. */
  final @Nullable Boolean[] claims;

  /** The stores that show another one than last, a bit each, of those that were seen before. */
  final int[] changedIn;

  /** The stores that show one that was never seen before. */
  final int[] advancedIn;

  /** The stores that show the greatest. */
  final int[] greatestIn;

  /** What the lower half of them counts to. */
  long median;

  /** Whether more than one of them counts wrong. */
  boolean isMedianWrong;

  BeatsSeen(Member me, ListsSeen lists, Truth truth, int stores, int nodes, boolean[] versioned) {
    this.me = me;
    this.lists = lists;
    this.truth = truth;
    this.stores = stores;
    this.versioned = versioned;
    lastSeq = new long[stores][nodes];
    read = new boolean[stores];
    newestWritten = new long[nodes];
    advanced = new boolean[nodes];
    fresh = new boolean[nodes];
    first = new boolean[nodes];
    changed = new boolean[nodes];
    strange = new boolean[nodes];
    claims = new Boolean[nodes];
    changedIn = new int[nodes];
    advancedIn = new int[nodes];
    greatestIn = new int[nodes];
    asked = new boolean[nodes];
    for (int node = 0; node < nodes; node++) {
      seen.add(new HashSet<>());
    }
    forget();
  }

  /** All that was remembered is lost. */
  void forget() {
    for (long[] store : lastSeq) {
      Arrays.fill(store, NEVER);
    }
    seen.forEach(Set::clear);
    Arrays.fill(newestWritten, 0);
  }

  /**
   * Reads what this look could read.
   *
   * @param wanted who may be in the answer
   * @param asked whose beats were asked for; of the others nothing is new
   */
  void read(boolean[] wanted, boolean[] asked) {
    this.asked = asked;
    for (int store = 0; store < stores; store++) {
      read[store] = !me.ways.get(store).hidesBeats();
    }
    for (boolean[] flags : List.of(advanced, fresh, first, changed, strange)) {
      Arrays.fill(flags, false);
    }
    for (int[] bits : List.of(changedIn, advancedIn, greatestIn)) {
      Arrays.fill(bits, 0);
    }
    Arrays.fill(claims, null);
    for (int node = 0; node < asked.length; node++) {
      if (asked[node]) {
        read(node);
      }
    }
    reckonMedian(wanted);
  }

  private void read(int node) {
    long before = newestSeq(node);
    long written = newestWritten[node];
    long greatest = NEVER;
    int other = 0;
    int unseen = 0;
    boolean claim = false;
    for (int store = 0; store < stores; store++) {
      Truth.Pulse beat = truth.at(store, node).beat;
      if (beat == null || !isTold(store, node)) {
        continue;
      }
      boolean known = lastSeq[store][node] != NEVER;
      if (beat.seq() != lastSeq[store][node]) {
        other |= 1 << store;
        strange[node] |= !beat.own();
        boolean late = seen.get(node).contains(beat.seq()) || (!known && beat.seq() <= before);
        unseen |= beat.own() && !late ? 1 << store : 0;
      }
      greatestIn[node] = beat.seq() > greatest ? 0 : greatestIn[node];
      claim = beat.seq() >= greatest ? beat.beat().session() > 0 : claim;
      greatest = Math.max(greatest, beat.seq());
      greatestIn[node] |= beat.seq() == greatest ? 1 << store : 0;
    }
    remember(node);
    changed[node] = other != 0;
    first[node] = before <= 0 && other != 0;
    if ((greatestIn[node] & other) != 0 && greatest > before) {
      claims[node] = claim;
    }
    fresh[node] = newestWritten[node] > written;
    if (before > 0) {
      changedIn[node] = other;
      advancedIn[node] = strange[node] ? 0 : unseen;
      advanced[node] = advancedIn[node] != 0;
    }
  }

  private void remember(int node) {
    for (int store = 0; store < stores; store++) {
      Truth.Pulse beat = truth.at(store, node).beat;
      if (beat != null && isTold(store, node)) {
        lastSeq[store][node] = beat.seq();
        if (beat.own()) {
          seen.get(node).add(beat.seq());
          newestWritten[node] = Math.max(newestWritten[node], beat.written());
        }
      }
    }
  }

  private void reckonMedian(boolean[] wanted) {
    List<Long> seqs = new ArrayList<>();
    int wrong = 0;
    for (int node = 0; node < wanted.length; node++) {
      long known = newestSeq(node);
      if (wanted[node] && !asked[node] && known > 0) {
        seqs.add(known);
        wrong += isWrong(known, newestWritten[node]) ? 1 : 0;
        continue;
      }
      Truth.Pulse greatest = null;
      for (int store = 0; store < stores; store++) {
        Truth.Pulse beat = truth.at(store, node).beat;
        if (asked[node]
            && beat != null
            && isTold(store, node)
            && (greatest == null || beat.seq() > greatest.seq())) {
          greatest = beat;
        }
      }
      if (greatest != null) {
        seqs.add(greatest.seq());
        wrong += isWrong(greatest.seq(), greatest.written()) ? 1 : 0;
      }
    }
    Collections.sort(seqs);
    median = seqs.isEmpty() ? 0 : seqs.get((seqs.size() - 1) / 2);
    isMedianWrong = wrong > 1;
  }

  private static boolean isWrong(long seq, long written) {
    return Math.abs(seq - written / 1000) > WRONG;
  }

  /** Whether this look asked for its beat. */
  boolean isAsked(int node) {
    return asked[node];
  }

  /** Whether this look could read beats there. */
  boolean isRead(int store) {
    return read[store];
  }

  /** Whether a store tells anything of a node's beat. */
  boolean isTold(int store, int node) {
    Truth.Cell cell = truth.at(store, node);
    if (!read[store] || !cell.hasBeat() || !lists.isHidden(store, node, Entry.Kind.BEAT)) {
      return read[store];
    }
    // Nothing is loaded of what has the version that is known.
    return versioned[store] && cell.beat != null && cell.beat.seq() == lastSeq[store][node];
  }

  /** Whether a store shows a beat of it, or a broken one of a node that was seen to beat. */
  boolean isShown(int store, int node) {
    Truth.Cell cell = truth.at(store, node);
    return isTold(store, node)
        && (cell.beat != null || (cell.badBeat != null && newestSeq(node) > 0));
  }

  /** The greatest that was last seen in any store; 0 for none. */
  long newestSeq(int node) {
    long newest = 0;
    for (int store = 0; store < stores; store++) {
      newest = Math.max(newest, lastSeq[store][node]);
    }
    return newest;
  }

  String words(int node) {
    StringBuilder words = new StringBuilder();
    for (int store = 0; store < stores; store++) {
      words.append(
          "  beats of list%d %s, %s, last seen %d%n"
              .formatted(
                  store,
                  read[store] ? asked[node] ? "read" : "not asked for" : "not read",
                  isTold(store, node) ? "told" : "not told",
                  lastSeq[store][node]));
    }
    words.append(
        "  this look: %s%s%s%s%n"
            .formatted(
                advanced[node] ? "advanced " : "",
                changed[node] ? "changed " : "",
                first[node] ? "first seen " : "",
                strange[node] ? "strange" : ""));
    return words.toString();
  }
}
