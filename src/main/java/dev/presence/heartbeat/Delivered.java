package dev.presence.heartbeat;

import dev.presence.memory.Row;
import dev.presence.memory.Rows;
import dev.presence.memory.Spool;
import dev.presence.model.Answer;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.Peer;
import dev.presence.model.SaidState;
import dev.presence.model.Stamp;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.store.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The answer that was delivered before is all the memory there is when the memory is lost. A part
 * that would be empty keeps its peers, as a list that was made anew is no evidence that they are
 * gone; and a node keeps its place while what is on the list of it cannot be read.
 */
final class Delivered {
  private final Answer before;
  private final Answer now;
  private final Question question;
  private final Set<Entry> unreadable;
  private final Spool spool;
  private final Instant moment;
  private final List<Row> rows = new ArrayList<>();

  /**
   * What was delivered before, beside what the list says.
   *
   * @param unreadable the entries that could not be read
   * @param spool keeps what is taken over
   */
  Delivered(
      Answer before,
      Answer now,
      Question question,
      Set<Entry> unreadable,
      Spool spool,
      Instant moment) {
    this.before = before;
    this.now = now;
    this.question = question;
    this.unreadable = unreadable;
    this.spool = spool;
    this.moment = moment;
  }

  /** The rows to take over, as silent ones. */
  List<Row> rows() throws IOException {
    Answer.Part none = new Answer.Part(List.of(), List.of());
    for (PartQuery part : question.parts()) {
      Answer.Part old = before.parts().getOrDefault(part.name().value(), none);
      boolean empty = now.parts().getOrDefault(part.name().value(), none).peers().isEmpty();
      for (Peer peer : old.peers()) {
        if (isAsked(part, peer) && (empty || isUnreadable(peer))) {
          rows.add(Rows.delivered(record(peer, SaidState.NONE), spool, moment));
        }
      }
      for (Peer peer : old.draining()) {
        if (isAsked(part, peer)) {
          addDraining(peer);
        }
      }
    }
    return rows;
  }

  private void addDraining(Peer peer) throws IOException {
    if (isUnreadable(peer)) {
      SaidState draining = new SaidState(NodeState.DRAIN, null, null, null, null, null);
      rows.add(Rows.delivered(record(peer, draining), spool, moment));
    }
    if (unreadable.contains(Entry.of(Entry.Kind.ORDER, peer.id()))) {
      String reason = "as the answer that was delivered before has it";
      Order order =
          new Order(peer.id(), Order.Word.DRAINING, null, reason, Stamp.FIRST, null, null);
      rows.add(Rows.delivered(order, spool, moment));
    }
  }

  private boolean isAsked(PartQuery part, Peer peer) {
    return part.matches(peer.part()) && question.scope().includes(peer.scope());
  }

  private boolean isUnreadable(Peer peer) {
    return unreadable.contains(Entry.of(Entry.Kind.RECORD, peer.id()))
        || unreadable.contains(Entry.of(Entry.Kind.FLAT, peer.id()));
  }

  private static NodeRecord record(Peer peer, SaidState state) {
    return new NodeRecord(
        peer.id(),
        peer.part(),
        peer.scope(),
        peer.address(),
        peer.ports(),
        peer.zone(),
        peer.weight(),
        state,
        List.of(),
        null,
        peer.facts());
  }
}
