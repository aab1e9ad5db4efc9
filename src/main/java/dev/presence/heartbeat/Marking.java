package dev.presence.heartbeat;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PartName;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.store.MarkedStore;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import org.jspecify.annotations.Nullable;

/** Holds this node's mark on every store that has marks, as long as the node is on the list. */
public final class Marking {
  private final Stores stores;
  private final String writer;

  /**
   * Marks on these stores.
   *
   * @param writer this machine's name among those that beat
   */
  public Marking(Stores stores, String writer) {
    this.stores = stores;
    this.writer = writer;
  }

  /**
   * The seconds for which a mark outlives this process, the longest; 0 where no store has marks.
   */
  public int session() {
    long longest = 0;
    for (Store store : stores.all()) {
      longest =
          store instanceof MarkedStore marked
              ? Math.max(longest, marked.session().toSeconds())
              : longest;
    }
    return (int) longest;
  }

  /**
   * Holds the mark, or takes it away from a node that left. A store that cannot be told is one
   * failure more, and told again with the next announcement.
   *
   * @throws PresenceException when another machine holds it
   */
  void mark(Announced announced) {
    NodeRecord said = announced.record();
    boolean isGone = said.state().meaning() == NodeState.GONE;
    PresenceException cloned = null;
    for (Outcome<String> outcome :
        stores.each(
            store -> marked(store, said.id(), said.part(), isGone),
            stores.deadline().threeQuarters())) {
      if (outcome.failure() != null) {
        announced.failures().add("no mark: " + outcome.failure());
      } else if (outcome.result() != null && !outcome.result().isEmpty()) {
        cloned = cloned(said.id(), outcome.store(), outcome.result());
      }
    }
    if (cloned != null) {
      throw cloned;
    }
  }

  /** The other machine that holds it; empty when all is well. */
  private String marked(Store store, NodeName id, PartName part, boolean isGone)
      throws StoreException {
    if (!(store instanceof MarkedStore marked)) {
      return "";
    }
    if (isGone) {
      marked.release(id);
      return "";
    }
    @Nullable String other = marked.hold(id, part, writer);
    return other == null ? "" : other;
  }

  private PresenceException cloned(NodeName id, Store store, String other) {
    return PresenceException.config(
        "another machine holds the mark of %s on %s: its writer is %s, this one's is %s: give one of them another instance-id"
            .formatted(id, store.name(), Printable.of(other), writer));
  }
}
