package dev.presence.simulation;

import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.StoreView;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records and orders that one reader has had the chance to read. */
final class ListsSeen {
  /** A record that is ahead by an hour keeps no older one out. */
  private static final Duration SURELY_NOT_AHEAD = Duration.ofMinutes(50);

  private final Member me;
  private final Member[] members;
  private final Truth truth;
  private final int stores;
  private final @Nullable NodeRecord[][] known;
  private final boolean[][] standing;
  private final boolean[][] doubted;
  private final boolean[][] olderAt;

  /**
   * The older one there may count: the node stood by it, or the newer was further ahead of this
   * clock than it may be.
   */
  private final boolean[][] mayCount;

  private final @Nullable Order[][] orders;
  private final boolean[] mass;

  /** Of the newest record of each that was ever seen, forgotten or not. */
  private final @Nullable Stamp[] stamps;

  private final boolean[] listed;
  private final boolean[] inherits;

  /** In this look its record was newer than any before. */
  final boolean[] newer;

  /** In this look it was read for the first time. */
  final boolean[] firstKnown;

  /** Forgotten, a person having said so. */
  final boolean[] letGo;

  ListsSeen(Member me, Member[] members, Truth truth, int stores) {
    this.me = me;
    this.members = members;
    this.truth = truth;
    this.stores = stores;
    int nodes = members.length;
    known = new NodeRecord[stores][nodes];
    standing = new boolean[stores][nodes];
    doubted = new boolean[stores][nodes];
    olderAt = new boolean[stores][nodes];
    mayCount = new boolean[stores][nodes];
    orders = new Order[stores][nodes];
    mass = new boolean[stores];
    stamps = new Stamp[nodes];
    listed = new boolean[stores];
    inherits = new boolean[nodes];
    newer = new boolean[nodes];
    firstKnown = new boolean[nodes];
    letGo = new boolean[nodes];
  }

  /** All that was remembered is lost. */
  void forget() {
    for (int store = 0; store < stores; store++) {
      Arrays.fill(known[store], null);
      Arrays.fill(standing[store], false);
      Arrays.fill(doubted[store], false);
      Arrays.fill(olderAt[store], false);
      Arrays.fill(mayCount[store], false);
      Arrays.fill(orders[store], null);
    }
    Arrays.fill(mass, false);
    Arrays.fill(stamps, null);
    Arrays.fill(letGo, false);
    Arrays.fill(inherits, false);
  }

  /**
   * Reads what this look could read.
   *
   * @param served tells whether a store all of whose entries could not be read was given up
   */
  void read(Served served) {
    Instant now = me.clock.instant();
    for (int store = 0; store < stores; store++) {
      listed[store] = isListed(store, served.view().stores().get(store));
    }
    boolean[] left = new boolean[members.length];
    @Nullable NodeRecord[] before = new NodeRecord[members.length];
    for (int node = 0; node < members.length; node++) {
      left[node] = word(node, now) == NodeState.GONE;
      before[node] = newest(node);
    }
    for (int store = 0; store < stores; store++) {
      if (listed[store]) {
        read(store, left);
      }
    }
    for (int node = 0; node < members.length; node++) {
      NodeRecord newest = newest(node);
      firstKnown[node] = before[node] == null && newest != null;
      newer[node] = false;
      if (newest != null) {
        letGo[node] = false;
        newer[node] = stamps[node] != null && Stamp.compare(newest.stamp(), stamps[node]) > 0;
        stamps[node] = stamps[node] == null || newer[node] ? newest.stamp() : stamps[node];
      }
    }
  }

  /** One that cannot be read but for its names is none. */
  private boolean isListed(int store, StoreView view) {
    Way way = me.ways.get(store);
    boolean readable = !way.hidesList();
    if (readable != view.isReadable() && !(readable && isAllHidden(store))) {
      throw new Violation(
          "NO_CONTENT_FAILS_A_READER",
          "%s: %s is %s, and taken for the contrary: %s"
              .formatted(me, way.name(), readable ? "readable" : "away", view.failure()));
    }
    return view.isReadable();
  }

  private boolean isAllHidden(int store) {
    for (int node = 0; node < members.length; node++) {
      if (truth.at(store, node).hasRecord() && !isHidden(store, node, Entry.Kind.RECORD)) {
        return false;
      }
    }
    return true;
  }

