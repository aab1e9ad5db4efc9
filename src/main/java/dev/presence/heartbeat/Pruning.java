package dev.presence.heartbeat;

import dev.presence.format.Newest;
import dev.presence.model.ExitCode;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PresenceException;
import dev.presence.model.Scope;
import dev.presence.model.Snapshot;
import dev.presence.model.Stamp;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Deletes the records of nodes that left long ago, from every store or from none. */
public final class Pruning {
  private final Stores stores;

  public Pruning(Stores stores) {
    this.stores = stores;
  }

  /**
   * Deletes what left before a moment.
   *
   * @return the ids deleted, sorted
   * @throws PresenceException when a store is away: an older record there would come back to life
   */
  public List<String> prune(Scope scope, Instant before) {
    Stamp limit = Stamp.of(before);
    TreeMap<String, NodeRecord> old = new TreeMap<>();
    for (NodeRecord record : newest()) {
      if (record.state() == NodeState.GONE
          && isBefore(record, limit)
          && scope.hasDeployment(record)
          && scope.hasStacktype(record)) {
        old.put(record.id().value(), record);
      }
    }
    for (NodeRecord record : old.values()) {
      // First every store knows that it left: a deletion that fails then brings nobody back.
      onAll(store -> isOld(store, record.id(), limit) && store.publish(record));
      onAll(store -> delete(store, record.id(), limit));
    }
    return new ArrayList<>(old.keySet());
  }

  /** Looks once more, as the node may have come back since the list was read. */
  private static boolean isOld(Store store, NodeName id, Stamp limit) throws StoreException {
    for (NodeRecord record : store.read(id).records()) {
      if (!isBefore(record, limit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean delete(Store store, NodeName id, Stamp limit) throws StoreException {
    boolean old = isOld(store, id, limit);
    if (old) {
      store.delete(id);
    }
    return old;
  }

  private Collection<NodeRecord> newest() {
    List<List<NodeRecord>> records = new ArrayList<>();
    for (Snapshot snapshot : onAll(store -> store.read())) {
      records.add(snapshot.records());
    }
    return Newest.of(records);
  }

  private <T> List<T> onAll(Stores.Turn<T> turn) {
    List<T> results = new ArrayList<>();
    for (Outcome<T> outcome : stores.each(turn)) {
      if (outcome instanceof Outcome.Failed<T> failed) {
        throw new PresenceException(
            failed.late() ? ExitCode.TIMEOUT : ExitCode.NO_STORE,
            failed.reason() + "; nothing is pruned while a store is away");
      }
      results.add(((Outcome.Done<T>) outcome).result());
    }
    return results;
  }

  private static boolean isBefore(NodeRecord record, Stamp limit) {
    return Stamp.compare(record.stamp(), limit) < 0;
  }
}
