package dev.presence.heartbeat;

import dev.presence.files.Deadline;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds this node's mark on every store that has marks, as long as the node is on the list. */
public final class Marking {
  private final Stores stores;
  private final String writer;
  private volatile boolean isRefused;

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

  /** Whether another machine holds the mark: news of that one are a reason to try again. */
  public boolean isRefused() {
    return isRefused;
  }

  /**
   * Nothing is said under a name whose mark another machine holds: of the two, that one is on the
   * list. A store that cannot be told is told of by what comes then.
   */
  Announcer.Decision before(Announcer.Decision next) {
    return (current, by) -> {
      if (current.state().meaning() != NodeState.GONE) {
        mark(current, stores.deadline().quarter(), new ArrayList<>());
      }
      return next.on(current, by);
    };
  }

  /**
   * Holds the mark, or takes it away from a node that left. A store that cannot be told is one
   * failure more, and told again with the next announcement.
   *
   * @throws PresenceException when another machine holds it
   */
  void mark(Announced announced) {
    mark(announced.record(), stores.deadline().threeQuarters(), announced.failures());
  }

  private void mark(NodeRecord said, Deadline until, List<String> failures) {
    boolean isGone = said.state().meaning() == NodeState.GONE;
    PresenceException cloned = null;
    for (Outcome<String> outcome :
        stores.each(store -> marked(store, said.id(), said.part(), isGone), until)) {
      if (outcome.failure() != null) {
        failures.add("no mark: " + outcome.failure());
      } else if (outcome.result() != null && !outcome.result().isEmpty()) {
        cloned = cloned(said.id(), outcome.store(), outcome.result());
      }
    }
    if (cloned != null) {
      isRefused = true;
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
