package dev.presence.zk;

import dev.presence.format.JsonReader;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** Lists, finds and loads. What is asked by name is looked for where the name's guard says. */
final class Reading {
  /** What one look may load, in bytes: no list, however hostile, ends a reader. */
  private static final long MOST_LOADED = 256L << 20;

  /** Folders, which any node may add: more than a fleet has, fewer than a batch holds. */
  private static final int MOST_PARTS = 10_000;

  /** Answers without content under way at once. */
  private static final int WINDOW = 1000;

  /** With content: no more of each is kept than a record may hold. */
  private static final int WINDOW_OF_CONTENT = 64;

  private final Layout layout;
  private final Places places;
  private final Folders<Version> entries;
  private final String store;

  Reading(Layout layout, Places places, Folders<Version> entries, String store) {
    this.layout = layout;
    this.places = places;
    this.entries = entries;
    this.store = store;
  }

  static final Folders.Kind<Version> LISTED = new Listed();

  /** Of what is there and says nothing of itself to this user, as servers from 3.9 on have it. */
  private static final Version REFUSED = new Version("?");

  private static @Nullable Version told(@Nullable Version version) {
    return REFUSED.equals(version) ? null : version;
  }

  /** Records and orders are listed by their versions. */
  private static final class Listed implements Folders.Kind<Version> {
    @Override
    public Batch.Reply ask(Batch batch, String path) {
      return batch.stat(path);
    }

    @Override
    public @Nullable Version of(Batch.Reply reply) {
      return reply.isRefused() ? REFUSED : Versions.of(reply);
    }

    @Override
    public int window() {
      return WINDOW;
    }
  }

  Listing list(Session session, Predicate<PartName> asked) throws KeeperException, StoreException {
    Batch batch = session.batch();
    Batch.Reply parts = batch.children(layout.parts());
    batch.await();
    checkMade(parts);
    if (parts.children().size() > MOST_PARTS) {
      throw ZkMessages.tooManyParts(store, MOST_PARTS);
    }
    Map<String, String> folders = new LinkedHashMap<>();
    for (String part : new TreeSet<>(parts.children())) { // Of two, all readers take the same one.
      if (PartName.isValid(part) && asked.test(new PartName(part))) {
        folders.put(layout.part(part), part);
      }
    }
    List<String> all = new ArrayList<>(folders.keySet());
    all.add(layout.orders());
    Map<String, Map<String, Version>> found = entries.read(session, all);
    if (!found.containsKey(layout.orders())) {
      throw withoutOrders(session);
    }
    Map<String, String> hidden = hidden(session, folders, found.keySet());
    Map<Entry, @Nullable Version> versions = new HashMap<>();
    for (Map.Entry<String, Version> order :
        found.getOrDefault(layout.orders(), Map.of()).entrySet()) {
      versions.put(new Entry(Entry.Kind.ORDER, order.getKey()), told(order.getValue()));
    }
    Map<String, List<String>> strays = new LinkedHashMap<>();
    for (Map.Entry<String, String> folder : folders.entrySet()) {
      for (Map.Entry<String, Version> record :
          found.getOrDefault(folder.getKey(), Map.of()).entrySet()) {
        Entry entry = new Entry(Entry.Kind.RECORD, record.getKey());
        if (versions.containsKey(entry)) {
          strays.computeIfAbsent(entry.id(), id -> new ArrayList<>()).add(folder.getValue());
        } else {
          versions.put(entry, told(record.getValue()));
          places.found(entry.id(), folder.getValue());
        }
      }
    }
    for (Map.Entry<String, String> stray : guarded(session, strays).entrySet()) {
      String id = stray.getKey();
      String folder = layout.part(stray.getValue());
      versions.put(
          new Entry(Entry.Kind.RECORD, id), told(found.getOrDefault(folder, Map.of()).get(id)));
      places.found(id, stray.getValue());
    }
    return hidden.isEmpty()
        ? new Listing(versions, asked)
        : new Listing(
            versions, part -> asked.test(part) && !hidden.containsKey(part.value()), hidden);
  }

  /** Orders that cannot be read are not lifted. */
  private StoreException withoutOrders(Session session) throws KeeperException {
    return isThere(session, layout.orders())
        ? ZkMessages.hidden(store, layout.orders())
        : ZkMessages.half(store, layout.orders());
  }

  /** The parts that this user may not read, with a sentence: any node can make such a one. */
  private Map<String, String> hidden(
      Session session, Map<String, String> folders, Set<String> found) throws KeeperException {
    Map<String, Batch.Reply> left = new TreeMap<>();
    Batch batch = session.batch();
    for (Map.Entry<String, String> folder : folders.entrySet()) {
      if (!found.contains(folder.getKey())) {
        left.put(folder.getValue(), batch.children(folder.getKey()));
      }
    }
    batch.await();
    Map<String, String> hidden = new TreeMap<>();
    for (Map.Entry<String, Batch.Reply> part : left.entrySet()) {
      if (part.getValue().isOk() || part.getValue().isRefused()) {
        hidden.put(part.getKey(), ZkMessages.hiddenPart(store, layout.part(part.getKey())));
      }
    }
    return hidden;
  }

  private static boolean isThere(Session session, String path) throws KeeperException {
    Batch batch = session.batch();
    Batch.Reply reply = batch.children(path);
    batch.await();
    return reply.isOk() || reply.isRefused();
  }

  /** Of records under several parts that one counts which the guard of the name is for. */
  private Map<String, String> guarded(Session session, Map<String, List<String>> parts)
      throws KeeperException {
    Map<String, String> guarded = new HashMap<>();
    List<String> ids = new ArrayList<>(parts.keySet());
    for (int start = 0; start < ids.size(); start += WINDOW) {
      Map<String, Batch.Reply> guards = new HashMap<>();
      Batch batch = session.batch();
      for (String id : ids.subList(start, Math.min(ids.size(), start + WINDOW))) {
        guards.put(id, batch.data(layout.node(id), Places.LONGEST));
      }
      batch.await();
      for (Map.Entry<String, Batch.Reply> guard : guards.entrySet()) {
        String named = Places.named(guard.getValue());
        if (named != null && parts.getOrDefault(guard.getKey(), List.of()).contains(named)) {
          guarded.put(guard.getKey(), named);
        }
      }
    }
    return guarded;
  }

  private void checkMade(Batch.Reply parts) throws KeeperException, StoreException {
    parts.children();
    if (!parts.isOk()) {
      throw ZkMessages.unmade(store);
    }
  }

  Map<Entry, @Nullable Version> find(Session session, Collection<Entry> entries)
      throws KeeperException, StoreException {
    Map<Entry, @Nullable Version> found = new HashMap<>();
    List<Entry> all = List.copyOf(entries);
    checkMade(session);
    for (int start = 0; start < all.size(); start += WINDOW) {
      List<Entry> window = all.subList(start, Math.min(all.size(), start + WINDOW));
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
    checkMade(parts);
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
