package dev.presence.simulation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The marks that one reader has had the chance to see, and what it may make of those that went. */
final class MarksRead {
  private static final int FEWEST_LOST = 3;

  private final Member me;
  private final @Nullable Engine engine;
  private final BeatsSeen beats;
  private final boolean[] stands;
  private final boolean[] known;
  private final boolean[] disowned;
  private final boolean[] pending;
  private final boolean[] begins;
  private final boolean[] released;

  /** It was looked for, and there was none. */
  private final boolean[] isGone;

  /** What is remembered of its mark is sure: no beat of a stranger or a backup spoke for it. */
  private final boolean[] certain;

  private final long[] counted;
  private final long[] stood;
  private boolean told;
  private boolean silent;

  /** The reader may have missed something. */
  boolean broken;

  /** Most went at one time, for sure. */
  boolean lost;

  /** The same, perhaps. */
  boolean mayBeLost;

  /** How many stand, of those that were asked for. */
  private int standing;

  MarksRead(Member me, @Nullable Engine engine, BeatsSeen beats, int nodes) {
    this.me = me;
    this.engine = engine;
    this.beats = beats;
    stands = new boolean[nodes];
    known = new boolean[nodes];
    disowned = new boolean[nodes];
    pending = new boolean[nodes];
    begins = new boolean[nodes];
    released = new boolean[nodes];
    isGone = new boolean[nodes];
    certain = new boolean[nodes];
    counted = new long[nodes];
    stood = new long[nodes];
    forget();
  }

  /** All that was remembered is lost. */
  void forget() {
    for (boolean[] flags : List.of(known, disowned, pending, isGone)) {
      Arrays.fill(flags, false);
    }
    Arrays.fill(certain, true);
    Arrays.fill(stood, 0);
  }

  /**
   * Reads those of this look.
   *
   * @param sound whether what is gone there counts
   */
  void read(boolean[] wanted, boolean sound) {
    told = engine != null && beats.isRead(0);
    silent = told && sound;
    broken = told && me.ways.get(0) instanceof MarkedWay way && way.wasBroken;
    standing = 0;
    int sureKnown = 0;
    int sureGone = 0;
    int unsure = 0;
    for (int node = 0; node < stands.length; node++) {
      stands[node] = told && wanted[node] && engine != null && engine.stands(node);
      begins[node] = false;
      standing += stands[node] ? 1 : 0;
      if (!wanted[node] || !told) {
        continue;
      }
      if (!certain[node]) {
        unsure++;
      } else if (known[node]) {
        sureKnown++;
        boolean late = pending[node] ? counted[node] < Engine.SESSION : !disowned[node];
        sureGone += !stands[node] && late ? 1 : 0;
      }
    }
    lost = sureGone >= FEWEST_LOST && 2 * sureGone > sureKnown + unsure;
    mayBeLost = sureGone + unsure >= FEWEST_LOST && 2 * (sureGone + unsure) > sureKnown;
  }

  /**
   * What becomes of one.
   *
   * @param gap the time that is not counted yet
   * @param wasDead whether the program took it for dead
   */
  void take(int node, long gap, boolean wasDead) {
    Boolean claim = beats.claims[node];
    released[node] = false;
    boolean isStrange = beats.strange[node];
    if (isStrange || (beats.changed[node] && claim == null)) {
      certain[node] = false;
    }
    boolean wasGone = isGone[node];
    isGone[node] = silent && !stands[node];
    if (stands[node]) {
      boolean stoodBefore = known[node] && !pending[node] && wasDead;
      stood[node] = stoodBefore ? stood[node] + Math.min(gap, Engine.SESSION) : 0;
      disowned[node] = claim == null ? known[node] && disowned[node] : !claim;
      known[node] = true;
      pending[node] = false;
      certain[node] |= claim != null && !isStrange;
    } else if (!silent) {
      known[node] &= !(pending[node] && claim != null);
      pending[node] = false;
    } else if (wasGone && claim != null && !isStrange) {
      known[node] = false; // A beat came after it was gone, whatever was remembered.
      pending[node] = false;
      certain[node] = true;
    } else if (known[node]) {
      boolean isOver = claim != null && (pending[node] || !claim);
      if (wasDead || disowned[node] || isOver) {
        released[node] = !wasDead && !pending[node];
        known[node] = false;
        pending[node] = false;
      } else if (pending[node]) {
        counted[node] += broken ? 0 : Math.min(gap, Engine.SESSION);
      } else {
        pending[node] = true;
        begins[node] = true;
        counted[node] = 0;
      }
    }
  }

  boolean stands(int node) {
    return stands[node];
  }

  /** Whether it stood once and is gone now, and that is not decided yet. */
  boolean isPending(int node) {
    return pending[node];
  }

  /** The same, when it is not sure what is remembered of it. */
  boolean mayBePending(int node) {
    return pending[node] || (isGone[node] && !certain[node]);
  }

  boolean isAnyPending() {
    for (boolean one : pending) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is gone in this look as its node said before. */
  boolean isReleased(int node) {
    return released[node];
  }

  boolean begins(int node) {
    return begins[node];
  }

  boolean isCertain(int node) {
    return certain[node];
  }

  /** Whether another one stands. */
  boolean isAnyBeside(int node) {
    return standing > (stands[node] ? 1 : 0);
  }

  /** Whether it stood for two sessions since the program took it for dead. */
  boolean stoodLong(int node) {
    return stands[node] && stood[node] >= 2 * Engine.SESSION;
  }

  String words(int node) {
    return "  mark %s: %s%s%s%s, gone for %d, stood for %d ms%s%s%s%n"
        .formatted(
            told ? silent ? "read" : "read of a list at fault" : "not read",
            stands[node] ? "stands " : "",
            known[node] ? "known " : "",
            pending[node] ? "pending " : "",
            (disowned[node] ? "disowned " : "") + (certain[node] ? "" : "uncertain"),
            counted[node],
            stood[node],
            broken ? ", broken" : "",
            lost ? ", lost" : "",
            mayBeLost ? ", may be lost" : "");
  }
}
