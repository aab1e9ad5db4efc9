package dev.presence.zk;

import dev.presence.model.NodeName;
import dev.presence.store.MarkedStore;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Marks of running processes: each goes with the session of the process that made it. */
final class Marking {
  private static final int WINDOW = 500;

  /** A mark that this process holds. */
  record Own(String id, String part, String writer) {}

  private final Layout layout;
  private final Places places;
  private final Rights rights;
  private final Creating creating;
  private final Attempts attempts;
  private final Folders<Version> entries;
  private final Folders<MarkedStore.Mark> marks;

  Marking(
      Layout layout,
      Places places,
      Rights rights,
      String store,
      Creating creating,
      Folders<Version> entries,
      Folders<MarkedStore.Mark> marks) {
    this.layout = layout;
    this.places = places;
    this.rights = rights;
    this.creating = creating;
    this.attempts = new Attempts(creating, store);
    this.entries = entries;
    this.marks = marks;
  }

  static final Folders.Kind<MarkedStore.Mark> HELD = new Held();

  /** A mark that goes with no session is none. */
  private static final class Held implements Folders.Kind<MarkedStore.Mark> {
    @Override
    public Batch.Reply ask(Batch batch, String path) {
      return batch.data(path, MarkText.LONGEST);
    }

    @Override
    public MarkedStore.@Nullable Mark of(Batch.Reply reply) {
      Stat stat = reply.stat();
      return stat == null || stat.getEphemeralOwner() == 0 ? null : MarkText.parse(reply.data());
    }

    @Override
    public int window() {
      return WINDOW;
    }
  }

  /**
   * Those that stand now, by id, each where the node's guard says. That is not asked again while
   * the record stands where it said.
   */
  Map<String, MarkedStore.Mark> of(Session session, Iterable<String> ids)
      throws KeeperException, StoreException {
    Map<String, String> folders = new LinkedHashMap<>();
    for (String id : ids) {
      String part = places.guarded(id);
      if (part != null && entries.has(session, layout.part(part), id)) {
        folders.put(id, layout.live(part));
      }
    }
    Map<String, Map<String, MarkedStore.Mark>> all =
        marks.read(session, new LinkedHashSet<>(folders.values()));
    Map<String, MarkedStore.Mark> held = new HashMap<>();
    List<String> window = new ArrayList<>();
    for (String id : ids) {
      String folder = folders.get(id);
      if (folder != null) {
        take(id, all.getOrDefault(folder, Map.of()).get(id), held);
      } else if (NodeName.isValid(id)) {
        window.add(id);
      }
      if (window.size() == WINDOW) {
        read(session, window, held);
        window.clear();
      }
    }
    read(session, window, held);
    return held;
  }

  private static void take(
      String id, MarkedStore.@Nullable Mark mark, Map<String, MarkedStore.Mark> held) {
    if (mark != null) {
      held.put(id, mark);
    }
  }

  private void read(Session session, List<String> ids, Map<String, MarkedStore.Mark> held)
      throws KeeperException {
    Batch batch = session.batch();
    Map<String, Batch.Reply> guards = new LinkedHashMap<>();
    for (String id : ids) {
      guards.put(id, batch.data(layout.node(id), Places.LONGEST));
    }
    batch.await();
    Batch asked = session.batch();
    Map<String, Batch.Reply> replies = new LinkedHashMap<>();
    for (Map.Entry<String, Batch.Reply> guard : guards.entrySet()) {
      String part = places.of(guard.getKey(), guard.getValue());
      if (part != null) {
        replies.put(
            guard.getKey(), asked.data(layout.mark(part, guard.getKey()), MarkText.LONGEST));
      }
    }
    asked.await();
    for (Map.Entry<String, Batch.Reply> reply : replies.entrySet()) {
      take(reply.getKey(), HELD.of(reply.getValue()), held);
    }
  }

  /**
   * Sees to it that the mark stands and goes with this session, by which alone it is this process's
   * own. One that this machine made in a session before goes with that one, and would take the mark
   * with it.
   *
   * @param takesOver whether it is taken from a session before: else it is only made where none
   *     stands, as two processes that take it from each other at once would never end
   * @return the other machine that holds it; null when it is this one's
   */
  @Nullable String hold(Session session, Own own, boolean takesOver)
      throws KeeperException, InterruptedException, StoreException {
    ZooKeeper client = session.client();
    byte[] text = MarkText.of(own.writer(), Duration.ofMillis(client.getSessionTimeout()));
    return attempts
        .until(session, path(own), () -> another(client, own, text, takesOver))
        .orElse(null);
  }

  private Optional<String> another(ZooKeeper client, Own own, byte[] text, boolean takesOver)
      throws KeeperException, InterruptedException, StoreException {
    String path = path(own);
    Stat stat = new Stat();
    byte[] there = read(client, path, stat);
    if (there == null) {
      creating.makeLive(client, own.part());
      client.create(path, text, rights.ofOwn(), CreateMode.EPHEMERAL);
      return Optional.empty();
    }
    if (stat.getEphemeralOwner() == client.getSessionId()) {
      if (!Arrays.equals(there, text)) { // This machine has another name by now.
        client.setData(path, text, stat.getVersion());
      }
      return Optional.empty();
    }
    MarkedStore.Mark mark = MarkText.parse(there);
    if (stat.getEphemeralOwner() != 0 && mark != null && !mark.writer().equals(own.writer())) {
      return Optional.of(mark.writer());
    }
    if (mark == null || takesOver) {
      client.multi(
          List.of(
              Op.delete(path, stat.getVersion()),
              Op.create(path, text, rights.ofOwn(), CreateMode.EPHEMERAL)));
    }
    return Optional.empty();
  }

  /** Where it stands. */
  String path(Own own) {
    return layout.mark(own.part(), own.id());
  }

  private static byte @Nullable [] read(ZooKeeper client, String path, Stat stat)
      throws KeeperException, InterruptedException {
    try {
      byte[] data = client.getData(path, false, stat);
      return data == null ? new byte[0] : data;
    } catch (KeeperException.NoNodeException e) {
      return null;
    }
  }

  /** Takes a mark away that is this process's, or was of one before it on this machine. */
  void release(ZooKeeper client, Own own) throws KeeperException, InterruptedException {
    Stat stat = new Stat();
    byte[] there = read(client, path(own), stat);
    MarkedStore.Mark mark = there == null ? null : MarkText.parse(there);
    boolean isHere = stat.getEphemeralOwner() == client.getSessionId();
    if (there != null && (isHere || (mark != null && mark.writer().equals(own.writer())))) {
      try {
        client.delete(path(own), stat.getVersion());
      } catch (KeeperException e) {
        if (!Attempts.isOvertaken(e)) { // It went by itself, or is another's by now.
          throw e;
        }
      }
    }
  }
}
