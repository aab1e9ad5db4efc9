package dev.presence.heartbeat;

import dev.presence.model.Acting;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Whether it is time to act on an answer. */
public final class Due {
  private static final long MINUTE = 60;
  private static final long MIXING = 0x9E3779B97F4A7C15L;

  /** Between two tries of what failed it is never longer: 30 minutes. */
  private static final long LONGEST_PAUSE = 30 * MINUTE;

  private final Duration settle;
  private final @Nullable Duration atLeast;
  private final Duration spread;

  /**
   * When to act.
   *
   * @param settle how long an answer must have stood
   * @param atLeast how often to act on no news at all; null for never
   * @param spread over how long those that act on one piece of news spread
   */
  public Due(Duration settle, @Nullable Duration atLeast, Duration spread) {
    this.settle = settle;
    this.atLeast = atLeast;
    this.spread = spread;
  }

  /**
   * Whether a change is to begin now.
   *
   * @param acting what is remembered, this answer pending in it
   * @param id whose turn within the spread is asked for; null for a machine that is no node
   */
  public boolean isDue(
      Acting acting, SortedMap<String, Beat.Acted> answer, @Nullable NodeName id, long now) {
    String digest = Acting.digest(answer);
    // What a failed change left behind is not what the last good one made.
    boolean news =
        acting.succeeded() == 0
            || acting.failures() > 0
            || !digest.equals(Acting.digest(acting.acted()));
    boolean again = atLeast != null && since(acting.succeeded(), now) >= atLeast.toSeconds();
    boolean failed = acting.failures() > 0 && acting.tried().equals(digest);
    if (failed) {
      return since(acting.attempted(), now) >= pause(acting.failures());
    }
    if (news) {
      return since(acting.since(), now) >= settle.toSeconds() + turn(id);
    }
    return again;
  }

  /**
   * When an answer that is news will have stood long enough, in seconds since 1970.
   *
   * @param acting what is remembered, this answer pending in it
   */
  public long stands(Acting acting, @Nullable NodeName id) {
    return acting.since() + settle.toSeconds() + turn(id);
  }

  /** A clock that was set back makes nobody wait. */
  private static long since(long moment, long now) {
    return moment > now ? Long.MAX_VALUE : now - moment;
  }

  /** After the first failure a minute, then twice as long each time. */
  static long pause(int failures) {
    return Math.min(LONGEST_PAUSE, MINUTE << Math.min(failures - 1, 10));
  }

  private long turn(@Nullable NodeName id) {
    return spread.isZero() ? 0 : place(id, spread.toSeconds());
  }

  /**
   * A node's place within so many seconds: the same for the same name, and evenly spread over all.
   */
  public static long place(@Nullable NodeName id, long seconds) {
    if (id == null) {
      return 0;
    }
    long mixed = id.value().hashCode() * MIXING;
    mixed = (mixed ^ (mixed >>> 32)) * MIXING; // Names in a row have hashes in a row.
    return Math.floorMod(mixed >>> 17, seconds);
  }
}
