package dev.presence.zk;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Puts right what a running process has at the ensemble: when it is asked to, when the ensemble is
 * there again or anew, and each minute, whatever events said. In a thread of its own, as Curator's
 * wait for nobody.
 */
final class Keeper {
  /** What is to be put right. */
  interface Work {
    /**
     * Puts it right.
     *
     * @param anew whether nothing that was read before counts any more
     * @return whether all is as it should be; what is not is tried again
     */
    boolean putRight(boolean anew);
  }

  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MOST_JITTER_MILLIS = 5_000;

  private final Work work;
  private final Runnable arrived;
  private boolean isStarted;
  private boolean isClosed;

  /** Whether the ensemble was out of hearing since all was right. */
  private boolean hasArrived;

  /** Whether nothing that was read counts. */
  private boolean isAnew;

  private long again = AGAIN_NANOS;
  private long minute;
  private long due;

  /**
   * Keeps, from its start on.
   *
   * @param arrived told after a time in which something may have been missed
   */
  Keeper(Work work, Runnable arrived) {
    this.work = work;
    this.arrived = arrived;
  }

  synchronized void start() {
    if (!isStarted && !isClosed) {
      isStarted = true;
      minute = System.nanoTime() + EVERY_NANOS;
      due = minute;
      Thread thread = new Thread(this::run, "zk keeper");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Puts right soon. */
  synchronized void wake() {
    wake(0);
  }

  /**
   * The same, as the ensemble is there again.
   *
   * @param nodes how many there are about, who all come at once
   */
  synchronized void arrived(int nodes) {
    if (isStarted) {
      hasArrived = true;
      isAnew = true;
      int jitter = Math.min(MOST_JITTER_MILLIS, nodes);
      int millis = jitter == 0 ? 0 : ThreadLocalRandom.current().nextInt(jitter);
      wake(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  private synchronized void wake(long nanos) {
    long at = System.nanoTime() + nanos;
    due = at - due < 0 ? at : due;
    notifyAll();
  }

  synchronized void close() {
    isClosed = true;
    notifyAll();
  }

  /** The same after a while, as it failed. */
  synchronized void again() {
    isAnew = true;
    wake(again);
    again = Math.min(2 * again, MOST_AGAIN_NANOS);
  }

  private void run() {
    while (await()) {
      boolean news = takeArrival();
      if (work.putRight(takeAnew())) {
        right();
        if (news) {
          arrived.run();
        }
      } else {
        again();
        hasArrived |= news;
      }
    }
  }

  private synchronized void right() {
    again = AGAIN_NANOS;
  }

  private synchronized boolean takeArrival() {
    boolean has = hasArrived;
    hasArrived = false;
    return has;
  }

  private synchronized boolean takeAnew() {
    boolean is = isAnew;
    isAnew = false;
    return is;
  }

  /** Waits until something is due; false when it is closed. */
  private synchronized boolean await() {
    try {
      long now = System.nanoTime();
      while (due - now > 0 && !isClosed) {
        TimeUnit.NANOSECONDS.timedWait(this, due - now);
        now = System.nanoTime();
      }
      if (now - minute >= 0) {
        isAnew = true;
        minute = now + EVERY_NANOS;
      }
      due = minute;
      return !isClosed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
