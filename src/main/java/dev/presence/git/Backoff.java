package dev.presence.git;

import dev.presence.files.Deadline;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Pauses between attempts, each of a random length below a growing bound, so that those who met
 * once do not meet again.
 */
final class Backoff {
  private static final long BASE_MILLIS = 50;
  private static final long CAP_MILLIS = 4000;

  private final Deadline deadline;
  private int attempts = 1;

  Backoff(Deadline deadline) {
    this.deadline = deadline;
  }

  /** How many attempts were made or begun. */
  int attempts() {
    return attempts;
  }

  String time() {
    return deadline.words();
  }

  /** Pauses; false when there is no time for another attempt. */
  boolean pause() {
    long bound = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(attempts, 10));
    long millis = ThreadLocalRandom.current().nextLong(bound);
    if (TimeUnit.MILLISECONDS.toNanos(millis) >= deadline.nanosLeft()) {
      return false;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    attempts++;
    return true;
  }
}
