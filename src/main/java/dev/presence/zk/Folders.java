package dev.presence.zk;

import dev.presence.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * What stands in folders of the list. Of one that is watched it is kept, and no more is read again
 * than what events have named since: an event tells where something changed, and is never asked
 * what. After a break in which one may have been missed, the whole folder is read anew.
 */
final class Folders<V> {
  private static final int MOST_ENTRIES = 100_000;

  /** What is asked of an entry. */
  interface Kind<V> {
    Batch.Reply ask(Batch batch, String path);

    /** What counts of it; null when that is nothing. */
    @Nullable V of(Batch.Reply reply);

    /** How many answers may be under way at once. */
    int window();
  }

  private static final class Known<V> {
    private final Map<String, V> entries = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final long breaks;

    /** Not while it is read: what fails half-way is read anew. */
    private boolean isWhole;

    private Known(long breaks) {
      this.breaks = breaks;
    }
  }

  private final Kind<V> kind;
  private final String store;
  private final Map<String, Known<V>> all = new HashMap<>();

  Folders(Kind<V> kind, String store) {
    this.kind = kind;
    this.store = store;
  }

  /** Something happened there; called while a turn reads, too. */
  synchronized void happened(String path) {
    all.remove(path);
    int slash = path.lastIndexOf('/');
    Known<V> known = all.get(path.substring(0, slash));
    if (known != null) {
      known.named.add(path.substring(slash + 1));
    }
  }

  /** All is read anew. */
  synchronized void forget() {
    all.clear();
  }

  private synchronized void forget(String folder) {
    all.remove(folder);
  }

  /** Whether that entry is known to stand in a folder that is kept. */
  synchronized boolean has(Session session, String folder, String id) {
    Known<V> known = all.get(folder);
    return known != null
        && known.isWhole
        && known.breaks == session.breaks()
        && known.entries.containsKey(id);
  }

  /**
   * What stands in each of these, by folder and name; one that this user may not read, or that is
   * not there, is left out. An answer of the ensemble must have come in this turn before, as what
   * events told earlier is known by then.
   */
  Map<String, Map<String, V>> read(Session session, Collection<String> folders)
      throws KeeperException, StoreException {
    Map<String, Known<V>> taken = new LinkedHashMap<>();
    Map<String, Collection<String>> names = new HashMap<>();
    Map<String, Batch.Reply> listed = new HashMap<>();
    Batch batch = session.batch();
    for (String folder : folders) {
      Set<String> named = new HashSet<>();
      Known<V> known = take(session, folder, named);
      taken.put(folder, known);
      if (known.isWhole) {
        names.put(folder, named);
      } else {
        listed.put(folder, batch.children(folder));
      }
      known.isWhole = false;
    }
    batch.await();
    for (Map.Entry<String, Batch.Reply> reply : listed.entrySet()) {
      if (reply.getValue().isOk()) {
        names.put(reply.getKey(), reply.getValue().children());
      } else {
        forget(reply.getKey());
        taken.remove(reply.getKey());
      }
    }
    Window window = new Window(session);
    Map<String, Map<String, V>> read = new LinkedHashMap<>();
    for (Map.Entry<String, Known<V>> folder : taken.entrySet()) {
      Map<String, V> entries = folder.getValue().entries;
      for (String name : names.getOrDefault(folder.getKey(), Set.of())) {
        window.ask(folder.getKey() + '/' + name, name, entries);
      }
      read.put(folder.getKey(), entries);
    }
    window.take();
    keep(session, taken);
    return read;
  }

  private synchronized Known<V> take(Session session, String folder, Set<String> named) {
    Known<V> known = all.get(folder);
    if (known == null || !known.isWhole || known.breaks != session.breaks()) {
      known = new Known<>(session.breaks());
      all.put(folder, known);
    }
    named.addAll(known.named);
    known.named.clear();
    return known;
  }

  private synchronized void keep(Session session, Map<String, Known<V>> taken) {
    for (Map.Entry<String, Known<V>> folder : taken.entrySet()) {
      if (session.heard().test(folder.getKey())) {
        folder.getValue().isWhole = true;
      } else {
        all.remove(folder.getKey());
      }
    }
  }

  /** What is asked for without waiting, and then waited for. */
  private final class Window {
    private record Asked<V>(String name, Map<String, V> entries, Batch.Reply reply) {}

    private final Session session;
    private final List<Asked<V>> asked = new ArrayList<>();
    private Batch batch;
    private int most = MOST_ENTRIES;

    private Window(Session session) {
      this.session = session;
      this.batch = session.batch();
    }

    private void ask(String path, String name, Map<String, V> entries)
        throws KeeperException, StoreException {
      if (most-- == 0) {
        throw ZkMessages.tooMany(store, MOST_ENTRIES);
      }
      asked.add(new Asked<>(name, entries, kind.ask(batch, path)));
      if (asked.size() == kind.window()) {
        take();
      }
    }

    private void take() throws KeeperException {
      batch.await();
      for (Asked<V> one : asked) {
        V found = kind.of(one.reply());
        if (found == null) {
          one.entries().remove(one.name());
        } else {
          one.entries().put(one.name(), found);
        }
      }
      asked.clear();
      batch = session.batch();
    }
  }
}
