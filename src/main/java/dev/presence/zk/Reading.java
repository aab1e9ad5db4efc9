package dev.presence.zk;

import dev.presence.format.JsonReader;
import dev.presence.model.NodeName;
import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** Finds and loads what is asked by name, which is looked for where the name's guard says. */
final class Reading {
  /** What one look may load, in bytes: no list, however hostile, ends a reader. */
  private static final long MOST_LOADED = 256L << 20;

  /** Answers with content under way at once: no more of each is kept than a record may hold. */
  private static final int WINDOW_OF_CONTENT = 64;

  private final Layout layout;
  private final Places places;
  private final String store;

  Reading(Layout layout, Places places, String store) {
    this.layout = layout;
    this.places = places;
    this.store = store;
  }

  Map<Entry, @Nullable Version> find(Session session, Collection<Entry> entries)
      throws KeeperException, StoreException {
    Map<Entry, @Nullable Version> found = new HashMap<>();
    List<Entry> all = List.copyOf(entries);
    checkMade(session);
    for (int start = 0; start < all.size(); start += Lister.WINDOW) {
      List<Entry> window = all.subList(start, Math.min(all.size(), start + Lister.WINDOW));
      Map<Entry, Batch.Reply> replies = located(session, window, 0);
      for (Map.Entry<Entry, Batch.Reply> reply : replies.entrySet()) {
        Version version = Versions.of(reply.getValue());
        if (version != null) {
          found.put(reply.getKey(), version);
        } else if (reply.getValue().isRefused()) {
          found.put(reply.getKey(), null);
        }
      }
    }
    return found;
  }

  void checkMade(Session session) throws KeeperException, StoreException {
    Batch batch = session.batch();
    Batch.Reply parts = batch.stat(layout.parts());
    batch.await();
    parts.children(); // Throws where it is refused.
    if (!parts.isOk()) {
      throw ZkMessages.unmade(store);
    }
  }

  void load(Session session, Collection<Entry> entries, Store.Reader reader)
      throws KeeperException, StoreException {
    long bytes = 0;
    List<Entry> all = List.copyOf(entries);
    for (int start = 0; start < all.size(); start += WINDOW_OF_CONTENT) {
      List<Entry> window = all.subList(start, Math.min(all.size(), start + WINDOW_OF_CONTENT));
      Map<Entry, Batch.Reply> replies = located(session, window, JsonReader.LARGEST);
      for (Entry entry : window) {
        Loaded loaded = loaded(entry, replies.get(entry));
        if (loaded instanceof Loaded.Content content) {
          bytes += content.bytes().length;
          if (bytes > MOST_LOADED) {
            throw ZkMessages.tooMuch(store, MOST_LOADED);
          }
        }
        reader.take(entry, loaded);
      }
    }
  }

  private static Loaded loaded(Entry entry, Batch.@Nullable Reply reply) {
    if (!NodeName.isValid(entry.id())) {
      return new Loaded.Broken("has a name that is no node's");
    }
    if (reply != null && reply.isRefused()) {
      return new Loaded.Unreadable("cannot be read: its rights refuse it");
    }
    if (reply == null || !reply.isThere()) {
      return new Loaded.Vanished();
    }
    return reply.isTooLarge()
        ? new Loaded.Broken("is over 64 KiB")
        : new Loaded.Content(reply.data());
  }

  /** What stands where each of these is to be; those that can be nowhere are left out. */
  private Map<Entry, Batch.Reply> located(Session session, List<Entry> entries, int most)
      throws KeeperException {
    Map<Entry, Batch.Reply> replies = new HashMap<>();
    Map<Entry, Search> searches = new HashMap<>();
    Batch batch = session.batch();
    for (Entry entry : entries) {
      String id = entry.id();
      if (!NodeName.isValid(id) || entry.kind() == Entry.Kind.FLAT) {
        continue;
      }
      if (entry.isRecord()) {
        searches.put(entry, new Search(layout, places, batch, id, null, most));
      } else {
        String path = entry.kind() == Entry.Kind.BEAT ? layout.beat(id) : layout.order(id);
        replies.put(entry, most == 0 ? batch.stat(path) : batch.data(path, most));
      }
    }
    batch.await();
    Search.followAll(session, searches.values());
    for (Map.Entry<Entry, Search> search : searches.entrySet()) {
      Batch.Reply record = search.getValue().record();
      if (record != null) {
        replies.put(search.getKey(), record);
      }
    }
    return replies;
  }
}
