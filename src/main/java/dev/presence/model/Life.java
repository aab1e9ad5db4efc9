package dev.presence.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one reader remembers of one node's signs of life. Its times are of this reader's clock, and
 * what is decided by them is bounded, so that a clock that jumps kills nobody.
 *
 * @param every the seconds between two of its beats
 * @param silence the milliseconds for which it was silent, as far as they were counted
 * @param look the number of the last look that counted for it, by a sign or by silence
 * @param at when that was, in milliseconds since 1970
 * @param heard when its last sign was seen, in seconds since 1970; 0 for never
 * @param lag the seconds by which its beat was behind the median of all when it last advanced
 * @param home the store that showed its last sign; empty for none
 * @param death null for one that is not dead
 * @param pulses store to the last beat that it showed
 * @param marks store to the mark that it showed, until that is judged to be gone
 */
public record Life(
    int every,
    long silence,
    long look,
    long at,
    long heard,
    long lag,
    String home,
    @Nullable Death death,
    Map<String, Pulse> pulses,
    Map<String, Mark> marks) {
  /** The seconds between two beats of a node that tells none. */
  public static final int USUAL_EVERY = 60;

  /** Of a node that was never seen to hold a mark. */
  public Life(
      int every,
      long silence,
      long look,
      long at,
      long heard,
      long lag,
      String home,
      @Nullable Death death,
      Map<String, Pulse> pulses) {
    this(every, silence, look, at, heard, lag, home, death, pulses, Map.of());
  }

  /** Nothing was seen yet. */
  public static final Life UNKNOWN = new Life(USUAL_EVERY, 0, 0, 0, 0, 0, "", null, Map.of());

  /**
   * The last beat in one store.
   *
   * @param version the store's token for it; empty where none is kept
   * @param look the number of the look that saw it advance; 0 for none
   */
  public record Pulse(long seq, String version, long look) {}

  /**
   * A mark, as a running agent holds it.
   *
   * @param session the seconds for which it outlives its process
   * @param counted the milliseconds for which it was seen to be gone, or to stand after a death
   */
  public record Mark(int session, Standing standing, long counted) {}

  /** How it was last seen. */
  public enum Standing {
    STANDS,
    /** It stands, and the node's own beat says by now that it holds none. */
    DISOWNED,
    GONE
  }

  /**
   * A death.
   *
   * @param at when it was found out
   * @param stamp of the newest record then; a newer one is a sign of life
   * @param advances how many beats were seen since
   * @param why a verb first, fit to print
   */
  public record Death(Cause cause, Stamp at, String stamp, int advances, String why) {}

  /** What it died of. */
  public enum Cause {
    /** No sign for too long. */
    SILENT,
    /** Its beat is far behind the others'. */
    BEHIND,
    /** It does not answer. */
    PROBE,
    /** It has no beat, and one is required. */
    NO_BEAT
  }

  /** The greatest number of its beats that was seen; 0 for none. */
  public long newestSeq() {
    long newest = 0;
    for (Pulse pulse : pulses.values()) {
      newest = Math.max(newest, pulse.seq());
    }
    return newest;
  }

  /** Whether a mark of it stands, or may as its store could not be read. */
  public boolean isMarked() {
    for (Mark mark : marks.values()) {
      if (mark.standing() != Standing.GONE) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same with a sign at that look: whatever was counted is over.
   *
   * @param where the store that showed it
   * @param behind the seconds by which its beat is behind the median of all
   */
  public Life heard(long inLook, Instant now, String where, long behind) {
    return new Life(
        every,
        0,
        inLook,
        now.toEpochMilli(),
        now.getEpochSecond(),
        behind,
        where,
        death,
        pulses,
        marks);
  }

  /**
   * The same without a sign at that look, which counts.
   *
   * @param millis for which it was silent, with this look
   * @param where the store whose looks count for it
   */
  public Life silent(long inLook, Instant now, String where, long millis) {
    return new Life(
        every, millis, inLook, now.toEpochMilli(), heard, lag, where, death, pulses, marks);
  }

  /** The same, with what it beats now. */
  public Life beating(int eachSeconds, Map<String, Pulse> shown) {
    return new Life(eachSeconds, silence, look, at, heard, lag, home, death, shown, marks);
  }

  /** The same with another death, or none. */
  public Life dying(@Nullable Death other) {
    return new Life(every, silence, look, at, heard, lag, home, other, pulses, marks);
  }

  /** The same with other marks. */
  public Life marked(Map<String, Mark> others) {
    return new Life(every, silence, look, at, heard, lag, home, death, pulses, others);
  }
}
