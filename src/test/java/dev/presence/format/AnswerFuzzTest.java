package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.presence.model.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=AnswerFuzzTest}; else the seeds are replayed.
 */
class AnswerFuzzTest {
  /** What {@code --out} may name: no answer, said in one harmless line, or one that is kept. */
  @FuzzTest(maxDuration = "60s")
  void anyBytes_areUnreadableOrAnAnswerThatReadsBackAsItself(byte[] bytes)
      throws UnreadableException {
    Answer answer;
    try {
      answer = AnswerFormat.parse(bytes);
    } catch (UnreadableException e) {
      assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
      return;
    }
    assertThat(AnswerFormat.parse(AnswerFormat.print(answer, Map.of()))).isEqualTo(answer);
    String text = AnswerText.lines(answer) + AnswerText.difference(answer, answer);
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).isTrue();
    assertThat(text).doesNotContainPattern("[\\p{Cntrl}&&[^\t\n]]");
  }
}
