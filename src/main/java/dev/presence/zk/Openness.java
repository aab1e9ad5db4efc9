package dev.presence.zk;

import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/** What of a list everybody may write who reaches it, and who may hear the passwords. */
final class Openness {
  /** So many entries are looked at: what is open is seldom one alone. */
  private static final int MOST = 1000;

  private final ZkAddress address;
  private final Layout layout;

  Openness(ZkAddress address, Layout layout) {
    this.address = address;
    this.layout = layout;
  }

  /**
   * Looks at the rights of the list.
   *
   * @return what to do, fit to print; null when nothing is open
   */
  @Nullable String look(ZooKeeper client, @Nullable ZkAuth auth)
      throws KeeperException, InterruptedException {
    List<String> open = new ArrayList<>();
    int entries = 0;
    for (String path : paths(client)) {
      if (isOpen(client, path)) {
        boolean isEntry = path.lastIndexOf('/') > layout.nodes().length();
        entries += isEntry ? 1 : 0;
        open.add(path);
      }
    }
    List<String> words = new ArrayList<>();
    if (open.size() > entries) {
      words.add(
          "everybody who reaches it may write on it: name user, fleet and people in a file of auth=, and 'presence init' it again with that");
    } else if (entries > 0) {
      words.add(
          "everybody may write %s%s: made before it had rights; 'presence prune' or 'setAcl' of ZooKeeper ends that"
              .formatted(open.get(0), entries == 1 ? "" : " and " + (entries - 1) + " more"));
    }
    if (isOverheard(address, auth)) {
      words.add(
          "the passwords of auth= go over the network in clear: give the servers a secureClientPort, and the address tls=yes");
    }
    return words.isEmpty() ? null : String.join("; ", words);
  }

  private List<String> paths(ZooKeeper client) throws KeeperException, InterruptedException {
    List<String> paths = new ArrayList<>(List.of(layout.root()));
    paths.addAll(layout.folders());
    for (String part : client.getChildren(layout.parts(), false)) {
      for (String id : client.getChildren(layout.part(part), false)) {
        if (paths.size() < MOST) {
          paths.add(layout.record(part, id));
        }
      }
    }
    return paths;
  }

  private static boolean isOpen(ZooKeeper client, String path)
      throws KeeperException, InterruptedException {
    try {
      for (ACL acl : client.getACL(path, null)) {
        if (acl.getId().getScheme().equals("world")
            && (acl.getPerms() & ~ZooDefs.Perms.READ) != 0) {
          return true;
        }
      }
      return false;
    } catch (KeeperException e) {
      if (e.code() == KeeperException.Code.NONODE || e.code() == KeeperException.Code.NOAUTH) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Whether the passwords go over a network as they are. By the address alone, as a name may lead
   * anywhere tomorrow.
   */
  static boolean isOverheard(ZkAddress address, @Nullable ZkAuth auth) {
    return auth != null && auth.hasUser() && !address.tls() && !isLoopback(address.servers());
  }

  private static boolean isLoopback(List<String> servers) {
    for (String server : servers) {
      String host = server.substring(0, server.lastIndexOf(':'));
      boolean isLocal = host.equals("localhost") || host.equals("[::1]") || isLoopback(host);
      if (!isLocal) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLoopback(String host) {
    for (int i = 0; i < host.length(); i++) {
      if ("0123456789.".indexOf(host.charAt(i)) < 0) {
        return false;
      }
    }
    return host.startsWith("127.");
  }
}
