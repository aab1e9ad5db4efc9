package dev.presence.zk;

import dev.presence.model.PartName;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
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

/** Lists the records of the parts that are asked for, and the orders. */
final class Lister {
  /** Folders, which any node may add: more than a fleet has, fewer than a batch holds. */
  private static final int MOST_PARTS = 10_000;

  /** Answers without content under way at once. */
  static final int WINDOW = 1000;

  private final Layout layout;
  private final Places places;
  private final Folders<Version> entries;
  private final String store;

  Lister(Layout layout, Places places, Folders<Version> entries, String store) {
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
    Map<String, String> parts = parts(session, asked);
    Map<String, Map<String, Version>> found = found(session, parts.keySet());
    Map<String, String> hidden = hidden(session, parts, found.keySet());
    Map<Entry, @Nullable Version> versions = new HashMap<>();
    takeOrders(found, versions);
    Map<String, List<String>> strays = takeRecords(found, parts, versions);
    takeGuarded(session, found, strays, versions);
    return hidden.isEmpty()
        ? new Listing(versions, asked)
        : new Listing(
            versions, part -> asked.test(part) && !hidden.containsKey(part.value()), hidden);
  }

  /** The parts that are asked for, by the folders of their records. */
  private Map<String, String> parts(Session session, Predicate<PartName> asked)
      throws KeeperException, StoreException {
    Batch batch = session.batch();
    Batch.Reply parts = batch.children(layout.parts());
    batch.await();
    List<String> names = parts.children();
    if (!parts.isOk()) {
      throw ZkMessages.unmade(store);
    }
    if (names.size() > MOST_PARTS) {
      throw ZkMessages.tooManyParts(store, MOST_PARTS);
    }
    Map<String, String> folders = new LinkedHashMap<>();
    for (String part : new TreeSet<>(names)) { // Of two, all readers take the same one.
      if (PartName.isValid(part) && asked.test(new PartName(part))) {
        folders.put(layout.part(part), part);
      }
    }
    return folders;
  }

  /** What stands in these folders, and in that of the orders. */
  private Map<String, Map<String, Version>> found(Session session, Collection<String> folders)
      throws KeeperException, StoreException {
    List<String> all = new ArrayList<>(folders);
    all.add(layout.orders());
    Map<String, Map<String, Version>> found = entries.read(session, all);
    if (!found.containsKey(layout.orders())) {
      throw withoutOrders(session);
    }
    return found;
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

  private void takeOrders(
      Map<String, Map<String, Version>> found, Map<Entry, @Nullable Version> versions) {
    for (Map.Entry<String, Version> order :
        found.getOrDefault(layout.orders(), Map.of()).entrySet()) {
      versions.put(new Entry(Entry.Kind.ORDER, order.getKey()), told(order.getValue()));
    }
  }

  /**
   * Of records under several parts the first.
   *
   * @return the other parts of those, by id
   */
  private Map<String, List<String>> takeRecords(
      Map<String, Map<String, Version>> found,
      Map<String, String> parts,
      Map<Entry, @Nullable Version> versions) {
    Map<String, List<String>> strays = new LinkedHashMap<>();
    for (Map.Entry<String, String> folder : parts.entrySet()) {
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
    return strays;
  }

  /** Of records under several parts that one counts which the guard of the name is for. */
  private void takeGuarded(
      Session session,
      Map<String, Map<String, Version>> found,
      Map<String, List<String>> strays,
      Map<Entry, @Nullable Version> versions)
      throws KeeperException {
    for (Map.Entry<String, String> stray : guarded(session, strays).entrySet()) {
      String id = stray.getKey();
      String folder = layout.part(stray.getValue());
      versions.put(
          new Entry(Entry.Kind.RECORD, id), told(found.getOrDefault(folder, Map.of()).get(id)));
      places.found(id, stray.getValue());
    }
  }

  /** Those of these parts that the guards of the names are for, by id. */
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
}
