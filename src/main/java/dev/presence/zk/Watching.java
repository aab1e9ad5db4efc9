package dev.presence.zk;

import dev.presence.model.PartName;
import dev.presence.store.MarkedStore;
import dev.presence.store.Version;
import dev.presence.store.WatchedStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * One watcher for the life of the process: on the records, marks and orders of the parts that
 * somebody asked for, and on this node's own mark. What an event says is taken for no more than a
 * reason to look.
 */
final class Watching implements Watcher {
  /** Somebody who wants to be called. */
  final class Asking implements WatchedStore.Watch {
    private final Predicate<PartName> parts;
    private final Runnable changed;

    private Asking(Predicate<PartName> parts, Runnable changed) {
      this.parts = parts;
      this.changed = changed;
    }

    @Override
    public void close() {
      all.remove(this);
    }
  }

  private final Layout layout;
  private final Places places;
  private final Folders<Version> entries;
  private final Folders<MarkedStore.Mark> marks;
  private final Runnable wake;
  private final List<Asking> all = new CopyOnWriteArrayList<>();

  /** What is watched in the session of that number. */
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  private volatile long watchedIn;
  private volatile @Nullable String own;

  /**
   * Watches nothing yet.
   *
   * @param places told of what happened before anybody is called, as are the next two
   * @param wake told when something is to be put right: a new part, or what was done to the own
   *     mark
   */
  Watching(
      Layout layout,
      Places places,
      Folders<Version> entries,
      Folders<MarkedStore.Mark> marks,
      Runnable wake) {
    this.layout = layout;
    this.places = places;
    this.entries = entries;
    this.marks = marks;
    this.wake = wake;
  }

  Asking add(Predicate<PartName> parts, Runnable changed) {
    Asking asking = new Asking(parts, changed);
    all.add(asking);
    return asking;
  }

  /** The path of this node's own mark, which is watched from the next arming on. */
  void own(String path) {
    own = path;
  }

  /**
   * Sees to it that all that is asked for is watched in this session.
   *
   * @return whether something was not, and may have changed meanwhile
   */
  synchronized boolean arm(ZooKeeper client) throws KeeperException, InterruptedException {
    if (client.getSessionId() != watchedIn) {
      watched.clear();
      watchedIn = client.getSessionId();
    }
    Map<String, AddWatchMode> wanted = wanted(client);
    for (String path : List.copyOf(watched)) {
      if (!wanted.containsKey(path)) {
        watched.remove(path);
        // One watcher's removal is the client's alone: the server would go on sending.
        client.removeAllWatches(path, WatcherType.Any, true, Watching::taken, null);
      }
    }
    boolean isNew = false;
    for (Map.Entry<String, AddWatchMode> path : wanted.entrySet()) {
      if (!watched.contains(path.getKey())) {
        client.addWatch(path.getKey(), this, path.getValue());
        watched.add(path.getKey());
        isNew = true;
      }
    }
    return isNew;
  }

  private Map<String, AddWatchMode> wanted(ZooKeeper client)
      throws KeeperException, InterruptedException {
    Map<String, AddWatchMode> wanted = new LinkedHashMap<>();
    if (!all.isEmpty()) {
      wanted.put(layout.parts(), AddWatchMode.PERSISTENT);
      wanted.put(layout.orders(), AddWatchMode.PERSISTENT_RECURSIVE);
      for (String part : client.getChildren(layout.parts(), false)) {
        if (PartName.isValid(part) && isAsked(part)) {
          wanted.put(layout.part(part), AddWatchMode.PERSISTENT_RECURSIVE);
          wanted.put(layout.live(part), AddWatchMode.PERSISTENT_RECURSIVE);
        }
      }
    }
    String mark = own;
    if (mark != null) {
      wanted.put(mark, AddWatchMode.PERSISTENT);
    }
    return wanted;
  }

  /** One that was gone already is no loss. */
  private static void taken(int result, String path, Object context) {}

  private boolean isAsked(String part) {
    PartName name = new PartName(part);
    for (Asking asking : all) {
      if (asking.parts.test(name)) {
        return true;
      }
    }
    return false;
  }

  /** The folders in which what happens is heard of in the session of this client. */
  Predicate<String> heardBy(ZooKeeper client) {
    return folder -> client.getSessionId() == watchedIn && watched.contains(folder);
  }

  @Override
  public void process(WatchedEvent event) {
    String path = event.getPath();
    if (path == null) {
      return; // Of the connection, which is another's business.
    }
    places.happened(path.substring(path.lastIndexOf('/') + 1));
    entries.happened(path);
    marks.happened(path);
    if (path.equals(layout.parts()) || path.equals(own)) {
      wake.run();
    }
    String part = layout.partOf(path);
    boolean isOfNone = !PartName.isValid(part); // An order is for whom it may concern.
    for (Asking asking : all) {
      if (isOfNone || asking.parts.test(new PartName(part))) {
        asking.changed.run();
      }
    }
  }

  /** Something may have been missed. */
  void callAll() {
    for (Asking asking : all) {
      asking.changed.run();
    }
  }
}
