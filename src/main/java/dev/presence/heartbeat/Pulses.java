package dev.presence.heartbeat;

import dev.presence.model.Beat;
import dev.presence.model.Spans;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How old the beats are, for people: what decides on life counts silence, and compares no clock.
 */
public final class Pulses {
  /** This clock and that of most nodes are as one up to here, in seconds. */
  private static final long APART = 300;

  private final Map<String, Beat> beats;
  private final long now;

  /**
   * The ages of these beats.
   *
   * @param beats the newest of each node, by id
   */
  public Pulses(Map<String, Beat> beats, Instant now) {
    this.beats = beats;
    this.now = present(beats, now.getEpochSecond());
  }

  /**
   * By this clock, and where that is far behind the others' by the one that most have. Where most
   * are behind it they may as well all be silent, and that must be seen.
   */
  private static long present(Map<String, Beat> beats, long here) {
    long[] seqs = new long[beats.size()];
    int count = 0;
    for (Beat beat : beats.values()) {
      seqs[count++] = beat.seq();
    }
    Arrays.sort(seqs);
    long most = count < 3 ? here : seqs[count / 2];
    return most - here > APART ? most : here;
  }

  /** The node's newest beat; null where it has none. */
  public @Nullable Beat beat(String id) {
    return beats.get(id);
  }

  /** The seconds since its last beat, never below zero; null where it has none. */
  public @Nullable Long age(String id) {
    Beat beat = beats.get(id);
    return beat == null ? null : Math.max(0, now - beat.seq());
  }

  /** Whether so many of its own beats are missing. */
  public boolean isMissing(String id, int beatsMissed) {
    Beat beat = beats.get(id);
    Long age = age(id);
    return beat != null && age != null && age >= (long) beatsMissed * beat.every();
  }

  /**
   * In words: {@code 12s}, {@code late, 4m}, {@code silent, 2h}; empty where it has none.
   *
   * @param late so many missed beats make it late
   * @param dead so many make it silent
   */
  public String words(String id, int late, int dead) {
    Long age = age(id);
    if (age == null) {
      return "";
    }
    String span = Spans.words(age);
    return isMissing(id, dead) ? "silent, " + span : isMissing(id, late) ? "late, " + span : span;
  }

  /** The other machine that its own beat complains of, or its own doubts; empty for none. */
  public String rival(String id) {
    Beat beat = beats.get(id);
    return beat == null || beat.rival() == null ? "" : "two machines use this name, by their beats";
  }
}
