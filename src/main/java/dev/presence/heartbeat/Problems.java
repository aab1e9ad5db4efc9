package dev.presence.heartbeat;

import dev.presence.store.Entry;
import dev.presence.store.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a look found wrong with entries of one store, said in few lines whatever their number. */
final class Problems {
  /** More of a kind than this are counted. */
  private static final int MOST_NAMED = 5;

  private final Store store;
  private final List<EntryProblem> all = new ArrayList<>();

  Problems(Store store) {
    this.store = store;
  }

  void add(Entry entry, EntryProblem.Kind kind, String reason) {
    all.add(new EntryProblem(store.whereabouts(entry), entry, kind, reason));
  }

  void clear() {
    all.clear();
  }

  /** By file name. */
  List<EntryProblem> sorted() {
    Collections.sort(all);
    return all;
  }

  /** A line each, and of many of a kind the first few. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (EntryProblem.Kind kind : EntryProblem.Kind.values()) {
      int count = 0;
      for (EntryProblem problem : sorted()) {
        if (problem.kind() == kind && ++count <= MOST_NAMED) {
          lines.add(problem.words());
        }
      }
      if (count > MOST_NAMED) {
        lines.add(
            "%d more on %s %s: 'presence doctor' names them"
                .formatted(count - MOST_NAMED, store.name(), kind.many()));
      }
    }
    return lines;
  }
}
