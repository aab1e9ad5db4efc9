package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.JsonReader;
import dev.presence.format.OwnFormat;
import dev.presence.format.RecordFormat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.testing.Node;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnRecordTest extends MemoryTestCase {
  private static final NodeName ID = new NodeName("i-0a");
  private static final NodeRecord RECORD =
      Node.of("i-0a").address("10.0.0.1").fact("rack", "é").tss("20261122-174830").build();
  private static final OwnFormat.Own OWN =
      new OwnFormat.Own(RECORD, List.of("/srv/lïst 日本", "/srv/presence"));

  private final OwnRecord own;

  OwnRecordTest(@TempDir Path folder) {
    super(folder);
    this.own = new OwnRecord(state());
  }

  @Test
  void recall_ofWhatWasRemembered_hasTheFactsAndTheStores() {
    assertThat(own.remember(OWN, soon())).isNull();

    assertThat(own.recall(ID)).isEqualTo(OWN);
    assertThat(own.recall(new NodeName("i-0b"))).isNull();
  }

  @Test
  void remember_isReadableByTheVersionBeforeAsARecord() throws Exception {
    own.remember(OWN, soon());
    byte[] bytes = Files.readAllBytes(folder.resolve("own/i-0a.json"));

    Map<String, ?> file = JsonReader.read(bytes, bytes.length);
    assertThat(file.get("filetype")).isEqualTo("nodepresence");
    assertThat(file.get("value")).isInstanceOf(Map.class);
    assertThat(RecordFormat.parse(bytes, null)).isEqualTo(RECORD);
  }

  @Test
  void recall_ofWhatTheVersionBeforeRemembered_hasTheRecord() throws Exception {
    Files.createDirectories(folder.resolve("own"));
    Files.write(folder.resolve("own/i-0a.json"), RecordFormat.print(RECORD));

    assertThat(own.recall(ID)).isEqualTo(new OwnFormat.Own(RECORD, List.of()));
  }

  @Test
  void recall_ofATornRecord_isNull() throws Exception {
    own.remember(OWN, soon());
    Files.writeString(folder.resolve("own/i-0a.json"), "{");

    assertThat(own.recall(ID)).isNull();
  }

  @Test
  void remember_ofTheSame_touchesNothing() throws Exception {
    own.remember(OWN, soon());
    Map<String, String> before = Tree.of(folder);

    own.remember(OWN, soon());

    assertThat(Tree.of(folder)).isEqualTo(before);
  }
}
