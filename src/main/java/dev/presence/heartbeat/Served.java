package dev.presence.heartbeat;

import dev.presence.format.JournalFormat;
import dev.presence.model.Answer;
import dev.presence.model.Beat;
import dev.presence.model.Life;
import dev.presence.resolve.Basis;
import dev.presence.resolve.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and how it came about.
 *
 * <p>The same membership gives the same bytes; what differs stands in {@link #bases} and in the
 * view.
 */
public sealed interface Served {
  View view();

  Resolution resolution();

  /** Asked part to what its answer rests on. */
  Map<String, Basis> bases();

  /** What a person should hear, a sentence each. */
  List<String> warnings();

  /** What is known of life, by id. */
  Map<String, Life> lives();

  /** Per part the digest and the draining nodes: what who acts on this answer acts on. */
  SortedMap<String, Beat.Acted> acting();

  /**
   * From at least one store that could be read; it is delivered.
   *
   * @param changes against what this node answered before
   */
  record Fresh(
      View view,
      Resolution resolution,
      Map<String, Basis> bases,
      List<String> warnings,
      Map<String, Life> lives,
      SortedMap<String, Beat.Acted> acting,
      String json,
      List<JournalFormat.Change> changes)
      implements Served {}

  /** From memory alone: what was delivered before stands, and is not touched. */
  record Kept(
      View view,
      Resolution resolution,
      Map<String, Basis> bases,
      List<String> warnings,
      Map<String, Life> lives,
      SortedMap<String, Beat.Acted> acting,
      String json)
      implements Served {}

  /** Of some part nothing is known, and what was delivered before is not touched. */
  record Unknown(
      View view,
      Resolution resolution,
      Map<String, Basis> bases,
      List<String> warnings,
      Map<String, Life> lives,
      SortedMap<String, Beat.Acted> acting)
      implements Served {}

  /**
   * When it is decided next on somebody whose mark is gone, as nothing calls when that time is
   * over; null where nobody waits for it. A moment before this answer is one that it could not
   * decide at.
   */
  default @Nullable Instant decides() {
    long soonest = Long.MAX_VALUE;
    for (Life life : lives().values()) {
      boolean waits = life.death() == null && !life.marks().isEmpty();
      int session = 0;
      for (Life.Mark mark : life.marks().values()) {
        waits &= mark.standing() == Life.Standing.GONE;
        session = Math.max(session, mark.session());
      }
      if (waits) {
        soonest = Math.min(soonest, life.at() + session * 1000L - life.silence());
      }
    }
    return soonest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(soonest);
  }

  default Answer answer() {
    return resolution().answer();
  }
}
