package dev.presence.store;

import org.jspecify.annotations.Nullable;

/** A store on a server that somebody has to keep in order. */
public interface TendedStore extends Store {
  /**
   * Looks whether the server wants housekeeping, as far as that can be seen from here.
   *
   * @return what was seen and what to do, fit to print; null when nothing was
   */
  @Nullable String wants() throws StoreException;
}
