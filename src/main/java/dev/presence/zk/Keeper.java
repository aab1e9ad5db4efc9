package dev.presence.zk;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts right what a running process has at the ensemble, at its start, whenever the ensemble is
 * there again or anew, and each minute, whatever events said.
 */
final class Keeper {
  /** What is to be put right; what fails is tried again. */
  interface Work {
    /** Whether all is as it should be. */
    boolean putRight();
  }

  private static final long EVERY_MILLIS = 60_000;
  private static final long AGAIN_MILLIS = 1_000;
  private static final int MOST_JITTER = 5_000;

  private final Work work;
  private final Runnable arrived;
  private boolean isStarted;
  private boolean isClosed;
  private boolean isWanted;
  private boolean hasArrived;

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
      Thread thread = new Thread(this::run, "zk keeper");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Puts right soon. */
  synchronized void wake() {
    isWanted = true;
    notifyAll();
  }

  /**
   * The same, as the ensemble is there again.
   *
   * @param nodes how many there are about, who all come at once
   */
  void arrived(int nodes) {
    synchronized (this) {
      if (!isStarted) {
        return;
      }
    }
    int jitter = Math.min(MOST_JITTER, nodes);
    try {
      Thread.sleep(jitter == 0 ? 0 : ThreadLocalRandom.current().nextInt(jitter));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      hasArrived = true;
    }
    wake();
  }

  synchronized void close() {
    isClosed = true;
    notifyAll();
  }

  private void run() {
    long pause = EVERY_MILLIS;
    while (await(pause)) {
      boolean isRight = work.putRight();
      pause = isRight ? EVERY_MILLIS : AGAIN_MILLIS;
      if (isRight && takeArrival()) {
        arrived.run();
      }
    }
  }

  private synchronized boolean takeArrival() {
    boolean has = hasArrived;
    hasArrived = false;
    return has;
  }

  /** False when it is closed. */
  private synchronized boolean await(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!isClosed && !isWanted) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    isWanted = false;
    return !isClosed;
  }
}