  boolean isHidden(int store, int node, Entry.Kind kind) {
    return me.ways.get(store).hides(Entry.of(kind, members[node].id));
  }

  private void read(int store, boolean[] left) {
    int before = count(store);
    int count = 0;
    int missing = 0;
    int newlyMissing = 0;
    boolean[] newly = new boolean[members.length];
    for (int node = 0; node < members.length; node++) {
      Truth.Cell cell = truth.at(store, node);
      boolean stood = standing[store][node];
      if (!cell.hasRecord() || !isHidden(store, node, Entry.Kind.RECORD)) {
        readRecord(store, node, cell, left[node]);
      }
      readOrder(store, node, cell);
      if (known[store][node] != null) {
        count++;
        newly[node] = stood && !standing[store][node];
        missing += standing[store][node] ? 0 : 1;
        newlyMissing += newly[node] ? 1 : 0;
      }
    }
    mass[store] |= isMost(missing, Math.min(count, before));
    if (isMost(newlyMissing, Math.max(count, before))) {
      for (int node = 0; node < members.length; node++) {
        doubted[store][node] |= newly[node];
      }
    }
  }

  private int count(int store) {
    int count = 0;
    for (NodeRecord record : known[store]) {
      count += record == null ? 0 : 1;
    }
    return count;
  }

  /** So many that the list is at fault and no node. */
  private static boolean isMost(int missing, int of) {
    return missing >= 3 && 2 * missing > of;
  }

  private void readRecord(int store, int node, Truth.Cell cell, boolean hadLeft) {
    NodeRecord record = cell.record;
    standing[store][node] = record != null;
    if (record != null) {
      NodeRecord old = known[store][node];
      doubted[store][node] = false;
      olderAt[store][node] = old != null && Stamp.compare(record.stamp(), old.stamp()) < 0;
      mayCount[store][node] =
          olderAt[store][node]
              && (mayCount[store][node] || isAhead(old) || isNamed(node, record.stamp()));
      known[store][node] = olderAt[store][node] ? old : record;
    } else if (!cell.hasRecord() && hadLeft && !olderAt[store][node]) {
      known[store][node] = null; // Who was known to be gone is forgotten with its record.
      doubted[store][node] = false;
    }
  }

  private boolean isAhead(@Nullable NodeRecord record) {
    Instant latest = me.clock.instant().plus(SURELY_NOT_AHEAD);
    return record != null && Stamp.compare(record.stamp(), Stamp.of(latest)) > 0;
  }

  /** Whether the node stands by it, with a beat in any store. */
  private boolean isNamed(int node, @Nullable Stamp stamp) {
    for (int store = 0; store < stores; store++) {
      Truth.Pulse beat = truth.at(store, node).beat;
      if (beat != null && Stamp.compare(beat.beat().tss(), stamp) == 0) {
        return true;
      }
    }
    return false;
  }

  private void readOrder(int store, int node, Truth.Cell cell) {
    Order old = orders[store][node];
    if (!cell.hasOrder()) {
      orders[store][node] = null;
    } else if (cell.order != null
        && !isHidden(store, node, Entry.Kind.ORDER)
        && (old == null || cell.order.tss().compareTo(old.tss()) >= 0)) {
      orders[store][node] = cell.order;
    }
  }

  // What follows from it.

  /** Whether this look could read that list. */
  boolean isListed(int store) {
    return listed[store];
  }

