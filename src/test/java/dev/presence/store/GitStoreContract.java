package dev.presence.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.presence.files.Deadline;
import dev.presence.git.GitCache;
import dev.presence.git.GitStore;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.testing.GitServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract over a real repository; how it is reached, and its layout, are a subclass's. */
abstract class GitStoreContract extends StoreContract {
  protected final GitServer server;
  private boolean robbed;

  GitStoreContract(GitServer server) {
    this.server = server;
  }

  /** The list as stores name it. */
  protected abstract String address();

  protected abstract boolean isChains();

  @Override
  protected int rewrites() {
    return 60;
  }

  @Override
  protected int races() {
    return 5;
  }

  @Override
  protected Store open() {
    return new Reopened();
  }

  @Override
  protected Store openAgain() {
    return new Reopened();
  }

  @AfterEach
  void stop() throws Exception {
    if (!robbed) {
      server.check();
    }
    server.close();
  }

  @Override
  protected void plant(Entry entry, byte[] bytes) throws Exception {
    if (entry.kind() == Entry.Kind.RECORD && isChains()) {
      server.chain("refs/presence/all/" + entry.id(), entry.id() + ".json", bytes);
    } else {
      server.commit("main", "100644", server.blob(bytes), "presence/" + entry.path());
    }
  }

  @Override
  protected void obstruct(Entry entry) throws Exception {
    robbed = true;
    server.lose(
        isChains()
            ? "refs/presence/all/" + entry.id() + ":" + entry.id() + ".json"
            : "main:presence/" + entry.path());
  }

  @Override
  protected byte[] opened(String name) throws Exception {
    String object = name.substring(name.indexOf(": ") + 2);
    String file =
        object.startsWith("refs/presence/all/")
            ? ":" + object.substring(object.lastIndexOf('/') + 1) + ".json"
            : "";
    return (server.git("cat-file", "-p", object + file).strip() + "\n").getBytes(UTF_8);
  }

  private Store fresh() throws StoreException {
    try {
      return GitStore.open(
          address(),
          GitCache.NONE,
          "0badcafe",
          Deadline.in(Duration.ofSeconds(60)),
          Clock.systemUTC());
    } catch (dev.presence.model.BadTextException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A store is opened once a command: here each call is a command of its own. */
  private final class Reopened implements Store {
    private interface Call<T> {
      T on(Store store) throws StoreException;
    }

    private <T> T call(Call<T> call) throws StoreException {
      try (Store store = fresh()) {
        return call.on(store);
      }
    }

    @Override
    public String name() {
      try {
        return call(Store::name);
      } catch (StoreException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Trust trust() {
      return Trust.ALWAYS;
    }

    @Override
    public Whereabouts whereabouts(Entry entry) {
      try {
        return call(store -> store.whereabouts(entry));
      } catch (StoreException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void create() throws StoreException {
      call(
          store -> {
            store.create();
            return true;
          });
    }

    @Override
    public Listing list(Predicate<PartName> parts) throws StoreException {
      return call(store -> store.list(parts));
    }

    @Override
    public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
      return call(store -> store.find(entries));
    }

    @Override
    public void load(Collection<Entry> entries, Reader reader) throws StoreException {
      call(
          store -> {
            store.load(entries, reader);
            return true;
          });
    }

    @Override
    public Receipt put(Announcement announcement, @Nullable Version replaces)
        throws StoreException {
      return call(store -> store.put(announcement, replaces));
    }

    @Override
    public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
      return call(store -> store.put(order, replaces));
    }

    @Override
    public boolean delete(Entry entry, Version version) throws StoreException {
      return call(store -> store.delete(entry, version));
    }

    @Override
    public @Nullable Duration tryWriting() throws StoreException {
      try (Store store = fresh()) {
        return store.tryWriting();
      }
    }

    @Override
    public void close() {}
  }
}
