package dev.presence.model;

/** Spans of time in words, as short as people need them. */
public final class Spans {
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long DAY = 86400;

  /** {@code 45s}, {@code 5m 12s}, {@code 3h 5m}, {@code 2d 4h}; below zero is zero. */
  public static String words(long seconds) {
    if (seconds < MINUTE) {
      return Math.max(0, seconds) + "s";
    }
    if (seconds < HOUR) {
      return two(seconds, MINUTE, "m", 1, "s");
    }
    return seconds < DAY ? two(seconds, HOUR, "h", MINUTE, "m") : two(seconds, DAY, "d", HOUR, "h");
  }

  private static String two(long seconds, long great, String one, long small, String other) {
    long rest = seconds % great / small;
    return seconds / great + one + (rest == 0 ? "" : " " + rest + other);
  }

  private Spans() {}
}
