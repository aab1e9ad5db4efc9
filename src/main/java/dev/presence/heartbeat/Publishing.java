package dev.presence.heartbeat;

import dev.presence.format.OwnFormat;
import dev.presence.format.RecordFormat;
import dev.presence.memory.OwnRecord;
import dev.presence.model.Beat;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import dev.presence.resolve.Reasons;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Outcome;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Stamps a record and puts it on every store, in place of what each of them held. */
final class Publishing {
  /** So often what is to be replaced may change under the hand before another writer is blamed. */
  private static final int MOST_TRIES = 4;

  private final Stores stores;
  private final OwnFacts facts;
  private final OwnRecord own;
  private final Beating beating;
  private final @Nullable List<String> requires;
  private final Clock clock;

  /**
   * Publishes.
   *
   * @param requires the parts that this node asks for; null to say what was said last
   */
  Publishing(
      Stores stores,
      OwnFacts facts,
      OwnRecord own,
      Beating beating,
      @Nullable List<String> requires,
      Clock clock) {
    this.stores = stores;
    this.facts = facts;
    this.own = own;
    this.beating = beating;
    this.requires = requires;
    this.clock = clock;
  }

  /**
   * Publishes these facts.
   *
   * @param first without {@code tss}; read again when a store has something else meanwhile
   * @param before what there was of this node's beats; null to put none
   * @param warnings what was said so far
   * @throws PresenceException when not one store could take them
   */
  Announced publish(NodeRecord first, Beating.@Nullable Before before, Set<String> warnings) {
    NodeName id = first.id();
    NodeRecord said = first;
    OwnFormat.Own remembered = own.recall(id);
    Set<String> written = new LinkedHashSet<>();
    for (int tries = 1; ; tries++) {
      if (tries > 1) {
        said = facts.read().record(); // Who may not have the lock may be behind with the facts too.
      }
      List<Outcome<Holding>> holdings = stores.each(new Finding(id), stores.deadline().quarter());
      for (Outcome<Holding> holding : holdings) {
        if (holding.result() != null) {
          warnings.addAll(holding.result().broken());
        }
      }
      NodeRecord newest = newest(holdings, remembered);
      said =
          said.requiring(
              requires != null ? requires : newest == null ? List.of() : newest.requires());
      NodeRecord record = stamped(said, newest, order(holdings), warnings);
      boolean gone = record.state().meaning() == NodeState.GONE;
      Beat beat = before == null || gone ? null : beating.next(id, record.tss(), before, warnings);
      if (remembered != null && newest != null && !RecordFormat.sameFacts(newest, said)) {
        sayOther(remembered.record(), newest, warnings);
      }
      List<String> failures = new ArrayList<>();
      Set<String> holders = new TreeSet<>();
      List<Store> behind = new ArrayList<>();
      for (Outcome<Receipt> put : put(record, beat, holdings)) {
        Receipt receipt = put.result();
        if (receipt == null) {
          failures.add(String.valueOf(put.failure()));
        } else if (receipt instanceof Receipt.Behind) {
          behind.add(put.store());
        } else {
          holders.add(put.store().name());
          if (receipt instanceof Receipt.Written done) {
            written.add(put.store().name());
            warnings.addAll(done.warnings());
          } else if (receipt instanceof Receipt.Unchanged kept) {
            warnings.addAll(kept.warnings());
          }
        }
      }
      if (beat != null) {
        putApart(beat, failures);
      }
      if (behind.isEmpty() || tries == MOST_TRIES || stores.deadline().isOver()) {
        for (Store store : behind) {
          failures.add(
              "%s: the record of %s is written by somebody else at the same time: give each machine a name of its own"
                  .formatted(store.name(), id));
        }
        return announced(record, written, holders, failures, warnings, remembered);
      }
    }
  }

  /** Beats alone, and leaves the record to whoever else writes it. */
  void beatOnly(Beat beat, List<String> failures) {
    for (Outcome<Receipt> put :
        stores.each(
            new BeatPutting(beat, beating.stores(), true), stores.deadline().threeQuarters())) {
      if (put.failure() != null) {
        failures.add(put.failure());
      }
    }
    putApart(beat, failures);
  }

  /** Puts the beat on the stores that hold beats alone. */
  private void putApart(Beat beat, List<String> failures) {
    if (beating.stores() == stores) {
      return;
    }
    for (Outcome<Receipt> put :
        beating
            .stores()
            .each(new BeatPutting(beat, stores, false), stores.deadline().threeQuarters())) {
      if (put.failure() != null) {
        failures.add("not beaten: " + put.failure());
      }
    }
  }

