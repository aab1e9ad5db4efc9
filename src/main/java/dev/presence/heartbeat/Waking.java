package dev.presence.heartbeat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What wakes a process that stays. Calls that come one after the other are one waking: it waits
 * until they rest, and not for long. The first news that others have after a while is waited with
 * for no more than the calls of one change take.
 */
public final class Waking {
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A file that is touched again and again is no reason to write to a list as often. */
  private static final long REST = TimeUnit.SECONDS.toNanos(1);

  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Why it is time. */
  public enum Reason {
    /** The time that was waited for has come. */
    TIME,
    /** Others have news. */
    OTHERS,
    /** This node has news: its facts, its configuration, what it acted on. */
    OWN
  }

  /** Calls since the last waking, in nanoseconds of {@link System#nanoTime}. */
  static final class Calls {
    private final long first;
    private final long quiet;
    private long last;

    /**
     * Begins with the first of them.
     *
     * @param quiet how long they have to rest
     */
    Calls(long now, long quiet) {
      this.first = now;
      this.quiet = quiet;
      this.last = now;
    }

    void add(long now) {
      last = now;
    }

    /** How long to wait for more of them; 0 when it is time. */
    long left(long now) {
      return Math.max(0, Math.min(last + quiet - now, first + MOST_NANOS - now));
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();
  private @Nullable Calls others;
  private @Nullable Calls own;
  private long woken = System.nanoTime() - MOST_NANOS;
  private long wokenByOwn = System.nanoTime() - REST;

  /** Others have news. */
  public void others() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (others == null) {
        others = new Calls(now, quiet(now - woken));
      }
      others.add(now);
      called.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How long the calls of others have to rest.
   *
   * @param gone since they were last taken in
   */
  static long quiet(long gone) {
    return gone < MOST_NANOS ? QUIET_NANOS : FIRST_NANOS;
  }

  /** This node has: files that are often written one after the other. */
  public void own() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (own == null) {
        own = new Calls(now, QUIET_NANOS);
      }
      own.add(now);
      called.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until it is time to do something.
   *
   * @param nanos how long at most
   * @param rest how long in any case, however much news others have
   */
  public Reason await(long nanos, long rest) throws InterruptedException {
    long start = System.nanoTime();
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = System.nanoTime();
        long left = nanos - (now - start);
        long ofOwn =
            own == null ? Long.MAX_VALUE : Math.max(own.left(now), wokenByOwn + REST - now);
        long ofOthers = Math.max(left(others, now), rest - (now - start));
        if (ofOwn <= 0) {
          others = null; // What it does then takes in all that they have.
          own = null;
          woken = now;
          wokenByOwn = now;
          return Reason.OWN;
        }
        if (left <= 0) {
          return Reason.TIME; // Whoever has called meanwhile is waited for anew.
        }
        if (ofOthers <= 0) {
          others = null;
          woken = now;
          return Reason.OTHERS;
        }
        called.awaitNanos(Math.min(left, Math.min(ofOwn, ofOthers)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The greatest when there are none. */
  private static long left(@Nullable Calls calls, long now) {
    return calls == null ? Long.MAX_VALUE : calls.left(now);
  }
}
