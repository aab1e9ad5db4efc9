package dev.presence.zk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, node by node, as ZooKeeper inherits nothing. All may read. People may do
 * everything; the fleet may add names; what a node added it may write, and no other node may. To
 * delete is a right on what holds a thing, and would be one on everybody's: a node empties instead,
 * and people delete. Marks alone the fleet may delete, which their holders make anew at once.
 */
final class Rights {
  private static final String DIGEST = "digest";

  private final @Nullable ZkAuth auth;

  /**
   * The rights of a list.
   *
   * @param auth null for a list on which everybody may do everything
   */
  Rights(@Nullable ZkAuth auth) {
    this.auth = auth == null || !auth.hasUser() ? null : auth;
  }

  boolean areSet() {
    return auth != null;
  }

  /** Whether it is a person's file, who makes lists and gives orders. */
  boolean isPerson() {
    return auth != null && auth.people().contains(hashed(auth.user()));
  }

  /** The root, and the orders. */
  List<ACL> ofPeople() {
    return auth == null ? open() : base(auth);
  }

  /** What nodes add names to. */
  List<ACL> ofNames() {
    return auth == null ? open() : with(auth, ZooDefs.Perms.CREATE, auth.fleet());
  }

  /** What nodes add marks to. */
  List<ACL> ofMarks() {
    return auth == null
        ? open()
        : with(auth, ZooDefs.Perms.CREATE | ZooDefs.Perms.DELETE, auth.fleet());
  }

  /** What one node wrote. */
  List<ACL> ofOwn() {
    return auth == null ? open() : with(auth, ZooDefs.Perms.WRITE, auth.user());
  }

  private static List<ACL> open() {
    return ZooDefs.Ids.OPEN_ACL_UNSAFE;
  }

  private static List<ACL> base(ZkAuth auth) {
    List<ACL> acl = new ArrayList<>();
    acl.add(new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));
    for (String person : auth.people()) {
      acl.add(new ACL(ZooDefs.Perms.ALL, new Id(DIGEST, person)));
    }
    return acl;
  }

  private static List<ACL> with(ZkAuth auth, int permissions, String user) {
    List<ACL> acl = base(auth);
    acl.add(new ACL(permissions, new Id(DIGEST, hashed(user))));
    return acl;
  }

  /** {@code NAME:HASH} of {@code NAME:PASSWORD}, as ZooKeeper's digests are made. */
  static String hashed(String user) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-1").digest(user.getBytes(StandardCharsets.UTF_8));
      return user.substring(0, user.indexOf(':')) + ':' + Base64.getEncoder().encodeToString(sha);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
