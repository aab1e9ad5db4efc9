package dev.presence.heartbeat;

import dev.presence.files.Deadline;
import dev.presence.format.BeatFormat;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.SeenStores;
import dev.presence.memory.StateFolder;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.store.Entry;
import dev.presence.store.FolderStore;
import dev.presence.store.Loaded;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.MovableClock;
import dev.presence.testing.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Two lists in real folders, a third that is away, a memory, and a clock that stands. */
abstract class HeartbeatTestCase {
  static final NodeName ID = new NodeName("i-0a");
  static final Store AWAY = ForwardingStore.away("away");
  static final Question APPS = question("app");
  static final Duration MAX_AGE = Duration.ofHours(24);

  static final Looker.Patience PATIENCE = new Looker.Patience(MAX_AGE, Duration.ofMinutes(5));

  /** The clock of these tests. */
  static final String NOW = "20261122-174830";

  static final String OLD = "20261101-000000";
  static final String OLDER = "20261031-000000";

  final Path folder;
  final Path state;
  final CountingStore one;
  final CountingStore two;
  final MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");

  HeartbeatTestCase(@TempDir Path folder) throws StoreException {
    this.folder = folder;
    this.state = folder.resolve("state");
    this.one = new CountingStore(new FolderStore(folder.resolve("one"), "w1"));
    this.two = new CountingStore(new FolderStore(folder.resolve("two"), "w1"));
    one.create();
    two.create();
  }

  /** Tells which entries were opened. */
  static final class CountingStore extends ForwardingStore {
    final List<String> opened = new ArrayList<>();

    CountingStore(Store store) {
      super(store);
    }

    @Override
    public void load(Collection<Entry> entries, Reader reader) throws StoreException {
      for (Entry entry : entries) {
        opened.add(entry.path());
      }
      super.load(entries, reader);
    }
  }

  static Question question(String... parts) {
    List<PartQuery> queries = new ArrayList<>();
    for (String part : parts) {
      queries.add(PartQuery.of(new PartName(part)));
    }
    return new Question(queries, Scope.ALL, List.of(), null, false);
  }

  static Stores stores(Store... stores) {
    return new Stores(List.of(stores), Deadline.in(Duration.ofMinutes(2)));
  }

  StateFolder stateFolder() {
    return new StateFolder(state, false);
  }

  SeenStores seen() {
    return new SeenStores(stateFolder());
  }

  Looker looker(Store... stores) {
    return looker(stores(stores));
  }

  Looker looker(Stores stores) {
    return new Looker(stores, seen(), clock, PATIENCE, beats(stores));
  }

  Beats beats(Stores stores) {
    return new Beats(stores, new LifeMemory(stateFolder()));
  }

  /** A look that remembers what it saw. */
  View look(Store... stores) {
    return remembered(looker(stores).look(APPS));
  }

  /** The same, of nobody's question: nothing stands in an answer. */
  View lookAround(Store... stores) {
    return remembered(looker(stores).look(null));
  }

  View remembered(Look look) {
    View[] view = new View[1];
    String failed =
        stateFolder().change(Deadline.in(Duration.ofSeconds(10)), () -> view[0] = look.remember());
    if (failed != null) {
      throw new AssertionError(failed);
    }
    return view[0];
  }

  /** Nodes with the address that is believed of each: {@code i-0a=10.0.0.1}. */
  static List<String> nodes(View view) {
    List<String> nodes = new ArrayList<>();
    for (var sighting : View.sightings(view.nodes(), null, Map.of())) {
      nodes.add(sighting.id() + "=" + sighting.record().address());
    }
    return nodes;
  }

  static List<String> silent(View view) {
    List<String> silent = new ArrayList<>();
    for (KnownNode node : view.nodes()) {
      if (node.silence() != null) {
        silent.add(node.id());
      }
    }
    return silent;
  }

  static List<String> ids(Collection<Peer> peers) {
    List<String> ids = new ArrayList<>();
    for (Peer peer : peers) {
      ids.add(peer.id().value());
    }
    return ids;
  }

  static NodeRecord node(String id, String address, @Nullable String tss) {
    Node node = Node.of(id).address(address).port("http", 80);
    return tss == null ? node.build() : node.tss(tss).build();
  }

  /** Puts a record into a folder, as a node elsewhere does. */
  Path put(String list, NodeRecord record) throws IOException {
    return putBytes(list, "all/" + record.id() + ".json", RecordFormat.print(record));
  }

  Path put(String list, Order order) throws Exception {
    return putBytes(list, "order/" + order.id() + ".json", OrderFormat.print(order));
  }

  Path putBytes(String list, String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(list).resolve(path);
    Path fresh = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.write(fresh, bytes);
    return Files.move(
        fresh,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  Path putBeat(String list, String id, @Nullable String tss) throws IOException {
    Beat beat =
        new Beat(
            new NodeName(id),
            60,
            1,
            tss == null ? null : new Stamp(tss),
            "w2",
            new TreeMap<>(),
            null,
            null);
    return putBytes(list, "beat/" + id + ".json", BeatFormat.print(beat));
  }

  static Order order(String id, Order.Word word, String tss, @Nullable String of) {
    return new Order(
        new NodeName(id),
        word,
        "jo",
        "seems dead",
        new Stamp(tss),
        null,
        of == null ? null : new Stamp(of));
  }

  /** A list, as it is when its folder is not mounted: the mount point, empty. */
  void unmount(String list) throws IOException {
    Files.move(folder.resolve(list), folder.resolve(list + ".away"));
    Files.createDirectory(folder.resolve(list));
  }

  void mount(String list) throws IOException {
    Files.delete(folder.resolve(list));
    Files.move(folder.resolve(list + ".away"), folder.resolve(list));
  }

  void later(long seconds) {
    clock.move(Duration.ofSeconds(seconds));
  }

  /** A store whose entry cannot be read. */
  static Store unreadable(Store store, String... paths) {
    return new ForwardingStore(store) {
      @Override
      public void load(Collection<Entry> entries, Reader reader) throws StoreException {
        super.load(
            entries,
            (entry, loaded) ->
                reader.take(
                    entry,
                    List.of(paths).contains(entry.path())
                        ? new Loaded.Unreadable("cannot be read: stale handle")
                        : loaded));
      }
    };
  }

  /** What a store holds of a node. */
  static @Nullable NodeRecord held(Store store, NodeName id) throws StoreException {
    return Holding.of(store, id).record();
  }
}
