package dev.presence.heartbeat;

import dev.presence.model.NodeName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the beats of a process that stays are due: by the clock, each node at a second of its own,
 * as a timer's. One that comes due while something else is done is late and not left out.
 */
public final class Rhythm {
  private @Nullable Instant due;

  /**
   * When the next beat is due; not after now when it is late.
   *
   * @param every the time between two, of one second at least
   */
  public Instant due(Instant now, @Nullable NodeName id, Duration every) {
    long seconds = every.toSeconds();
    long since = Math.floorMod(now.getEpochSecond() - Due.place(id, seconds), seconds);
    Instant next = Instant.ofEpochSecond(now.getEpochSecond() - since + seconds);
    if (due == null || next.isBefore(due)) { // A clock set back, or a shorter time between two.
      due = next;
    }
    return due;
  }

  /** It was done. */
  public void done() {
    due = null;
  }
}
