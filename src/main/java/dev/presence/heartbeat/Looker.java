package dev.presence.heartbeat;

import dev.presence.format.Newest;
import dev.presence.memory.SeenRecords;
import dev.presence.model.BadRecord;
import dev.presence.model.NodeRecord;
import dev.presence.model.Notes;
import dev.presence.model.Snapshot;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import java.util.ArrayList;
import java.util.List;

/** Sees what is new: reads every store, with memory standing in for those that are away. */
public final class Looker {
  private static final Stores.Turn<Snapshot> READ =
      new Stores.Turn<>() {
        @Override
        public Snapshot take(Store store) throws StoreException {
          return store.read();
        }
      };

  private final Stores stores;
  private final SeenRecords seen;
  private final Notes notes;

  public Looker(Stores stores, SeenRecords seen, Notes notes) {
    this.stores = stores;
    this.seen = seen;
    this.notes = notes;
  }

  /** Looks once; a store that is away and a file that is no record are said and cost no more. */
  public View look() {
    List<View.Part> parts = new ArrayList<>();
    List<List<NodeRecord>> records = new ArrayList<>();
    boolean readable = false;
    boolean late = false;
    for (Outcome<Snapshot> outcome : stores.each(READ)) {
      View.Part part;
      if (outcome instanceof Outcome.Done<Snapshot> done) {
        part = seen(done.store().name(), done.result());
      } else {
        Outcome.Failed<Snapshot> failed = (Outcome.Failed<Snapshot>) outcome;
        part = standIn(failed.store().name(), failed.reason());
        late |= failed.late();
      }
      readable |= part.failure() == null;
      parts.add(part);
      records.add(part.records());
    }
    return new View(parts, Newest.of(records), readable, late);
  }

  private View.Part seen(String store, Snapshot snapshot) {
    if (!snapshot.made() && snapshot.records().isEmpty()) {
      if (!seen.recall(store).isEmpty()) {
        return standIn(
            store,
            store + " has no all/ and had records before: mount it, or make it anew with init");
      }
      notes.say(store + " is no list yet: 'presence init " + store + "' makes it one");
    }
    for (BadRecord bad : snapshot.bad()) {
      notes.say(bad.toString());
    }
    return new View.Part(store, seen.merge(store, snapshot), snapshot.bad(), null);
  }

  private View.Part standIn(String store, String reason) {
    List<NodeRecord> records = seen.recall(store);
    notes.say(
        reason
            + (records.isEmpty()
                ? " (nothing is remembered of it)"
                : " (its " + records.size() + " last-read records stand in)"));
    return new View.Part(store, records, List.of(), reason);
  }
}
