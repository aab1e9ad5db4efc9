package dev.presence.cli;

import dev.presence.format.JournalFormat;
import dev.presence.model.NodeName;
import dev.presence.model.Stamp;
import dev.presence.store.Outcome;
import dev.presence.store.PastStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes and people said, from the stores that still know it, in the words of a journal. */
final class SaidChanges {
  private static final int SHORT = 10;

  /**
   * Every change of those stores.
   *
   * @param id of that node alone; null for all
   */
  static List<JournalFormat.Change> of(Stores stores, @Nullable NodeName id, Console console) {
    List<JournalFormat.Change> all = new ArrayList<>();
    for (Outcome<List<PastStore.Change>> outcome : stores.each(store -> past(store, id))) {
      if (outcome.result() == null) {
        console.say(outcome.failure() + " (its past is missing here)");
        continue;
      }
      for (PastStore.Change change : outcome.result()) {
        all.add(
            new JournalFormat.Change(
                Stamp.of(change.when()),
                "",
                part(change),
                change.entry().id(),
                "",
                "",
                change.entry().isRecord() ? "said" : "ordered",
                "%s: %s (%s)".formatted(change.by(), change.what(), shortened(change.id()))));
      }
    }
    return all;
  }

  private static List<PastStore.Change> past(Store store, @Nullable NodeName id)
      throws StoreException {
    return store instanceof PastStore past ? past.history(id) : List.of();
  }

  /** As much of it as {@code --at} needs. */
  private static String shortened(String change) {
    return change.substring(0, Math.min(SHORT, change.length()));
  }

  /** The part that a node said it plays; empty where the change does not tell. */
  private static String part(PastStore.Change change) {
    int end = change.what().indexOf(' ' + change.entry().id() + ':');
    String word = end < 0 ? "" : change.what().substring(0, end);
    return word.indexOf(' ') < 0 ? word : "";
  }

  private SaidChanges() {}
}
