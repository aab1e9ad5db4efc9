package dev.presence.heartbeat;

import dev.presence.memory.Row;
import dev.presence.memory.SeenList;
import dev.presence.memory.SeenStores;
import dev.presence.memory.Spool;
import dev.presence.model.Printable;
import dev.presence.store.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A look that was taken: what was remembered, what it changes, and what is known with both. */
public final class Look {
  private final SeenStores seen;
  private final Spool spool;
  private final List<String> warnings;
  private final List<AtStore> stores;

  /** What came of one store. */
  static final class AtStore {
    private final String name;
    private final SeenList before;
    private final boolean known;
    private final boolean damaged;
    private final @Nullable String failure;
    private final Map<Entry, @Nullable Row> updates;
    private final String settled;
    private final List<EntryProblem> problems;
    private final Map<String, String> hidden;

    AtStore(
        String name,
        SeenStores.Recalled before,
        @Nullable String failure,
        Map<Entry, @Nullable Row> updates,
        String settled,
        List<EntryProblem> problems,
        Map<String, String> hidden) {
      this.name = name;
      this.before = before.list();
      this.known = before.isKnown();
      this.damaged = before.warning() != null;
      this.failure = failure;
      this.updates = new HashMap<>(updates);
      this.settled = settled;
      this.problems = problems;
      this.hidden = hidden;
    }

    /** Rows that changed, or the first listing that is settled as a whole. */
    private boolean hasNews() {
      return !updates.isEmpty()
          || (before.quiet().isEmpty() && !settled.isEmpty() && !before.birth().isEmpty());
    }

    private StoreView view(SeenList list) {
      return new StoreView(name, list, failure, known || failure == null, problems, hidden);
    }
  }

  Look(SeenStores seen, Spool spool, List<AtStore> stores, List<String> warnings) {
    this.seen = seen;
    this.spool = spool;
    this.stores = stores;
    this.warnings = warnings;
  }

  /** Whether it changes what is remembered. */
  public boolean hasNews() {
    for (AtStore store : stores) {
      if (store.hasNews()) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing was remembered of any store. */
  boolean isFirst() {
    for (AtStore store : stores) {
      if (store.known) {
        return false;
      }
    }
    return true;
  }

  /** What is known with it, whatever other looks have found meanwhile. */
  public View view() {
    List<StoreView> views = new ArrayList<>();
    for (AtStore store : stores) {
      views.add(
          store.view(
              store.updates.isEmpty() ? store.before : store.before.overlaid(store.updates)));
    }
    return new View(views, warnings);
  }

  /**
   * Forgets rows, a person having said so.
   *
   * @return whose they were
   */
  Set<String> forget(Predicate<Row> which) {
    Set<String> ids = new TreeSet<>();
    for (AtStore store : stores) {
      for (Row row : store.before.overlaid(store.updates).rows().values()) {
        if (which.test(row)) {
          store.updates.put(row.entry(), null);
          ids.add(Printable.of(row.id()));
        }
      }
    }
    return ids;
  }

  /** Takes in rows that no store has shown, for the first store that could be read. */
  boolean adopt(List<Row> rows) {
    for (AtStore store : stores) {
      if (store.failure == null) {
        for (Row row : rows) {
          Row found = store.updates.get(row.entry());
          if (found == null || found.content() == null) { // A broken one says nothing else.
            store.updates.put(row.entry(), row);
          }
        }
        return !rows.isEmpty();
      }
    }
    return false;
  }

  /** The entries that could not be read just now. */
  Set<Entry> unreadable() {
    Set<Entry> unreadable = new HashSet<>();
    for (AtStore store : stores) {
      for (EntryProblem problem : store.problems) {
        if (problem.kind() == EntryProblem.Kind.UNREADABLE) {
          unreadable.add(problem.entry());
        }
      }
    }
    return unreadable;
  }

  Spool spool() {
    return spool;
  }

  /**
   * Puts it into the memory; called under the folder's lock.
   *
   * @return what is known with it and with what other looks have found meanwhile
   */
  View remember() throws IOException {
    List<StoreView> views = new ArrayList<>();
    for (AtStore store : stores) {
      SeenStores.Recalled again = seen.recall(store.name);
      SeenList now = again.list();
      if (now.birth().isEmpty() || now.isAt(store.before)) {
        now = store.before; // Nobody changed it; or it was lost, and what this look has stands.
      }
      if (store.hasNews()) {
        if (store.damaged || again.warning() != null) {
          seen.setAside(store.name);
        }
        now = seen.write(store.name, now.with(store.before, store.updates, store.settled));
      }
      views.add(store.view(now));
    }
    return new View(views, warnings);
  }
}
