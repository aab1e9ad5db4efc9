package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.presence.model.Beat;

/**
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=BeatFuzzTest}; else the seeds are replayed.
 */
class BeatFuzzTest {
  /** Bytes are no beat, and that is said in one harmless line, or one that prints and reads. */
  @FuzzTest(maxDuration = "60s")
  void anyBytes_areUnreadableOrABeatThatReadsBackAsItself(byte[] bytes) throws UnreadableException {
    Beat beat;
    try {
      beat = BeatFormat.parse(bytes);
    } catch (UnreadableException e) {
      assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
      return;
    }
    byte[] printed = BeatFormat.print(beat);
    assertThat(BeatFormat.parse(printed)).isEqualTo(beat);
  }
}
