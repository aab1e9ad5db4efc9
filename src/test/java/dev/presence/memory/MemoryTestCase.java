package dev.presence.memory;

import dev.presence.files.Deadline;
import dev.presence.format.RecordFormat;
import dev.presence.model.NodeRecord;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.store.Version;
import dev.presence.testing.Node;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A state folder, and rows in few words. */
abstract class MemoryTestCase {
  static final String STORE = "/srv/presence";

  final Path folder;
  final Spool spool = new Spool();

  MemoryTestCase(@TempDir Path folder) {
    this.folder = folder.resolve("state");
  }

  static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }

  /** As the next run of the program opens it. */
  StateFolder state() {
    return new StateFolder(folder, false);
  }

  SeenStores seen() {
    return new SeenStores(state());
  }

  /** The one file of a kind of memory. */
  Path file(String kind) throws IOException {
    return folder.resolve(kind).resolve(Tree.names(folder.resolve(kind)).get(0));
  }

  static Entry entry(String id) {
    return new Entry(Entry.Kind.RECORD, id);
  }

  Row row(NodeRecord record) throws IOException {
    return Row.news(
        Entry.of(Entry.Kind.RECORD, record.id()),
        new Version("v1"),
        1,
        Row.Columns.of(record),
        spool.add(RecordFormat.print(record)));
  }

  Row row(String id) throws IOException {
    return row(Node.of(id).scope("fed1", "lamp").tss("20261101-000000").build());
  }

  static Row broken(String id, String reason) {
    return Row.broken(
        entry(id), new Silence(Silence.Kind.BROKEN, new Stamp("20261101-000000"), reason));
  }

  static SeenList list(Row... rows) {
    Map<Entry, Row> map = new HashMap<>();
    for (Row row : rows) {
      map.put(row.entry(), row);
    }
    return new SeenList("", 0, "", map, null);
  }
}
