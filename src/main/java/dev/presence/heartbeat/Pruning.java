package dev.presence.heartbeat;

import dev.presence.format.Newest;
import dev.presence.model.ExitCode;
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
          && Stamp.compare(record.stamp(), limit) < 0
          && scope.hasDeployment(record)
          && scope.hasStacktype(record)) {
        old.put(record.id().value(), record);
      }
    }
    List<String> pruned = new ArrayList<>();
    for (NodeRecord record : old.values()) {
      if (!onAll(store -> isStill(store, record)).contains(false)) {
        // First every store knows that it left: a deletion that fails then brings nobody back.
        onAll(store -> store.publish(record));
        onAll(store -> delete(store, record));
        pruned.add(record.id().value());
      }
    }
    return pruned;
  }

  /** Looks once more, as the node may have come back since the list was read. */
  private static boolean isStill(Store store, NodeRecord record) throws StoreException {
    for (NodeRecord held : store.read(record.id()).records()) {
      if (Newest.isNewer(held, record)) {
        return false;
      }
    }
    return true;
  }

  private static boolean delete(Store store, NodeRecord record) throws StoreException {
    boolean still = isStill(store, record);
    if (still) {
      store.delete(record.id());
    }
    return still;
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
}
