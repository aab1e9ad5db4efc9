package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PulsesTest {
  private static final long T = 1_795_369_710;
  private static final Instant NOW = Instant.ofEpochSecond(T);

  private final Map<String, Beat> beats = new TreeMap<>();

  private PulsesTest beat(String id, long seq) {
    return beat(id, seq, 60, null);
  }

  private PulsesTest beat(String id, long seq, int every, @Nullable String rival) {
    beats.put(
        id, new Beat(new NodeName(id), every, seq, null, "beef", new TreeMap<>(), rival, null));
    return this;
  }

  private Pulses pulses() {
    return new Pulses(beats, NOW);
  }

  @Test
  void age_ofABeat_isFromThen() {
    beat("i-01", T - 12);

    assertThat(pulses().age("i-01")).isEqualTo(12);
    assertThat(pulses().words("i-01", 3, 5)).isEqualTo("12s");
    assertThat(pulses().words("i-09", 3, 5)).isEmpty();
    assertThat(pulses().age("i-09")).isNull();
  }

  @Test
  void words_ofOneThatMissesSomeBeats_sayLateThenSilent() {
    beat("i-01", T - 179).beat("i-02", T - 180).beat("i-03", T - 299).beat("i-04", T - 300);

    assertThat(pulses().words("i-01", 3, 5)).isEqualTo("2m 59s");
    assertThat(pulses().words("i-02", 3, 5)).isEqualTo("late, 3m");
    assertThat(pulses().words("i-03", 3, 5)).isEqualTo("late, 4m 59s");
    assertThat(pulses().words("i-04", 3, 5)).isEqualTo("silent, 5m");
  }

  @Test
  void words_goByTheNodesOwnEvery() {
    beat("i-01", T - 3600, 3600, null).beat("i-02", T - 10, 2, null);

    assertThat(pulses().words("i-01", 3, 5)).isEqualTo("1h");
    assertThat(pulses().words("i-02", 3, 5)).isEqualTo("silent, 10s");
  }

  @Test
  void age_ofABeatOfTheFuture_isZero() {
    assertThat(beat("i-01", T + 90).pulses().age("i-01")).isZero();
  }

  @Test
  void age_whereThisClockIsFarFromMost_isByTheirs() {
    beat("i-01", T + 90_000).beat("i-02", T + 90_010).beat("i-03", T + 90_020);

    assertThat(pulses().age("i-01")).isEqualTo(10);
    assertThat(pulses().age("i-03")).isZero();
  }

  @Test
  void age_whereOneClockOfThreeIsFarAhead_isByThisOne() {
    beat("i-01", T - 10).beat("i-02", T - 20).beat("i-03", T + 90_000_000);

    assertThat(pulses().age("i-02")).isEqualTo(20);
  }

  /** Two beats are no majority against this clock. */
  @Test
  void age_ofTwoThatAreLongDead_isByThisClock() {
    beat("i-01", T - 90_000).beat("i-02", T - 90_000);

    assertThat(pulses().words("i-01", 3, 5)).isEqualTo("silent, 1d 1h");
  }

  /** They may all be dead as well, and a person looks at what became of them. */
  @Test
  void age_ofThreeThatAreLongSilent_isStillSaidSilent() {
    beat("i-01", T - 90_000).beat("i-02", T - 90_000).beat("i-03", T - 90_000);

    assertThat(pulses().words("i-01", 3, 5)).startsWith("silent");
  }

  @Test
  void age_ofSeqsThatNoClockEverShows_doesNotOverflow() {
    beat("i-01", Long.MAX_VALUE).beat("i-02", 0).beat("i-03", Long.MAX_VALUE);

    assertThat(pulses().age("i-02")).isNotNegative();
    assertThat(pulses().age("i-01")).isNotNegative();
  }

  @Test
  void rival_ofABeatThatComplains_isSaid() {
    beat("i-01", T, 60, "cafe").beat("i-02", T);

    assertThat(pulses().rival("i-01")).contains("two machines");
    assertThat(pulses().rival("i-02")).isEmpty();
    assertThat(pulses().rival("i-09")).isEmpty();
  }
}
