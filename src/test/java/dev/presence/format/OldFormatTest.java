package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PartName;
import dev.presence.model.Stamp;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A record of the original system, as found in the wild: lists of such records are still there. */
class OldFormatTest {
  private static final String FOUND =
      "{\"filetype\":\"nodepresence\",\"value\":{\"deployment\":\"fed1\",\"initgitrepo\":\"…\","
          + "\"instance-id\":\"i-4e7cb59a\",\"nodepart\":\"db1\",\"stacktype\":\"lad1\","
          + "\"state\":\"idle\",\"statelog\":\"setup:20151008-174646;initdone:20151008-174830;\","
          + "\"statetss\":\"20151008-174830\"}}";

  @Test
  void record_ofTheOriginalSystem_isReadAsItIs() throws Exception {
    NodeRecord record = parse(FOUND);
    assertThat(record.id()).isEqualTo(new NodeName("i-4e7cb59a"));
    assertThat(record.part()).isEqualTo(new PartName("db1"));
    assertThat(record.state()).isEqualTo(NodeState.SERVING);
    assertThat(record.text("deployment")).isEqualTo("fed1");
    assertThat(record.text("stacktype")).isEqualTo("lad1");
    assertThat(record.text("initgitrepo")).isEqualTo("…");
    assertThat(record.text("address")).isNull();
    assertThat(record.ports()).isEmpty();
    assertThat(record.weight()).isEqualTo(100);
  }

  @Test
  void age_ofTheOriginalSystem_isThatOfItsState() throws Exception {
    assertThat(parse(FOUND).stamp()).isEqualTo(new Stamp("20151008-174830"));
  }

  /** Where it had no value, it wrote an empty string. */
  @Test
  void emptyFacts_ofTheOriginalSystem_areFactsThatAreNotThere() throws Exception {
    NodeRecord record =
        parse(
            FOUND
                .replace("\"fed1\"", "\"\"")
                .replace("\"lad1\"", "\"\"")
                .replace("\"idle\"", "\"\""));
    assertThat(record.text("deployment")).isNull();
    assertThat(record.text("stacktype")).isNull();
    assertThat(record.state()).isEqualTo(NodeState.SERVING);
  }

  private static NodeRecord parse(String text) throws UnreadableException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return RecordFormat.parse(bytes, bytes.length);
  }
}
