package dev.presence.heartbeat;

import dev.presence.memory.Row;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.resolve.Sighting;
import dev.presence.store.Entry;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deletes what left long ago from every store, or nothing; and orders that say nothing more. */
public final class Pruning {
  private final Stores stores;
  private final View view;
  private final Instant now;

  /**
   * Prunes what is seen in that view, and nothing that came since.
   *
   * @throws PresenceException when a store is away: an older record there would come back to life
   */
  public Pruning(Stores stores, View view, Instant now) {
    this.stores = stores;
    this.view = view;
    this.now = now;
    for (StoreView store : view.stores()) {
      if (!store.isReadable()) {
        throw new PresenceException(
            FailureKind.NO_STORE, store.failure() + "; nothing is pruned while a store is away");
      }
    }
  }

  /**
   * What is over, by id.
   *
   * @param nodes of which all goes
   * @param orders of which only the order goes
   */
  public record Over(List<String> nodes, List<String> orders) {}

  /** What left before a moment, within a scope, and the orders that were over then. */
  public Over over(Scope scope, Instant before) {
    Stamp limit = Stamp.of(before);
    List<String> nodes = new ArrayList<>();
    List<String> orders = new ArrayList<>();
    for (KnownNode node : view.nodes()) {
      Sighting sighting = node.sighting(Set.of());
      Order order = node.order();
      if (sighting != null
          && scope.includes(sighting.record().scope())
          && sighting.state(now) == NodeState.GONE
          && Stamp.compare(since(sighting), limit) < 0) {
        nodes.add(node.id());
      } else if (order != null
          && order.tss().compareTo(limit) < 0
          && (sighting == null || !order.holds(sighting.record().stamp(), now))) {
        orders.add(node.id());
      }
    }
    return new Over(nodes, orders);
  }

  /** When it was last said that the node is gone. */
  private @Nullable Stamp since(Sighting sighting) {
    Stamp said = sighting.record().stamp();
    Order order = sighting.order();
    return sighting.isOrdered(now) && order != null && Stamp.compare(order.tss(), said) > 0
        ? order.tss()
        : said;
  }

  /**
   * Deletes it: of each node the older records first, so that a deletion that fails brings nobody
   * back, then its beat, and the order that says that it left last.
   *
   * @return what was deleted; a node that came back meanwhile is left out
   */
  public Over prune(Over over) {
    List<String> nodes = new ArrayList<>();
    for (String id : over.nodes()) {
      if (deleteAll(records(id))) {
        deleteAll(beats(id));
        deleteAll(orders(id));
        nodes.add(id);
      }
    }
    List<String> orders = new ArrayList<>();
    for (String id : over.orders()) {
      if (deleteAll(orders(id))) {
        orders.add(id);
      }
    }
    return new Over(nodes, orders);
  }

  /** One thing to delete from one store. */
  private record Doomed(String store, Entry entry, @Nullable Version version, String stamp)
      implements Comparable<Doomed> {
    @Override
    public int compareTo(Doomed other) {
      return stamp.compareTo(other.stamp);
    }
  }

  private List<Doomed> records(String id) {
    List<Doomed> doomed = new ArrayList<>();
    for (StoreView store : view.stores()) {
      for (Entry.Kind kind : List.of(Entry.Kind.RECORD, Entry.Kind.FLAT)) {
        add(doomed, store, new Entry(kind, id));
      }
    }
    Collections.sort(doomed);
    return doomed;
  }

  private List<Doomed> orders(String id) {
    List<Doomed> doomed = new ArrayList<>();
    for (StoreView store : view.stores()) {
      add(doomed, store, new Entry(Entry.Kind.ORDER, id));
    }
    return doomed;
  }

  private static void add(List<Doomed> doomed, StoreView store, Entry entry) {
    Row row = store.row(entry);
    if (row != null && row.silence() == null) {
      doomed.add(new Doomed(store.store(), entry, row.version(), row.stamp()));
    }
  }

  private List<Doomed> beats(String id) {
    Entry entry = new Entry(Entry.Kind.BEAT, id);
    List<Doomed> doomed = new ArrayList<>();
    Map<String, Version> found = new TreeMap<>();
    for (Outcome<Map<Entry, @Nullable Version>> outcome :
        stores.each(store -> store.find(List.of(entry)))) {
      Version version = required(outcome).get(entry);
      if (version != null) {
        found.put(outcome.store().name(), version);
      }
    }
    for (Map.Entry<String, Version> beat : found.entrySet()) {
      doomed.add(new Doomed(beat.getKey(), entry, beat.getValue(), ""));
    }
    return doomed;
  }

  /** One after the other; false when one has changed since it was judged, and stays. */
  private boolean deleteAll(List<Doomed> doomed) {
    for (Doomed one : doomed) {
      Version version = one.version();
      if (version == null) {
        return false;
      }
      for (Store store : stores.all()) {
        if (store.name().equals(one.store()) && !delete(store, one.entry(), version)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean delete(Store store, Entry entry, Version version) {
    return required(
        Stores.Pending.begin(store, (Store one) -> one.delete(entry, version), stores.deadline())
            .await(stores.deadline()));
  }

  private static <T> T required(Outcome<T> outcome) {
    T result = outcome.result();
    if (result == null) {
      throw new PresenceException(
          FailureKind.NO_STORE, outcome.failure() + "; what was pruned before that is gone");
    }
    return result;
  }
}
