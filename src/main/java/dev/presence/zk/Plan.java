package dev.presence.zk;

import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One transaction. What this user may not delete is emptied instead, which is the same to readers:
 * to delete is a right on the folder, and who has it may delete everybody's.
 */
final class Plan {
  private static final byte[] NOTHING = {};

  private final List<Op> ops = new ArrayList<>();
  private final List<Op> emptying = new ArrayList<>();
  private boolean deletes;

  boolean isEmpty() {
    return ops.isEmpty();
  }

  void check(String path, int version) {
    add(Op.check(path, version));
  }

  /**
   * Sets what is there, or makes what is not.
   *
   * @param there null for what is not
   */
  void set(String path, @Nullable Stat there, byte[] bytes, List<ACL> acl) {
    add(
        there == null
            ? Op.create(path, bytes, acl, CreateMode.PERSISTENT)
            : Op.setData(path, bytes, there.getVersion()));
  }

  private void add(Op op) {
    ops.add(op);
    emptying.add(op);
  }

  void delete(String path, Stat there) {
    ops.add(Op.delete(path, there.getVersion()));
    emptying.add(Op.setData(path, NOTHING, there.getVersion()));
    deletes = true;
  }

  void carryOut(ZooKeeper client) throws KeeperException, InterruptedException {
    try {
      client.multi(ops);
    } catch (KeeperException.NoAuthException e) {
      if (!deletes) {
        throw named(e, ops);
      }
      try {
        client.multi(emptying);
      } catch (KeeperException.NoAuthException again) {
        throw named(again, emptying);
      }
    }
  }

  /** A transaction's exception names no path; its results tell which one it was. */
  private static KeeperException named(KeeperException e, List<Op> ops) {
    List<OpResult> results = e.getResults();
    for (int i = 0; results != null && i < results.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult error
          && error.getErr() == e.code().intValue()) {
        return KeeperException.create(e.code(), ops.get(i).getPath());
      }
    }
    return e;
  }
}
