package dev.presence.store;

import dev.presence.model.NodeName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that still knows what it held before. */
public interface PastStore extends Store {
  /** The list as it was at that moment, to be read only; it need not be read before it is asked. */
  Store at(Instant moment);

  /**
   * The moment from which a change stood on the list; null for one that it never had.
   *
   * @param change as {@link Change#id}, or the beginning of it
   * @throws StoreException also when several begin so
   */
  @Nullable Instant came(String change) throws StoreException;

  /**
   * What changed, the newest first.
   *
   * @param id of that node alone; null for all
   */
  List<Change> history(@Nullable NodeName id) throws StoreException;

  /**
   * One change of one entry.
   *
   * @param id what the store calls it, fit to print
   * @param by who made it, fit to print
   * @param what in a few words, fit to print
   */
  record Change(String id, Instant when, Entry entry, String by, String what) {}
}
