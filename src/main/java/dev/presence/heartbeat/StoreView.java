package dev.presence.heartbeat;

import dev.presence.memory.Row;
import dev.presence.memory.SeenList;
import dev.presence.model.PartName;
import dev.presence.resolve.PartQuery;
import dev.presence.store.Entry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one store after a look at it.
 *
 * @param store its name, fit to print
 * @param list what it holds, as far as that is known; what is remembered where it could not be read
 * @param failure why it could not be read, a sentence; null when it could
 * @param known whether anything was ever remembered or read of it
 * @param problems the entries that are not as they should be, by file
 * @param hidden the parts of it that could not be read, each with a sentence
 */
public record StoreView(
    String store,
    SeenList list,
    @Nullable String failure,
    boolean known,
    List<EntryProblem> problems,
    Map<String, String> hidden) {
  public boolean isReadable() {
    return failure == null;
  }

  /** Whether it may hold records of which nothing is known. */
  boolean isBlind() {
    if (!isReadable()) {
      return !known;
    }
    for (EntryProblem problem : problems) {
      if (problem.kind() == EntryProblem.Kind.UNREADABLE
          && problem.entry().isRecord()
          && row(problem.entry()) == null) {
        return true;
      }
    }
    return false;
  }

  /** Whether it may hold records for that part of which nothing is known. */
  boolean hides(PartQuery query) {
    for (String part : hidden.keySet()) {
      if (query.matches(new PartName(part))) {
        return true;
      }
    }
    return false;
  }

  @Nullable Row row(Entry entry) {
    return list.row(entry);
  }

  /** How many records are known, silent ones included. */
  public int records() {
    return list.records();
  }
}
