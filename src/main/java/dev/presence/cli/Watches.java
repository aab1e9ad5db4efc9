package dev.presence.cli;

import dev.presence.files.FolderWatch;
import dev.presence.heartbeat.Waking;
import dev.presence.model.PartName;
import dev.presence.resolve.PartQuery;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.WatchedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an agent watches, kept over its turns: the stores that can call, and its own files. */
final class Watches implements AutoCloseable {
  private final Waking waking;
  private final Map<WatchedStore, WatchedStore.Watch> ofStores = new HashMap<>();
  private String parts = "";
  private final List<FolderWatch> ofFiles = new ArrayList<>();
  private Set<Path> files = Set.of();
  private boolean isWhole;

  Watches(Waking waking) {
    this.waking = waking;
  }

  /** Whether every store can call, so that none has to be asked without need. */
  boolean isWhole() {
    return isWhole;
  }

  /** Watches what the turn's options name, and no more what they do not. */
  void follow(Wiring wiring) {
    Parts asked = new Parts(wiring.settings());
    List<Store> records = wiring.stores().all();
    List<Store> stores = wiring.named().withBeats(wiring.stores()).all(); // For the marks.
    StringBuilder words = new StringBuilder();
    for (PartQuery part : asked.all()) {
      words.append(' ').append(part.words());
    }
    if (!words.toString().equals(parts)) {
      closeAll();
      parts = words.toString();
    }
    ofStores.entrySet().removeIf(watched -> isEnded(watched, stores));
    isWhole = true;
    for (Store store : stores) {
      boolean calls = store instanceof WatchedStore watched && isWatched(wiring, watched, asked);
      isWhole &= calls || !records.contains(store); // Beats alone call nobody.
    }
    followFiles(wiring);
  }

  private static boolean isEnded(
      Map.Entry<WatchedStore, WatchedStore.Watch> watched, List<Store> stores) {
    if (stores.contains(watched.getKey())) {
      return false;
    }
    watched.getValue().close();
    return true;
  }

  private boolean isWatched(Wiring wiring, WatchedStore store, Parts asked) {
    if (ofStores.containsKey(store)) {
      return true;
    }
    Predicate<PartName> watched =
        part -> asked.all().stream().anyMatch(query -> query.matches(part));
    try {
      ofStores.put(store, store.watch(watched, waking::others));
      return true;
    } catch (StoreException e) {
      wiring.console().say(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** The facts and the configuration; and what a change came to, which the next beat tells. */
  private void followFiles(Wiring wiring) {
    Path facts = wiring.nodeInfo().folder();
    Path configuration = wiring.settings().file();
    Path change = wiring.changes().file();
    Set<Path> wanted = new HashSet<>(List.of(facts, configuration));
    if (change != null) {
      wanted.add(change);
    }
    if (wanted.equals(files)) {
      return;
    }
    closeFiles();
    try {
      ofFiles.add(
          new FolderWatch(
              List.of(facts),
              entry -> !entry.getFileName().toString().startsWith("."),
              waking::own));
      watchFile(configuration, waking::own);
      watchFile(change, waking::others); // A turn writes it too, and is no news by that.
      files = wanted;
    } catch (IOException e) {
      wiring.console().say("this node's own files cannot be watched: %s".formatted(e.getMessage()));
    }
  }

  private void watchFile(@Nullable Path file, Runnable changed) throws IOException {
    Path folder = file == null ? null : file.getParent();
    if (folder != null) {
      ofFiles.add(new FolderWatch(List.of(folder), entry -> entry.equals(file), changed));
    }
  }

  private void closeFiles() {
    ofFiles.forEach(FolderWatch::close);
    ofFiles.clear();
    files = Set.of();
  }

  private void closeAll() {
    ofStores.values().forEach(WatchedStore.Watch::close);
    ofStores.clear();
  }

  @Override
  public void close() {
    closeAll();
    closeFiles();
  }
}
