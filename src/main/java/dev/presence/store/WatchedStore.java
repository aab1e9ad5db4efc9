package dev.presence.store;

import dev.presence.model.PartName;
import java.time.Duration;
import java.util.function.Predicate;

/** A store that can call when something changes. */
public interface WatchedStore extends Store {
  /**
   * Waits for news.
   *
   * @return a listing other than that one, or the same when nothing changed for so long
   */
  Listing next(Listing since, Predicate<PartName> parts, Duration wait) throws StoreException;
}
