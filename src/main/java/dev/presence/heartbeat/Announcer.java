package dev.presence.heartbeat;

import dev.presence.format.Newest;
import dev.presence.memory.OwnRecord;
import dev.presence.model.BadRecord;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Notes;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Snapshot;
import dev.presence.model.Stamp;
import dev.presence.store.Outcome;
import dev.presence.store.Stores;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a node's record on every store; facts that are there already are no change. */
public final class Announcer {
  private final Stores stores;
  private final OwnRecord own;
  private final Clock clock;
  private final Notes notes;

  public Announcer(Stores stores, OwnRecord own, Clock clock, Notes notes) {
    this.stores = stores;
    this.own = own;
    this.clock = clock;
    this.notes = notes;
  }

  /**
   * How it went.
   *
   * @param record what is on the list now
   * @param written the stores that were written; the others had it
   */
  public record Announced(NodeRecord record, List<String> written) {}

  /**
   * Announces facts.
   *
   * @param facts a record without {@code tss}
   * @throws PresenceException when not one store could take it
   */
  public Announced announce(NodeRecord facts) {
    NodeRecord remembered = own.recall(facts.id());
    NodeRecord newest = newest(facts.id(), remembered);
    NodeRecord record = stamped(facts, newest);
    if (newest != null && remembered != null && newest != remembered && record != newest) {
      sayTakenBack(remembered, newest);
    }
    List<String> written = publish(record);
    own.remember(record);
    return new Announced(record, written);
  }

  private @Nullable NodeRecord newest(NodeName id, @Nullable NodeRecord remembered) {
    List<List<NodeRecord>> known = new ArrayList<>();
    for (Outcome<Snapshot> outcome : stores.each(store -> store.read(id))) {
      // A store that cannot be read says so once more, and better, when it is written.
      if (outcome instanceof Outcome.Done<Snapshot> done) {
        known.add(done.result().records());
        for (BadRecord bad : done.result().bad()) {
          notes.say(bad + "; it is written anew");
        }
      }
    }
    known.add(remembered == null ? List.of() : List.of(remembered));
    for (NodeRecord record : Newest.of(known)) {
      return record;
    }
    return null;
  }

  /** The newest record when it says the same, else these facts at max(now, newest + 1 s). */
  private NodeRecord stamped(NodeRecord facts, @Nullable NodeRecord newest) {
    if (newest != null && newest.text(KnownFacts.TSS) != null && newest.sameFacts(facts)) {
      return newest;
    }
    Stamp now = Stamp.of(clock.instant());
    Stamp last = newest == null ? null : newest.stamp();
    return facts.at(last == null || Stamp.compare(now, last) > 0 ? now : last.next());
  }

  private void sayTakenBack(NodeRecord remembered, NodeRecord newest) {
    if (Stamp.compare(newest.stamp(), remembered.stamp()) > 0) {
      String by = newest.text(KnownFacts.STATEBY);
      String reason = newest.text(KnownFacts.STATEREASON);
      notes.say(
          "the record of "
              + newest.id()
              + " was changed by "
              + (by == null ? "somebody else" : Printable.of(by))
              + " at "
              + newest.stamp()
              + (reason == null ? "" : " (" + Printable.of(reason) + ")")
              + ": this node is alive and takes it back");
    }
  }

  private List<String> publish(NodeRecord record) {
    List<String> written = new ArrayList<>();
    for (Outcome.Done<Boolean> done : stores.oneOrMore(store -> store.publish(record), notes)) {
      if (done.result()) {
        written.add(done.store().name());
      }
    }
    return written;
  }
}
