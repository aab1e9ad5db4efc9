package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.model.BadTextException;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import dev.presence.store.WatchedStore;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The stores of a process that stays: one that can call is opened once, as its watch and its mark
 * end with it. Another shows a turn what it showed first, and is opened anew for each.
 */
final class KeptStores implements AutoCloseable {
  private final Map<String, WatchedStore> stores = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** The store of an address, for this turn or for good. */
  Store open(Opener opener, String address, Deadline deadline) throws BadTextException {
    asked.add(address);
    Store known = stores.get(address);
    if (known != null) {
      return known;
    }
    Store store = opener.open(address, deadline);
    if (store instanceof WatchedStore watched) {
      stores.put(address, watched);
    }
    return store;
  }

  /** Closes those of a turn that were opened for it alone. */
  void closeOthers(Stores turns) {
    for (Store store : turns.all()) {
      if (!(store instanceof WatchedStore)) {
        store.close();
      }
    }
  }

  /** Closes those that the turn before did not ask for: the configuration names them no more. */
  void endTurn() {
    stores.entrySet().removeIf(this::isEnded);
    asked.clear();
  }

  private boolean isEnded(Map.Entry<String, WatchedStore> kept) {
    if (asked.contains(kept.getKey())) {
      return false;
    }
    kept.getValue().close();
    return true;
  }

  @Override
  public void close() {
    stores.values().forEach(Store::close);
    stores.clear();
  }
}
