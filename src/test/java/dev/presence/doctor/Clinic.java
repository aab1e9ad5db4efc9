package dev.presence.doctor;

import dev.presence.files.Deadline;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.heartbeat.Beats;
import dev.presence.heartbeat.Looker;
import dev.presence.heartbeat.OwnFacts;
import dev.presence.heartbeat.Pulses;
import dev.presence.heartbeat.View;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.SeenStores;
import dev.presence.memory.StateFolder;
import dev.presence.model.Beat;
import dev.presence.model.Order;
import dev.presence.node.NodeInfo;
import dev.presence.store.FolderStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.MovableClock;
import dev.presence.testing.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node with a nodeinfo folder, real lists and an empty memory, as the checks see it. */
final class Clinic {
  static final Instant NOW = Instant.parse("2026-11-22T17:48:30Z");

  private final Path folder;
  private final Map<String, Beat> beats = new TreeMap<>();
  private final List<Store> stores = new ArrayList<>();

  Clinic(Path folder) {
    this.folder = folder;
  }

  /** Makes a list of that name. */
  Clinic list(String name) throws StoreException {
    Store store = new FolderStore(folder.resolve(name), "0badcafe");
    store.create();
    stores.add(store);
    return this;
  }

  /** A store that nobody made a list. */
  Clinic missing(String name) {
    stores.add(new FolderStore(folder.resolve(name), "0badcafe"));
    return this;
  }

  Path info() {
    return folder.resolve("nodeinfo");
  }

  /** Facts: file names and texts in turn. */
  Clinic facts(String... facts) throws IOException {
    Files.createDirectories(info());
    for (int i = 0; i < facts.length; i += 2) {
      Files.writeString(info().resolve(facts[i]), facts[i + 1]);
    }
    return this;
  }

  Clinic put(String list, Node node) throws IOException {
    byte[] bytes = RecordFormat.print(node.build());
    Files.write(folder.resolve(list).resolve("all/" + node.build().id() + ".json"), bytes);
    return this;
  }

  Clinic put(String list, Order order) throws IOException, UnreadableException {
    Path file = folder.resolve(list).resolve("order/" + order.id() + ".json");
    Files.createDirectories(folder.resolve(list).resolve("order"));
    Files.write(file, OrderFormat.print(order));
    return this;
  }

  /** A beat that was read. */
  Clinic put(Beat beat) {
    beats.put(beat.id().value(), beat);
    return this;
  }

  Patient patient() {
    return patient(view());
  }

  /** A patient who sees this. */
  Patient patient(View view) {
    return new Patient(
        new OwnFacts(new NodeInfo(info()), null),
        view,
        new Pulses(beats, MovableClock.at(NOW.toString()).instant()));
  }

  private View view() {
    SeenStores seen = new SeenStores(new StateFolder(folder.resolve("state"), true));
    Stores asked = new Stores(stores, Deadline.in(Duration.ofMinutes(1)));
    MovableClock clock = MovableClock.at(NOW.toString());
    return new Looker(
            asked,
            seen,
            clock,
            new Looker.Patience(Duration.ofHours(24), Duration.ofMinutes(5)),
            new Beats(asked, new LifeMemory(new StateFolder(null, true))))
        .look(null)
        .view();
  }
}
