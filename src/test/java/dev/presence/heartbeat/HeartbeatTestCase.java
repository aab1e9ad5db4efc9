package dev.presence.heartbeat;

import dev.presence.memory.OwnRecord;
import dev.presence.memory.SeenRecords;
import dev.presence.memory.StateFolder;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.store.FolderStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.MovableClock;
import dev.presence.testing.Notebook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** Two lists in real folders, a third that is away, a memory, and a clock that stands. */
abstract class HeartbeatTestCase {
  static final NodeName ID = new NodeName("i-0a");
  static final Store AWAY = ForwardingStore.away("away");

  final Path folder;
  final Path state;
  final Store one;
  final Store two;
  final Notebook notes = new Notebook();
  final MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");

  HeartbeatTestCase(@TempDir Path folder) throws StoreException {
    this.folder = folder;
    this.state = folder.resolve("state");
    this.one = new FolderStore(folder.resolve("one"));
    this.two = new FolderStore(folder.resolve("two"));
    one.create();
    two.create();
  }

  static Stores stores(Store... stores) {
    return new Stores(List.of(stores), Duration.ofMinutes(2));
  }

  private StateFolder stateFolder() {
    return new StateFolder(state, false, notes);
  }

  Announcer announcer(Store... stores) {
    return new Announcer(stores(stores), new OwnRecord(stateFolder()), clock, notes);
  }

  Looker looker(Store... stores) {
    return looker(stores(stores));
  }

  Looker looker(Stores stores) {
    return new Looker(stores, new SeenRecords(stateFolder(), notes), notes);
  }

  /** What a store holds, ids to facts. */
  static Map<String, Map<String, ?>> held(Store store) throws StoreException {
    return facts(store.read().records());
  }

  static Map<String, Map<String, ?>> facts(Iterable<NodeRecord> records) {
    Map<String, Map<String, ?>> facts = new TreeMap<>();
    for (NodeRecord record : records) {
      facts.put(record.id().value(), record.facts());
    }
    return facts;
  }

  static Map<String, Map<String, ?>> facts(NodeRecord... records) {
    return facts(List.of(records));
  }
}
