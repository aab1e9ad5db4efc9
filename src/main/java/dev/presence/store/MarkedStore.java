package dev.presence.store;

import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store at which a running process can hold a mark: it stands while the process and the store
 * hear of each other, and goes by itself soon after. It says that a node lives, and when it goes it
 * proves nothing.
 */
public interface MarkedStore extends WatchedStore {
  /**
   * A mark that stands.
   *
   * @param session how long it outlives its process
   * @param writer the machine that holds it
   */
  record Mark(Duration session, String writer) {}

  /**
   * The marks of some nodes.
   *
   * @param held by id; those without one are left out
   * @param isUnbroken whether this process and the store have heard of each other without a break
   *     since the marks were last asked for, as when they never were: else a mark that is gone says
   *     nothing
   */
  record Marks(Map<String, Mark> held, boolean isUnbroken) {}

  /** How long a mark of this process would outlive it. */
  Duration session();

  /** The marks of these nodes that stand now. */
  Marks marks(Collection<String> ids) throws StoreException;

  /**
   * Holds this node's mark from now on, anew whenever it was lost, until the store is closed. A
   * close leaves it standing for its session, so that the next process of this node takes it over
   * and nobody sees a gap.
   *
   * @param part that the node plays, by which those who ask for it watch
   * @param writer this machine's name
   * @return the other machine that holds it, which keeps it; null when it is this one's
   */
  @Nullable String hold(NodeName id, PartName part, String writer) throws StoreException;

  /** Takes this node's mark away at once. */
  void release(NodeName id) throws StoreException;
}