  private Announced announced(
      NodeRecord record,
      Set<String> written,
      Set<String> holders,
      List<String> failures,
      Set<String> warnings,
      OwnFormat.@Nullable Own remembered) {
    if (holders.isEmpty()) {
      throw new PresenceException(FailureKind.NO_STORE, String.join("; ", failures));
    }
    if (remembered != null) {
      holders.addAll(remembered.stores());
    }
    String forgotten =
        own.remember(new OwnFormat.Own(record, new ArrayList<>(holders)), stores.deadline());
    if (forgotten != null) {
      warnings.add(forgotten);
    }
    return new Announced(record, new ArrayList<>(written), failures, new ArrayList<>(warnings));
  }

  private static @Nullable NodeRecord newest(
      List<Outcome<Holding>> holdings, OwnFormat.@Nullable Own remembered) {
    NodeRecord newest = remembered == null ? null : remembered.record();
    for (Outcome<Holding> holding : holdings) {
      NodeRecord record = holding.result() == null ? null : holding.result().record();
      if (record != null && Holding.isNewer(record, newest)) {
        newest = record;
      }
    }
    return newest;
  }

  private static @Nullable Order order(List<Outcome<Holding>> holdings) {
    Order newest = null;
    for (Outcome<Holding> holding : holdings) {
      Order order = holding.result() == null ? null : holding.result().order();
      if (order != null && (newest == null || order.tss().compareTo(newest.tss()) > 0)) {
        newest = order;
      }
    }
    return newest;
  }

  /**
   * The newest record when it says the same, else these facts, now. One that was ordered left while
   * it is alive says the same once more, later than the order knew it.
   */
  private NodeRecord stamped(
      NodeRecord said, @Nullable NodeRecord newest, @Nullable Order order, Set<String> warnings) {
    Instant now = clock.instant();
    Stamp last = newest == null ? null : newest.stamp();
    if (order != null && said.state().meaning() != NodeState.GONE && order.holds(last, now)) {
      if (order.word() == Order.Word.LEFT) {
        warnings.add(
            "%s was %s: this node is alive and takes that back"
                .formatted(said.id(), Reasons.order(order)));
        Stamp known = order.of() == null ? order.tss() : order.of();
        return said.at(Stamp.after(Stamp.compare(known, last) > 0 ? known : last, now));
      }
      warnings.add(
          "%s is %s: 'presence undrain %1$s' ends it".formatted(said.id(), Reasons.order(order)));
    }
    return newest != null && newest.tss() != null && RecordFormat.sameFacts(newest, said)
        ? newest
        : said.at(Stamp.after(last, now));
  }

  /** What this node did not write itself, another one did. */
  private static void sayOther(NodeRecord remembered, NodeRecord newest, Set<String> warnings) {
    if (Holding.isNewer(newest, remembered)) {
      warnings.add(
          "the record of %s was changed at %s, and not from here: another machine or user announces it, and this node takes it back"
              .formatted(newest.id(), newest.stamp()));
    }
  }

  private List<Outcome<Receipt>> put(
      NodeRecord record, @Nullable Beat beat, List<Outcome<Holding>> holdings) {
    return stores.each(
        new Putting(record, beat, beating.stores(), holdings), stores.deadline().threeQuarters());
  }

  /** Puts a beat on those stores that are, or are not, among others. */
  private record BeatPutting(Beat beat, Stores others, boolean among)
      implements Stores.Turn<Receipt> {
    @Override
    public Receipt take(Store store) throws StoreException {
      return others.all().contains(store) == among
          ? store.put(new Announcement(null, beat), null)
          : new Receipt.Unchanged();
    }
  }

  /** Finds what a store holds of the node. */
  private record Finding(NodeName id) implements Stores.Turn<Holding> {
    @Override
    public Holding take(Store store) throws StoreException {
      return Holding.of(store, id);
    }
  }

  /** Puts the record in place of what the store held. */
  private record Putting(
      NodeRecord record, @Nullable Beat beat, Stores beatStores, List<Outcome<Holding>> holdings)
      implements Stores.Turn<Receipt> {
    @Override
    public Receipt take(Store store) throws StoreException {
      for (Outcome<Holding> holding : holdings) {
        if (holding.store() == store) {
          if (holding.result() == null) {
            throw new StoreException(String.valueOf(holding.failure()));
          }
          Entry entry = Entry.of(Entry.Kind.RECORD, record.id());
          return store.put(
              new Announcement(record, beatStores.all().contains(store) ? beat : null),
              holding.result().version(entry));
        }
      }
      throw new IllegalStateException("a store that was not asked");
    }
  }
}
