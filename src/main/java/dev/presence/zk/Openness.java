package dev.presence.zk;

import dev.presence.model.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/**
 * What of a list everybody may write who reaches it, what stands there for nobody, who may hear the
 * passwords, and whether its servers grant the session that is asked for.
 */
final class Openness {
  /** Rights that are asked for at once. */
  private static final int WINDOW = 1000;

  private final ZkAddress address;
  private final Layout layout;

  Openness(ZkAddress address, Layout layout) {
    this.address = address;
    this.layout = layout;
  }

  /**
   * Looks at all that stands on the list.
   *
   * @return what to do, fit to print; null when all is as it should be
   */
  @Nullable String look(Session session, @Nullable ZkAuth auth) throws KeeperException {
    Walk walk = Walk.over(session, layout);
    List<String> words = new ArrayList<>();
    if (!open(session, walk.folders()).isEmpty()) {
      words.add(
          "everybody who reaches it may write on it: name user, fleet and people in a file of auth=, and 'presence init' it again with that");
    } else {
      say(
          "everybody may write %s: made before the list had rights; 'deleteall' of zkCli.sh ends that, and its node makes it anew",
          open(session, walk.entries()), words);
    }
    say("%s may not be read: see who made that", walk.hidden(), words);
    say(
        "%s counts for nobody, as the same node has a record in another part: 'deleteall' of zkCli.sh ends that",
        walk.strays(session), words);
    if (isOverheard(address, auth)) {
      words.add(
          "the passwords of auth= go over the network in clear: give the servers a secureClientPort, and the address tls=yes");
    }
    long asked = address.session().toSeconds();
    long granted = session.client().getSessionTimeout() / 1000;
    if (granted != asked) {
      words.add(
          "its servers grant a session of %d s where %d s are asked for: ask for that with session= in the address, or set their %s"
              .formatted(
                  granted, asked, granted < asked ? "maxSessionTimeout" : "minSessionTimeout"));
    }
    return words.isEmpty() ? null : String.join("; ", words);
  }

  private static void say(String sentence, List<String> paths, List<String> words) {
    if (!paths.isEmpty()) {
      words.add(
          sentence.formatted(
              Printable.of(paths.get(0))
                  + (paths.size() == 1 ? "" : " and " + (paths.size() - 1) + " more")));
    }
  }

  private static List<String> open(Session session, List<String> paths) throws KeeperException {
    List<String> open = new ArrayList<>();
    for (int start = 0; start < paths.size(); start += WINDOW) {
      Map<String, Batch.Reply> replies = new LinkedHashMap<>();
      Batch batch = session.batch();
      for (String path : paths.subList(start, Math.min(paths.size(), start + WINDOW))) {
        replies.put(path, batch.rights(path));
      }
      batch.await();
      for (Map.Entry<String, Batch.Reply> reply : replies.entrySet()) {
        if (isOpen(reply.getValue().rights())) {
          open.add(reply.getKey());
        }
      }
    }
    return open;
  }

  private static boolean isOpen(List<ACL> rights) {
    for (ACL acl : rights) {
      if (acl.getId().getScheme().equals("world") && (acl.getPerms() & ~ZooDefs.Perms.READ) != 0) {
        return true;
      }
    }
    return false;
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
