package dev.presence.zk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.zookeeper.KeeperException;

/** All that stands on a list, as far as this user may see it: what has rights of its own. */
final class Walk {
  /** So many entries of a kind are looked at: what is wrong is seldom one alone. */
  private static final int MOST = 2500;

  private final Layout layout;
  private final List<String> folders = new ArrayList<>();
  private final List<String> entries = new ArrayList<>();
  private final List<String> hidden = new ArrayList<>();
  private final Map<String, List<String>> parts = new TreeMap<>();

  private Walk(Layout layout) {
    this.layout = layout;
  }

  static Walk over(Session session, Layout layout) throws KeeperException {
    Walk walk = new Walk(layout);
    walk.folders.add(layout.root());
    walk.folders.addAll(layout.folders());
    List<String> withParts = List.of(layout.parts(), layout.lives());
    List<String> holders =
        new ArrayList<>(List.of(layout.nodes(), layout.beats(), layout.orders()));
    for (Map.Entry<String, List<String>> folder : walk.below(session, withParts).entrySet()) {
      for (String part : folder.getValue()) {
        walk.folders.add(folder.getKey() + '/' + part);
        holders.add(folder.getKey() + '/' + part);
      }
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (Map.Entry<String, List<String>> folder : walk.below(session, holders).entrySet()) {
      for (String id : folder.getValue()) {
        String path = folder.getKey() + '/' + id;
        if (folder.getKey().startsWith(layout.parts() + '/')) {
          walk.parts.computeIfAbsent(id, any -> new ArrayList<>()).add(layout.partOf(path));
        }
        if (counts.merge(layout.folderOf(path), 1, Integer::sum) <= MOST) {
          walk.entries.add(path);
        }
      }
    }
    return walk;
  }

  private Map<String, List<String>> below(Session session, List<String> paths)
      throws KeeperException {
    Map<String, Batch.Reply> replies = new LinkedHashMap<>();
    Batch batch = session.batch();
    for (String path : paths) {
      replies.put(path, batch.children(path));
    }
    batch.await();
    Map<String, List<String>> below = new LinkedHashMap<>();
    for (Map.Entry<String, Batch.Reply> reply : replies.entrySet()) {
      if (reply.getValue().isRefused()) {
        hidden.add(reply.getKey());
      } else {
        below.put(reply.getKey(), List.copyOf(new TreeSet<>(reply.getValue().children())));
      }
    }
    return below;
  }

  /** The root, what stands in every list, and the folders of parts, of records and of marks. */
  List<String> folders() {
    return folders;
  }

  /** Records, guards, beats, orders and marks. */
  List<String> entries() {
    return entries;
  }

  /** The orders among them, which are people's. */
  List<String> orders() {
    List<String> orders = new ArrayList<>(entries);
    orders.removeIf(path -> !layout.folderOf(path).equals(layout.orders()));
    return orders;
  }

  /** The folders that this user may not read. */
  List<String> hidden() {
    return hidden;
  }

  /** The records that do not count, as another part has one that the guard of the name is for. */
  List<String> strays(Session session) throws KeeperException {
    Map<String, Batch.Reply> guards = new LinkedHashMap<>();
    Batch batch = session.batch();
    for (Map.Entry<String, List<String>> node : parts.entrySet()) {
      if (node.getValue().size() > 1 && guards.size() < MOST) {
        guards.put(node.getKey(), batch.data(layout.node(node.getKey()), Places.LONGEST));
      }
    }
    batch.await();
    List<String> strays = new ArrayList<>();
    for (Map.Entry<String, Batch.Reply> guard : guards.entrySet()) {
      List<String> all = parts.getOrDefault(guard.getKey(), List.of());
      String named = Places.named(guard.getValue());
      String counts = named != null && all.contains(named) ? named : all.get(0);
      for (String part : all) {
        if (!part.equals(counts)) {
          strays.add(layout.record(part, guard.getKey()));
        }
      }
    }
    return strays;
  }
}
