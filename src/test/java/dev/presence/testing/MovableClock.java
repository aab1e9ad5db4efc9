package dev.presence.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until a test moves it, forth or back. */
public final class MovableClock extends Clock {
  private volatile Instant now;

  private MovableClock(Instant now) {
    this.now = now;
  }

  /** A clock that stands at that moment, {@code 2026-11-22T17:48:30Z}. */
  public static MovableClock at(String instant) {
    return new MovableClock(Instant.parse(instant));
  }

  public void move(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
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
