package dev.presence.heartbeat;

import dev.presence.format.OrderFormat;
import dev.presence.format.UnreadableException;
import dev.presence.memory.Row;
import dev.presence.memory.SeenStores;
import dev.presence.memory.StateFolder;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PresenceException;
import dev.presence.model.Secrets;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.store.Outcome;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of another node what a person wants of it: its record stays its own. */
public final class Orders {
  private static final int MOST_TRIES = 4;

  private final Stores stores;
  private final StateFolder state;
  private final SeenStores seen;
  private final Clock clock;

  public Orders(Stores stores, StateFolder state, Clock clock) {
    this.stores = stores;
    this.state = state;
    this.seen = new SeenStores(state);
    this.clock = clock;
  }

  /**
   * What a person wants.
   *
   * @param by who it is; null where that is not told
   * @param reason for people; null for none
   * @param lasts after how long it ends; null for never, and for all but draining
   */
  public record Wish(
      Order.Word word, @Nullable String by, @Nullable String reason, @Nullable Duration lasts) {}

  /**
   * How it went.
   *
   * @param before the newest record of the node on a list; null when there is none
   * @param isKnown whether the node is on a list, or remembered
   * @param told the stores that have the order
   * @param failures why others could not be told, a sentence each
   * @param warnings what else a person should hear
   */
  public record Given(
      Order order,
      @Nullable NodeRecord before,
      boolean isKnown,
      List<String> told,
      List<String> failures,
      List<String> warnings) {}

  /** Gives the order on every store. */
  public Given give(NodeName id, Wish wish) {
    if (Secrets.match("reason", wish.reason())) {
      throw PresenceException.usage(
          "the --reason holds a URL with a password, and a list is public: leave it out");
    }
    // Of one memory one at a time: they write under one name. Who has no memory has a name alone.
    List<Given> given = new ArrayList<>(1);
    String failed = state.change(stores.deadline(), () -> given.add(giveAlone(id, wish)));
    return failed == null ? given.get(0) : giveAlone(id, wish);
  }

  private Given giveAlone(NodeName id, Wish wish) {
    List<Outcome<Holding>> holdings =
        stores.each(store -> Holding.of(store, id), stores.deadline().half());
    NodeRecord newest = null;
    Stamp known = remembered(id, Entry.Kind.ORDER);
    for (Outcome<Holding> outcome : holdings) {
      Holding holding = outcome.result();
      if (holding != null) {
        NodeRecord record = holding.record();
        newest = record != null && Holding.isNewer(record, newest) ? record : newest;
        known = holding.order() == null ? known : later(known, holding.order().tss());
      }
    }
    Order order = order(id, wish, newest, known);
    check(order);
    List<String> told = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Outcome<Receipt> outcome : stores.each(store -> put(store, order, holdings))) {
      if (outcome.result() == null) {
        failures.add(String.valueOf(outcome.failure()));
        continue;
      }
      told.add(outcome.store().name());
      if (outcome.result() instanceof Receipt.Written written) {
        warnings.addAll(written.warnings());
      }
    }
    boolean isKnown = newest != null || remembered(id, Entry.Kind.RECORD) != null;
    return new Given(order, newest, isKnown, told, failures, warnings);
  }

  /** What is too much for a list is the person's to mend, and no store's fault. */
  private static void check(Order order) {
    try {
      OrderFormat.print(order);
    } catch (UnreadableException e) {
      throw new PresenceException(
          FailureKind.USAGE,
          "the order for %s %s: give a shorter --reason".formatted(order.id(), e.getMessage()),
          e);
    }
  }

  private Order order(NodeName id, Wish wish, @Nullable NodeRecord newest, @Nullable Stamp known) {
    Instant now = clock.instant();
    Stamp tss = Stamp.after(known, now);
    Stamp of = null;
    if (wish.word() == Order.Word.LEFT) {
      Stamp record =
          later(remembered(id, Entry.Kind.RECORD), newest == null ? null : newest.stamp());
      of = record == null ? tss : record;
    }
    return new Order(
        id,
        wish.word(),
        wish.by(),
        wish.reason(),
        tss,
        wish.lasts() == null ? null : Stamp.of(now.plus(wish.lasts())),
        of);
  }

  /** The newest stamp of an entry that this node remembers; a store may be away. */
  private @Nullable Stamp remembered(NodeName id, Entry.Kind kind) {
    Stamp newest = null;
    for (Store store : stores.all()) {
      Row row = seen.recall(store.name()).list().row(Entry.of(kind, id));
      if (row != null && !row.stamp().isEmpty()) {
        newest = later(newest, new Stamp(row.stamp()));
      }
    }
    return newest;
  }

  private static @Nullable Stamp later(@Nullable Stamp one, @Nullable Stamp other) {
    return Stamp.compare(one, other) >= 0 ? one : other;
  }

  /** Two people may say something at once: the later word stands. */
  private static Receipt put(Store store, Order order, List<Outcome<Holding>> holdings)
      throws StoreException {
    Holding holding = null;
    for (Outcome<Holding> outcome : holdings) {
      holding = outcome.store() == store ? outcome.result() : holding;
    }
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      Holding held = holding == null ? Holding.of(store, order.id()) : holding;
      if (held.order() != null && held.order().tss().compareTo(order.tss()) >= 0) {
        throw new StoreException(
            "%s: a later order for %s stands there: see 'presence show %2$s'"
                .formatted(store.name(), order.id()));
      }
      Receipt receipt = store.put(order, held.version(Entry.of(Entry.Kind.ORDER, order.id())));
      if (!(receipt instanceof Receipt.Behind)) {
        return receipt;
      }
      holding = null;
    }
    throw new StoreException(
        "%s: the order for %s is written by others at the same time: try again"
            .formatted(store.name(), order.id()));
  }
}
