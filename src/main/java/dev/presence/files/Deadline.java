package dev.presence.files;

import java.time.Duration;

/** Until when a command may be at work: one for its stores, its locks and its own files. */
public final class Deadline {
  private final Duration whole;
  private final long start;

  private Deadline(Duration whole, long start) {
    this.whole = whole;
    this.start = start;
  }

  /** That long from now on, whatever the clock on the wall does. */
  public static Deadline in(Duration time) {
    return new Deadline(time, System.nanoTime());
  }

  /** When a quarter of the time is over: what is asked before anything is written. */
  public Deadline quarter() {
    return share(whole.dividedBy(4));
  }

  /** When half of the time is over: what is asked first must not take the time of what follows. */
  public Deadline half() {
    return share(whole.dividedBy(2));
  }

  /** When three quarters of it are over: what is asked second. */
  public Deadline threeQuarters() {
    return share(whole.multipliedBy(3).dividedBy(4));
  }

  /** What came before may have taken the time: an eighth of what is left is there in any case. */
  private Deadline share(Duration part) {
    long least = nanosLeft() / 8;
    Deadline share = new Deadline(part, start);
    return share.nanosLeft() >= least
        ? share
        : new Deadline(Duration.ofNanos(least), System.nanoTime());
  }

  /** The nanoseconds that are left; 0 when it is over. */
  public long nanosLeft() {
    return Math.max(0, whole.toNanos() - (System.nanoTime() - start));
  }

  public boolean isOver() {
    return nanosLeft() == 0;
  }

  /** The whole time in words, for messages: {@code 10 s}, {@code 0.5 s}. */
  public String words() {
    long millis = whole.toMillis();
    return (millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0))
        + " s";
  }
}
