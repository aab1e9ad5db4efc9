package dev.presence.zk;

import dev.presence.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/** Makes the folders of a list, each with its rights, and tells which are missing. */
final class Creating {
  private static final byte[] NOTHING = {};

  private final Layout layout;
  private final Rights rights;
  private final String store;

  Creating(Layout layout, Rights rights, String store) {
    this.layout = layout;
    this.rights = rights;
    this.store = store;
  }

  /**
   * Makes what of the list is not there, the folder of parts last: with it, it is one.
   *
   * @throws StoreException also for a node, whose list would have no rights that a person gave
   */
  void create(Session session) throws KeeperException, InterruptedException, StoreException {
    ZooKeeper client = session.client();
    boolean wasMade = client.exists(layout.parts(), false) != null;
    if (wasMade && missing(session).isEmpty() && !rights.isPerson()) {
      return;
    }
    if (rights.areSet() && !rights.isPerson()) {
      throw ZkMessages.forPeople(store);
    }
    int slash = 0;
    while ((slash = layout.root().indexOf('/', slash + 1)) > 0) {
      make(client, layout.root().substring(0, slash), rights.ofPeople());
    }
    make(client, layout.root(), rights.ofPeople());
    for (String folder : layout.folders()) {
      make(client, folder, of(folder));
    }
    if (wasMade && rights.isPerson()) {
      secure(session);
    }
  }

  private static void make(ZooKeeper client, String path, List<ACL> acl)
      throws KeeperException, InterruptedException {
    try {
      if (client.exists(path, false) == null) {
        client.create(path, NOTHING, acl, CreateMode.PERSISTENT);
      }
    } catch (KeeperException.NodeExistsException e) {
      return; // Another one made it meanwhile.
    }
  }

  private List<ACL> of(String path) {
    String folder = layout.folderOf(path);
    return folder.equals(layout.root()) || folder.equals(layout.orders())
        ? rights.ofPeople()
        : folder.equals(layout.lives()) ? rights.ofMarks() : rights.ofNames();
  }

  /** Makes the folder of a part's records, where there is none yet. */
  void makePart(ZooKeeper client, String part) throws KeeperException, InterruptedException {
    make(client, layout.part(part), rights.ofNames());
  }

  /** Makes the folder of a part's marks, where there is none yet. */
  void makeLive(ZooKeeper client, String part)
      throws KeeperException, InterruptedException, StoreException {
    try {
      make(client, layout.live(part), rights.ofMarks());
    } catch (KeeperException.NoNodeException e) {
      throw ZkMessages.half(store, layout.lives());
    }
  }

  /**
   * The list is there with all of its folders.
   *
   * @throws StoreException when it is not
   */
  void checkWhole(Session session) throws KeeperException, StoreException {
    List<String> missing = missing(session);
    if (missing.contains(layout.parts())) {
      throw ZkMessages.unmade(store);
    }
    if (!missing.isEmpty()) {
      throw ZkMessages.half(store, missing.get(0));
    }
  }

  /** The folders of the list that are not there. */
  private List<String> missing(Session session) throws KeeperException {
    Map<String, Batch.Reply> replies = new LinkedHashMap<>();
    Batch batch = session.batch();
    for (String folder : layout.folders()) {
      replies.put(folder, batch.stat(folder));
    }
    batch.await();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, Batch.Reply> reply : replies.entrySet()) {
      if (!reply.getValue().isOk() && !reply.getValue().isRefused()) {
        missing.add(reply.getKey());
      }
    }
    return missing;
  }

  /** Gives a list that was open its rights: all of it but what nodes wrote, who are not known. */
  private void secure(Session session) throws KeeperException, InterruptedException {
    Walk walk = Walk.over(session, layout);
    for (String folder : walk.folders()) {
      secure(session, folder, of(folder));
    }
    for (String order : walk.orders()) {
      secure(session, order, rights.ofPeople());
    }
  }

  private static void secure(Session session, String path, List<ACL> acl)
      throws KeeperException, InterruptedException {
    try {
      session.client().setACL(path, acl, -1);
    } catch (KeeperException.NoNodeException e) {
      return; // It went meanwhile.
    } catch (KeeperException.NoAuthException e) {
      return; // A part that another user made: whoever looks for what is open hears of it.
    }
  }
}
