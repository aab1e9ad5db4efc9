package dev.presence.store;

import dev.presence.model.Order;
import dev.presence.model.PartName;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a list is kept. It is opened once a command, and closed. A call does what it says or
 * throws; what one entry is like is never an exception. What is remembered, merged and judged is
 * not a store's business. Every store passes {@code StoreContract} in the tests.
 */
public interface Store extends AutoCloseable {
  /** Takes what is loaded, an entry at a time. */
  interface Reader {
    void take(Entry entry, Loaded loaded);
  }

  /** How far equal versions can be trusted to be equal content. */
  enum Trust {
    /** Always: the version is the content's id, or a number that no other change has. */
    ALWAYS,
    /**
     * Of an entry loaded twice, two seconds apart or more, with the same version and the same
     * bytes; and never of those that stand in an answer.
     */
    LOADED_TWICE
  }

  /** The store as people know it, fit to print and free of credentials; the same in every run. */
  String name();

  Trust trust();

  /** How a person finds that entry; by what is known already, nothing is asked for it. */
  default Whereabouts whereabouts(Entry entry) {
    return Whereabouts.ofFile(name(), entry);
  }

  /** Makes the store a list, where it is none yet. */
  void create() throws StoreException;

  /**
   * What is there, in which version; one that could not be listed to its end is never returned.
   *
   * @param parts a hint: whose records are cared for
   * @throws StoreException also when the store was never made a list
   */
  Listing list(Predicate<PartName> parts) throws StoreException;

  /**
   * Which of these entries are there, beats too, in which version; nothing is listed for it.
   *
   * @throws StoreException also when the store was never made a list
   */
  Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException;

  /** Loads each of these entries once, one at a time and bounded. */
  void load(Collection<Entry> entries, Reader reader) throws StoreException;

  /**
   * Puts a node's announcement on the list, the record whole and lasting and read back.
   *
   * @param replaces the version of the node's record that it takes the place of; null for none
   */
  Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException;

  /**
   * Puts an order on the list, whole and lasting and read back.
   *
   * @param replaces the version of the node's order that it takes the place of; null for none
   */
  Receipt put(Order order, @Nullable Version replaces) throws StoreException;

  /**
   * Takes an entry off the list.
   *
   * @return false when it is there in another version, and stays
   */
  boolean delete(Entry entry, Version version) throws StoreException;

  /**
   * Proves that the store can be written, and leaves nothing behind.
   *
   * @return how far the store's clock is ahead of this machine's; null when it tells none
   */
  @Nullable Duration tryWriting() throws StoreException;

  @Override
  void close();
}
