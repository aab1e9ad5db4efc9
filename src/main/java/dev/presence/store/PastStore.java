package dev.presence.store;

import dev.presence.model.NodeName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that still knows what it held before. */
public interface PastStore extends Store {
  /** The list as it was at that moment, to be read only. */
  Store at(Instant moment) throws StoreException;

  /**
   * What changed, the newest first.
   *
   * @param id of that node alone; null for all
   */
  List<Change> history(@Nullable NodeName id) throws StoreException;

  /**
   * One change of one entry.
   *
   * @param by who made it, fit to print
   * @param what in a few words, fit to print
   */
  record Change(Instant when, Entry entry, String by, String what) {}
}
