package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=RecordFuzzTest}; else the seeds are replayed.
 */
class RecordFuzzTest {
  /** Bytes are no record, and that is said in one harmless line, or one that prints and reads. */
  @FuzzTest(maxDuration = "90s")
  void anyBytes_areUnreadableOrARecordThatReadsBackAsItself(byte[] bytes)
      throws UnreadableException {
    RecordFormat.Read read;
    try {
      read = RecordFormat.read(bytes);
    } catch (UnreadableException e) {
      assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
      return;
    }
    NodeRecord record = read.record();
    byte[] printed = RecordFormat.print(record);
    NodeRecord again = RecordFormat.parse(printed, null);
    assertThat(again).isEqualTo(record);
    assertThat(RecordFormat.print(again)).isEqualTo(printed);
    assertThat(RecordFormat.parse(read.bytes(), null)).isEqualTo(record);
    Map<String, @Nullable Object> facts = FactsFormat.facts(record);
    facts.remove(KnownFacts.PORTS); // A port may be called auth.
    assertThat(FactsFormat.hasSecret(facts)).isFalse();
  }
}
