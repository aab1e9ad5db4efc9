package dev.presence.memory;

import static dev.presence.testing.Nodes.nodeAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.testing.Notebook;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnRecordTest {
  private static final NodeName ID = new NodeName("i-0a");
  private static final NodeRecord RECORD = nodeAt("i-0a", "20261122-174830");

  private final Path folder;
  private final OwnRecord own;

  OwnRecordTest(@TempDir Path folder) {
    this.folder = folder;
    this.own = new OwnRecord(new StateFolder(folder, false, new Notebook()));
  }

  @Test
  void recall_ofWhatWasRemembered_hasTheSameFacts() {
    own.remember(RECORD);

    assertThat(own.recall(ID)).extracting(NodeRecord::facts).isEqualTo(RECORD.facts());
  }

  @Test
  void recall_ofAnotherName_isNull() {
    own.remember(RECORD);

    assertThat(own.recall(new NodeName("i-0b"))).isNull();
  }

  @Test
  void recall_ofATornRecord_isNull() throws Exception {
    own.remember(RECORD);
    Files.writeString(folder.resolve("own/i-0a.json"), "{");

    assertThat(own.recall(ID)).isNull();
  }

  @Test
  void remember_ofTheSame_touchesNothing() throws Exception {
    own.remember(RECORD);
    Map<String, String> before = Tree.of(folder);

    own.remember(RECORD);

    assertThat(Tree.of(folder)).isEqualTo(before);
  }
}
