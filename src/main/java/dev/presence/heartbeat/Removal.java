package dev.presence.heartbeat;

import dev.presence.format.Newest;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadFactException;
import dev.presence.model.BadRecord;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Notes;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Snapshot;
import dev.presence.model.Stamp;
import dev.presence.node.StateFacts;
import dev.presence.store.Outcome;
import dev.presence.store.Stores;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says for another node that it left, because it cannot say so itself. */
public final class Removal {
  private final Stores stores;
  private final Clock clock;
  private final Notes notes;

  public Removal(Stores stores, Clock clock, Notes notes) {
    this.stores = stores;
    this.clock = clock;
    this.notes = notes;
  }

  /**
   * What is on the list of a node, for {@link #left}.
   *
   * @throws PresenceException when there is nothing, or nothing that can be read
   */
  public NodeRecord find(NodeName id) {
    List<List<NodeRecord>> known = new ArrayList<>();
    BadRecord broken = null;
    for (Outcome.Done<Snapshot> done : stores.oneOrMore(store -> store.read(id), notes)) {
      known.add(done.result().records());
      for (BadRecord bad : done.result().bad()) {
        broken = bad;
      }
    }
    for (NodeRecord record : Newest.of(known)) {
      return record;
    }
    throw PresenceException.usage(
        broken == null
            ? "no node " + id + " is on the list: 'presence list' shows who is"
            : broken + "; it serves nobody as it is, so delete the file by hand");
  }

  /**
   * The record that says a node left; one that left already stays as it is.
   *
   * @param reason for people; null for none
   * @param by who says so
   * @throws PresenceException when a reader would not believe that record
   */
  public NodeRecord left(NodeRecord node, @Nullable String reason, String by) {
    if (node.state() == NodeState.GONE) {
      return node;
    }
    Stamp now = Stamp.of(clock.instant());
    Stamp last = node.stamp();
    Stamp stamp = last == null || now.compareTo(last) > 0 ? now : last.next();
    Map<String, @Nullable Object> changes = new HashMap<>();
    changes.put(KnownFacts.STATE, NodeState.LEFT);
    changes.put(KnownFacts.STATETSS, stamp.value());
    changes.put(
        KnownFacts.STATELOG, StateFacts.log(node.text(KnownFacts.STATELOG), NodeState.LEFT, stamp));
    changes.put(KnownFacts.STATEREASON, reason);
    changes.put(KnownFacts.STATEBY, by);
    changes.put(KnownFacts.STATEUNTIL, null);
    try {
      NodeRecord left = node.with(changes).at(stamp);
      RecordFormat.printChecked(left);
      return left;
    } catch (BadFactException | UnreadableException e) {
      throw PresenceException.usage(
          "the record of "
              + node.id()
              + " "
              + Printable.of(String.valueOf(e.getMessage()))
              + ": give a shorter --reason");
    }
  }

  /** Puts that record on every store. */
  public void publish(NodeRecord left) {
    stores.oneOrMore(store -> store.publish(left), notes);
  }
}