  boolean isAnyListed() {
    for (boolean one : listed) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /** Whether a store is away, or an entry of it, of which nothing is known. */
  boolean mayBeBlind() {
    for (int store = 0; store < stores; store++) {
      boolean any = false;
      for (int node = 0; node < members.length; node++) {
        any |= known[store][node] != null;
        if (listed[store]
            && known[store][node] == null
            && isHidden(store, node, Entry.Kind.RECORD)) {
          return true;
        }
      }
      if (!listed[store] && !any) {
        return true; // A list that was empty is not remembered.
      }
    }
    return false;
  }

  /** The newest record that it has seen; null for none. */
  @Nullable NodeRecord newest(int node) {
    NodeRecord newest = null;
    for (int store = 0; store < stores; store++) {
      NodeRecord record = known[store][node];
      if (record != null && (newest == null || Stamp.compare(record.stamp(), newest.stamp()) > 0)) {
        newest = record;
      }
    }
    return newest;
  }

  /** What the node, or a person, last said of it, as far as this reader knows; null for nothing. */
  @Nullable NodeState word(int node, Instant now) {
    NodeRecord newest = newest(node);
    if (newest == null) {
      return null;
    }
    NodeState said = newest.state().meaning();
    Order order = order(node);
    return order == null ? said : order.strictest(said, newest.stamp(), now);
  }

  private @Nullable Order order(int node) {
    Order newest = null;
    for (int store = 0; store < stores; store++) {
      Order order = orders[store][node];
      if (order != null && (newest == null || order.tss().compareTo(newest.tss()) > 0)) {
        newest = order;
      }
    }
    return newest;
  }

  /** Whether a person took it away, known or not. */
  boolean isOrderedLeft(int node) {
    Order order = order(node);
    return order != null && order.word() == Order.Word.LEFT;
  }

  /**
   * Whether an order that cannot be read is taken to be the one that a former answer followed.
   *
   * @param begins whether that may begin now
   */
  boolean inheritsOrder(int node, boolean begins) {
    boolean hidden = false;
    for (int store = 0; store < stores; store++) {
      hidden |= !listed[store];
      hidden |= truth.at(store, node).hasOrder() && isHidden(store, node, Entry.Kind.ORDER);
    }
    inherits[node] = hidden && (begins || inherits[node]);
    return inherits[node];
  }

  /** Whether a restored backup leaves it open which of its records counts. */
  boolean isOlderShown(int node) {
    for (int store = 0; store < stores; store++) {
      if (olderAt[store][node]) {
        return true;
      }
    }
    return false;
  }

  /** Whether that is one which is no news for sure. */
  boolean isOlderNoNews(int node) {
    boolean mayBe = false;
    for (boolean[] store : mayCount) {
      mayBe |= store[node];
    }
    return isOlderShown(node) && !mayBe;
  }

  /** Whether a good record of it stands in one of the stores, as last read. */
  boolean isStanding(int node) {
    for (int store = 0; store < stores; store++) {
      if (standing[store][node]) {
        return true;
      }
    }
    return false;
  }

  /** Whether it says of itself that it serves or drains, in a part that is asked for. */
  boolean isCandidate(int node, Set<String> asked) {
    NodeRecord newest = newest(node);
    return newest != null
        && asked.contains(newest.part().value())
        && (newest.state().meaning() == NodeState.SERVING
            || newest.state().meaning() == NodeState.DRAINING);
  }

  /** Whether most of a store was ever missing or broken, and somebody of it still is. */
  boolean mayBeAtFault(int store) {
    Instant now = me.clock.instant();
    for (int node = 0; mass[store] && node < members.length; node++) {
      if (known[store][node] != null
          && !isStanding(node)
          && (isOlderShown(node) || word(node, now) != NodeState.GONE)) {
        return true;
      }
    }
    return false;
  }

  /** Some of those that went are known from a former answer alone, and count as well. */
  void blamed(int store) {
    mass[store] = true;
  }

  /** Whether the list is at fault for sure, so that its silence says nothing. */
  boolean isSurelyAtFault(int store) {
    Instant now = me.clock.instant();
    for (int node = 0; node < members.length; node++) {
      if (doubted[store][node] && !isStanding(node) && word(node, now) != NodeState.GONE) {
        return true;
      }
    }
    return false;
  }

  /** Nothing is certain of that any more. */
  void undoubt() {
    for (boolean[] store : doubted) {
      Arrays.fill(store, false);
    }
  }

  /** A person let go whoever is silent of the asked parts. */
  void accepted(Set<String> asked) {
    for (int store = 0; store < stores; store++) {
      for (int node = 0; node < members.length; node++) {
        if (asked.contains(members[node].part)
            && known[store][node] != null
            && !standing[store][node]) {
          known[store][node] = null;
          doubted[store][node] = false;
          letGo[node] = true;
        }
      }
    }
  }

  String words(int node) {
    StringBuilder words = new StringBuilder();
    for (int store = 0; store < stores; store++) {
      words.append(
          "  of list%d, %s: knows %s, %s%s%s; order %s%n"
              .formatted(
                  store,
                  listed[store] ? "read" : "not read",
                  Truth.words(known[store][node]),
                  standing[store][node] ? "standing" : "silent",
                  doubted[store][node] ? ", doubted" : "",
                  olderAt[store][node] ? ", an older one stands there" : "",
                  Truth.words(orders[store][node])));
    }
    return words.toString();
  }
}
