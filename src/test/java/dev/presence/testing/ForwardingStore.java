package dev.presence.testing;

import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A real store, for tests that make one of its calls go wrong. */
public class ForwardingStore implements Store {
  private final Store store;

  public ForwardingStore(Store store) {
    this.store = store;
  }

  /** A store that is away: no call succeeds. */
  public static Store away(String name) {
    return new Away(name);
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Trust trust() {
    return store.trust();
  }

  @Override
  public void create() throws StoreException {
    store.create();
  }

  @Override
  public Listing list(Predicate<PartName> parts) throws StoreException {
    return store.list(parts);
  }

  @Override
  public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
    return store.find(entries);
  }

  @Override
  public void load(Collection<Entry> entries, Reader reader) throws StoreException {
    store.load(entries, reader);
  }

  @Override
  public Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException {
    return store.put(announcement, replaces);
  }

  @Override
  public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
    return store.put(order, replaces);
  }

  @Override
  public boolean delete(Entry entry, Version version) throws StoreException {
    return store.delete(entry, version);
  }

  @Override
  public @Nullable Duration tryWriting() throws StoreException {
    return store.tryWriting();
  }

  @Override
  public void close() {
    store.close();
  }

  private record Away(String name) implements Store {
    private StoreException away() {
      return new StoreException(name + " is away");
    }

    @Override
    public Trust trust() {
      return Trust.ALWAYS;
    }

    @Override
    public void create() throws StoreException {
      throw away();
    }

    @Override
    public Listing list(Predicate<PartName> parts) throws StoreException {
      throw away();
    }

    @Override
    public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
      throw away();
    }

    @Override
    public void load(Collection<Entry> entries, Reader reader) throws StoreException {
      throw away();
    }

    @Override
    public Receipt put(Announcement announcement, @Nullable Version replaces)
        throws StoreException {
      throw away();
    }

    @Override
    public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
      throw away();
    }

    @Override
    public boolean delete(Entry entry, Version version) throws StoreException {
      throw away();
    }

    @Override
    public @Nullable Duration tryWriting() throws StoreException {
      throw away();
    }

    @Override
    public void close() {}
  }
}
