package dev.presence.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of one machine: the true time, and by how much it is wrong. */
final class SimClock extends Clock {
  /** The true time of a fleet, in milliseconds since 1970. */
  static final class True {
    private volatile long now;

    True(long now) {
      this.now = now;
    }

    long now() {
      return now;
    }

    void set(long moment) {
      now = moment;
    }
  }

  private final True time;
  private volatile long wrong;

  SimClock(True time) {
    this.time = time;
  }

  /** By how many milliseconds it is ahead. */
  long wrong() {
    return wrong;
  }

  void setWrong(long by) {
    wrong = by;
  }

  @Override
  public long millis() {
    return time.now() + wrong;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
