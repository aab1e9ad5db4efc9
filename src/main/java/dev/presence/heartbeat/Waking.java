package dev.presence.heartbeat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What wakes a process that stays. Calls that come one after the other are one waking: it waits
 * until they rest, and not for long.
 */
public final class Waking {
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
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
    private boolean any;
    private long first;
    private long last;

    void add(long now) {
      first = any ? first : now;
      last = now;
      any = true;
    }

    /** How long to wait for more of them; 0 when it is time, the greatest when there are none. */
    long left(long now) {
      return any
          ? Math.max(0, Math.min(last + QUIET_NANOS - now, first + MOST_NANOS - now))
          : Long.MAX_VALUE;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();
  private Calls others = new Calls();
  private Calls own = new Calls();

  /** Others have news. */
  public void others() {
    call(false);
  }

  /** This node has. */
  public void own() {
    call(true);
  }

  private void call(boolean isOwn) {
    lock.lock();
    try {
      (isOwn ? own : others).add(System.nanoTime());
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
        long ofOwn = own.left(now);
        long ofOthers = Math.max(others.left(now), rest - (now - start));
        if (ofOwn == 0) {
          others = new Calls(); // What it does then takes in all that they have.
          own = new Calls();
          return Reason.OWN;
        }
        if (left <= 0) {
          return Reason.TIME; // Whoever has called meanwhile is waited for anew.
        }
        if (ofOthers <= 0) {
          others = new Calls();
          return Reason.OTHERS;
        }
        called.awaitNanos(Math.min(left, Math.min(ofOwn, ofOthers)));
      }
    } finally {
      lock.unlock();
    }
  }
}
