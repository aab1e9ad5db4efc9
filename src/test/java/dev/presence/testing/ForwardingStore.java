package dev.presence.testing;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Snapshot;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import java.time.Duration;

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
  public void create() throws StoreException {
    store.create();
  }

  @Override
  public Snapshot read() throws StoreException {
    return store.read();
  }

  @Override
  public Snapshot read(NodeName id) throws StoreException {
    return store.read(id);
  }

  @Override
  public boolean publish(NodeRecord record) throws StoreException {
    return store.publish(record);
  }

  @Override
  public Duration tryWriting() throws StoreException {
    return store.tryWriting();
  }

  @Override
  public void delete(NodeName id) throws StoreException {
    store.delete(id);
  }

  private record Away(String name) implements Store {
    private StoreException away() {
      return new StoreException(name + " is away");
    }

    @Override
    public void create() throws StoreException {
      throw away();
    }

    @Override
    public Snapshot read() throws StoreException {
      throw away();
    }

    @Override
    public Snapshot read(NodeName id) throws StoreException {
      throw away();
    }

    @Override
    public boolean publish(NodeRecord record) throws StoreException {
      throw away();
    }

    @Override
    public Duration tryWriting() throws StoreException {
      throw away();
    }

    @Override
    public void delete(NodeName id) throws StoreException {
      throw away();
    }
  }
}
