package dev.presence.store;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Snapshot;
import java.time.Duration;

/**
 * Where a list is kept. A call either did what it says or throws; a bad record is part of what was
 * read and never an exception. Every store passes {@code StoreContract} in the tests.
 */
public interface Store {
  /** The store as people know it, fit to print and free of credentials; the same in every run. */
  String name();

  /** Makes the store a list, where it is none yet. */
  void create() throws StoreException;

  /** The whole list; a list that could not be read to its end is never returned. */
  Snapshot read() throws StoreException;

  /** What the list holds of one node; without records and bad ones when it holds nothing. */
  Snapshot read(NodeName id) throws StoreException;

  /**
   * Puts a record on the list, whole and lasting, and reads it back.
   *
   * @return whether anything was written; a list that has these bytes already is not touched
   */
  boolean publish(NodeRecord record) throws StoreException;

  /**
   * Proves that the store can be written, and leaves nothing behind.
   *
   * @return how far the store's clock is ahead of this machine's
   */
  Duration tryWriting() throws StoreException;

  /** Takes all that is kept of a node off the list. */
  void delete(NodeName id) throws StoreException;
}
