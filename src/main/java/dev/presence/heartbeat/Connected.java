package dev.presence.heartbeat;

import dev.presence.store.MarkedStore;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whose agents are connected just now, for people: what decides on life also remembers the marks
 * that it saw.
 *
 * @param told the stores with marks that could be read; none where no store has any
 * @param byId the stores at which a mark of a node stands; who has none is left out
 */
public record Connected(List<String> told, Map<String, List<String>> byId) {
  static Connected at(Stores stores, Collection<String> ids) {
    List<Store> marked = new ArrayList<>();
    for (Store store : stores.all()) {
      if (store instanceof MarkedStore) {
        marked.add(store);
      }
    }
    List<String> told = new ArrayList<>();
    Map<String, List<String>> byId = new TreeMap<>();
    for (Outcome<Set<String>> outcome :
        new Stores(marked, stores.deadline())
            .each(
                store -> ((MarkedStore) store).marks(ids).held().keySet(),
                stores.deadline().threeQuarters())) {
      Set<String> held = outcome.result();
      if (held != null) {
        told.add(outcome.store().name());
        for (String id : held) {
          byId.computeIfAbsent(id, none -> new ArrayList<>()).add(outcome.store().name());
        }
      }
    }
    return new Connected(told, byId);
  }

  /** The stores at which a mark of that node stands. */
  public List<String> stores(String id) {
    return byId.getOrDefault(id, List.of());
  }
}
