package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.presence.model.NodeRecord;

/**
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=RecordFuzzTest}; else the seeds are replayed.
 */
class RecordFuzzTest {
  /** Bytes are no record, and that is said in one harmless line, or one that prints and reads. */
  @FuzzTest(maxDuration = "90s")
  void anyBytes_areUnreadableOrARecordThatReadsBackAsItself(byte[] bytes)
      throws UnreadableException {
    NodeRecord record;
    try {
      record = RecordFormat.parse(bytes, bytes.length);
    } catch (UnreadableException e) {
      assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
      return;
    }
    byte[] printed = RecordFormat.print(record);
    NodeRecord again = RecordFormat.parse(printed, printed.length);
    assertThat(again.facts()).isEqualTo(record.facts());
    assertThat(RecordFormat.print(again)).isEqualTo(printed);
  }
}
