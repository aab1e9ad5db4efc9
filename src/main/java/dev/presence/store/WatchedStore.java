package dev.presence.store;

import dev.presence.model.PartName;
import java.util.function.Predicate;

/** A store that can call when something changes. */
public interface WatchedStore extends Store {
  /** A watch that goes on until it is closed, or its store is. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Calls whenever what is listed of these parts may have changed, also after a time in which a
   * change could have been missed. A call tells nothing of content, and several changes may be one
   * call: what is there has to be read. Beats call nobody.
   *
   * @param changed returns at once, and may be called by any thread
   * @throws StoreException when nothing can be watched there now
   */
  Watch watch(Predicate<PartName> parts, Runnable changed) throws StoreException;
}
