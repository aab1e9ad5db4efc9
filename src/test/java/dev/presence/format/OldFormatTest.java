package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
    assertThat(record.scope()).isEqualTo(new Scope("fed1", "lad1"));
    assertThat(record.state().word()).isEqualTo("idle");
    assertThat(record.state().meaning()).isEqualTo(NodeState.SERVING);
    assertThat(record.state().log()).isEqualTo("setup:20151008-174646;initdone:20151008-174830;");
    assertThat(record.others()).isEqualTo(Map.of("initgitrepo", "…"));
    assertThat(record.address()).isNull();
    assertThat(record.ports()).isEmpty();
    assertThat(record.weight()).isNull();
    assertThat(record.tss()).isNull();
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
                .replace("\"idle\"", "\"\"")
                .replace("\"20151008-174830\"", "\"\""));
    assertThat(record.scope()).isEqualTo(new Scope(null, null));
    assertThat(record.state().word()).isNull();
    assertThat(record.state().meaning()).isEqualTo(NodeState.SERVING);
    assertThat(record.stamp()).isNull();
  }

  private static NodeRecord parse(String text) throws UnreadableException {
    return RecordFormat.parse(text.getBytes(StandardCharsets.UTF_8), null);
  }
}
