package dev.presence.memory;

import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.BadRecord;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Snapshot;
import dev.presence.testing.Notebook;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenRecordsTest {
  private static final String STORE = "/srv/presence";

  private final Path folder;
  private final Notebook notes = new Notebook();
  private final SeenRecords seen;

  SeenRecordsTest(@TempDir Path folder) {
    this.folder = folder.resolve("state");
    this.seen = seen();
  }

  /** As the next run of the program opens it. */
  private SeenRecords seen() {
    return new SeenRecords(new StateFolder(folder, false, notes), notes);
  }

  /** A good look; another fingerprint is another list. */
  private static Snapshot look(long fingerprint, NodeRecord... records) {
    return new Snapshot(List.of(records), List.of(), fingerprint, true);
  }

  private static List<Map<String, ?>> facts(Collection<NodeRecord> records) {
    List<Map<String, ?>> facts = new ArrayList<>();
    records.forEach(record -> facts.add(record.facts()));
    return facts;
  }

  private static List<Map<String, ?>> facts(NodeRecord... records) {
    return facts(Arrays.asList(records));
  }

  private Path memory() throws IOException {
    return folder.resolve("seen").resolve(Tree.names(folder.resolve("seen")).get(0));
  }

  @Test
  void recall_afterAGoodLook_hasEveryRecordWhole() {
    NodeRecord record = node("i-0a", Map.of("rack", List.of("é\n", 1L), "tss", "20261122-174830"));
    seen.merge(STORE, look(1, record, node("i-0b")));

    assertThat(facts(seen().recall(STORE))).isEqualTo(facts(record, node("i-0b")));
  }

  @Test
  void recall_ofAStoreNeverSeen_isEmpty() {
    seen.merge(STORE, look(1, node("i-0a")));

    assertThat(seen.recall("/srv/other")).isEmpty();
  }

  @Test
  void recall_afterANodeWentOffTheList_hasItNoMore() {
    seen.merge(STORE, look(1, node("i-0a"), node("i-0b")));

    seen.merge(STORE, look(2, node("i-0b")));

    assertThat(facts(seen.recall(STORE))).isEqualTo(facts(node("i-0b")));
  }

  @Test
  void merge_ofAnUnchangedList_writesNothing() throws Exception {
    seen.merge(STORE, look(1, node("i-0a")));
    Map<String, String> before = Tree.of(folder);

    assertThat(facts(seen().merge(STORE, look(1, node("i-0a"))))).isEqualTo(facts(node("i-0a")));

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void merge_ofANewerRecord_isNews() {
    seen.merge(STORE, look(1, nodeAt("i-0a", "20261122-174830")));

    NodeRecord newer = nodeAt("i-0a", "20261122-174831");

    assertThat(facts(seen.merge(STORE, look(2, newer)))).isEqualTo(facts(newer));
    assertThat(facts(seen().recall(STORE))).isEqualTo(facts(newer));
    assertThat(notes.lines()).isEmpty();
  }

  @Test
  void merge_ofARestoredBackup_keepsWhatIsRememberedAndSaysSo() {
    NodeRecord newer = nodeAt("i-0a", "20261122-174831");
    seen.merge(STORE, look(2, newer));

    List<NodeRecord> merged = seen.merge(STORE, look(1, nodeAt("i-0a", "20261122-174830")));

    assertThat(facts(merged)).isEqualTo(facts(newer));
    assertThat(notes.lines())
        .singleElement()
        .asString()
        .contains("i-0a", STORE, "20261122-174830", "20261122-174831");
  }

  @Test
  void merge_ofABackupThatStays_keepsWhatIsRememberedEachTimeAndWritesOnce() throws Exception {
    NodeRecord newer = nodeAt("i-0a", "20261122-174831");
    Snapshot backup = look(1, nodeAt("i-0a", "20261122-174830"));
    seen.merge(STORE, look(2, newer));
    seen.merge(STORE, backup);
    String before = Tree.file(memory());

    assertThat(facts(seen().merge(STORE, backup))).isEqualTo(facts(newer));

    assertThat(Tree.file(memory())).isEqualTo(before);
  }

  @Test
  void merge_ofAnOldestRecordAfterOneWithATime_isARestoredBackupToo() {
    NodeRecord newer = nodeAt("i-0a", "20261122-174831");
    seen.merge(STORE, look(2, newer));

    assertThat(facts(seen.merge(STORE, look(1, node("i-0a"))))).isEqualTo(facts(newer));
  }

  @Test
  void merge_ofOtherFactsAtTheSameTime_isNews() {
    // An original system changes facts without a word about when.
    seen.merge(STORE, look(1, node("i-0a")));
    NodeRecord moved = node("i-0a", Map.of("address", "10.0.3.99"));

    assertThat(facts(seen.merge(STORE, look(2, moved)))).isEqualTo(facts(moved));
  }

  @Test
  void merge_whileARecordIsBroken_stillKnowsHowNewItWas() {
    NodeRecord newer = nodeAt("i-0a", "20261122-174831");
    seen.merge(STORE, look(1, newer));
    BadRecord broken = new BadRecord("i-0a.json", new NodeName("i-0a"), "is empty");
    seen.merge(STORE, new Snapshot(List.of(), List.of(broken), 2, true));

    List<NodeRecord> merged = seen.merge(STORE, look(3, nodeAt("i-0a", "20261122-174830")));

    assertThat(facts(merged)).isEqualTo(facts(newer));
  }

  @Test
  void recall_ofATornMemory_hasTheRecordsBeforeTheTear() throws Exception {
    seen.merge(STORE, look(1, node("i-0a"), node("i-0b")));
    byte[] bytes = Files.readAllBytes(memory());

    // Wherever it was torn, nothing is thrown and nothing is made up.
    for (int length = 0; length < bytes.length; length++) {
      Files.write(memory(), Arrays.copyOf(bytes, length));
      assertThat(facts(seen().recall(STORE)))
          .as("after %s of %s bytes", length, bytes.length)
          .isIn(List.of(), facts(node("i-0a")));
    }
  }

  @Test
  void merge_withATornMemory_takesTheListAsItIsAndMendsTheMemory() throws Exception {
    seen.merge(STORE, look(1, node("i-0a"), node("i-0b")));
    Files.writeString(memory(), "{\u0000\n\u001b[2J\n{}\n");

    assertThat(facts(seen().merge(STORE, look(1, node("i-0a"))))).isEqualTo(facts(node("i-0a")));

    assertThat(facts(seen().recall(STORE))).isEqualTo(facts(node("i-0a")));
    assertThat(notes.lines()).isEmpty();
  }

  @Test
  void merge_withALostMemory_takesTheListAsItIs() throws Exception {
    seen.merge(STORE, look(2, nodeAt("i-0a", "20261122-174831")));
    Files.delete(memory());

    NodeRecord older = nodeAt("i-0a", "20261122-174830");

    assertThat(facts(seen.merge(STORE, look(1, older)))).isEqualTo(facts(older));
  }

  @Test
  void merge_whereNothingCanBeRemembered_costsNothingAndSaysSoOnce() throws Exception {
    Files.writeString(folder, "a file, where the folder should be");

    assertThat(facts(seen.merge(STORE, look(1, node("i-0a"))))).isEqualTo(facts(node("i-0a")));
    seen.merge("/srv/other", look(1, node("i-0a")));

    assertThat(notes.lines())
        .singleElement()
        .asString()
        .contains("nothing is remembered in " + folder, "--state-dir");
  }

  @Test
  void merge_intoAReadOnlyMemory_readsItAndWritesNothing() throws Exception {
    NodeRecord newer = nodeAt("i-0a", "20261122-174831");
    seen.merge(STORE, look(1, newer));
    Map<String, String> before = Tree.of(folder);
    SeenRecords readOnly = new SeenRecords(new StateFolder(folder, true, notes), notes);

    List<NodeRecord> merged =
        readOnly.merge(STORE, look(2, nodeAt("i-0a", "20261122-174830"), node("i-0b")));

    assertThat(facts(merged)).isEqualTo(facts(newer, node("i-0b")));
    assertThat(Tree.of(folder)).isEqualTo(before);
  }
}
