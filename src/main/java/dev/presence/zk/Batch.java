package dev.presence.zk;

import dev.presence.format.JsonReader;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Questions sent one after the other without waiting, and then waited for together: what costs is
 * the way to the server.
 */
final class Batch {
  private final Client client;
  private final Large large;
  private final long millis;
  private final Phaser open = new Phaser(1);
  private volatile @Nullable KeeperException failure;

  /**
   * An empty batch.
   *
   * @param large what is known to hold too much
   * @param millis how long the answers are waited for
   */
  Batch(Client client, Large large, long millis) {
    this.client = client;
    this.large = large;
    this.millis = millis;
  }

  /** What came of one question: there, not there, or not for this user. */
  final class Reply
      implements AsyncCallback.DataCallback,
          AsyncCallback.StatCallback,
          AsyncCallback.ChildrenCallback,
          AsyncCallback.ACLCallback {
    private final String path;
    private final int most;
    private KeeperException.Code code = KeeperException.Code.NONODE;
    private byte @Nullable [] data;
    private @Nullable Stat stat;
    private List<String> children = List.of();
    private List<ACL> rights = List.of();

    private Reply(String path, int most) {
      this.path = path;
      this.most = most;
      open.register();
    }

    @Override
    public void processResult(
        int result, String path, Object context, byte @Nullable [] read, @Nullable Stat found) {
      data = read;
      if (found != null) {
        large.seen(path, found.getDataLength() > most);
      }
      end(result, found);
    }

    @Override
    public void processResult(int result, String path, Object context, @Nullable Stat found) {
      if (most > 0 && found != null && found.getDataLength() <= most) {
        read(this); // It was larger before.
      } else {
        if (found != null && found.getDataLength() > JsonReader.LARGEST) {
          large.seen(path, true);
        }
        end(result, found);
      }
    }

    @Override
    public void processResult(
        int result, String path, Object context, @Nullable List<String> names) {
      children = names == null ? List.of() : names;
      end(result, null);
    }

    @Override
    public void processResult(
        int result, String path, Object context, @Nullable List<ACL> acl, @Nullable Stat found) {
      rights = acl == null ? List.of() : acl;
      end(result, found);
    }

    private void end(int result, @Nullable Stat found) {
      code = KeeperException.Code.get(result);
      stat = found;
      switch (code) {
        case OK, NONODE, NOAUTH -> {}
        default -> failure = KeeperException.create(code, path);
      }
      open.arriveAndDeregister();
    }

    boolean isOk() {
      return code == KeeperException.Code.OK;
    }

    boolean isRefused() {
      return code == KeeperException.Code.NOAUTH;
    }

    /** Whether something stands there; an emptied one is gone. */
    boolean isThere() {
      return stat != null && stat.getDataLength() > 0;
    }

    @Nullable Stat stat() {
      return stat;
    }

    /** Whether it holds more than was to be read of it. */
    boolean isTooLarge() {
      return stat != null && stat.getDataLength() > most;
    }

    /** What it holds; nothing when that is more than was to be read. */
    byte[] data() {
      return data == null ? new byte[0] : data;
    }

    /** Who may do what with it; nobody when this user may not know. */
    List<ACL> rights() {
      return rights;
    }

    /** Those below it; none when it is not there. */
    List<String> children() throws KeeperException {
      if (isRefused()) {
        throw KeeperException.create(code, path);
      }
      return children;
    }
  }

  /**
   * What stands there.
   *
   * @param most of what is longer, nothing is kept
   */
  Reply data(String path, int most) {
    Reply reply = new Reply(path, most);
    if (large.has(path)) {
      client.exists(path, false, (AsyncCallback.StatCallback) reply, null);
    } else {
      read(reply);
    }
    return reply;
  }

  private void read(Reply reply) {
    client.getData(reply.path, reply.most, reply);
  }

  /** Whether something stands there, and in which version. */
  Reply stat(String path) {
    Reply reply = new Reply(path, 0);
    client.exists(path, false, (AsyncCallback.StatCallback) reply, null);
    return reply;
  }

  Reply children(String path) {
    Reply reply = new Reply(path, 0);
    client.getChildren(path, false, (AsyncCallback.ChildrenCallback) reply, null);
    return reply;
  }

  Reply rights(String path) {
    Reply reply = new Reply(path, 0);
    client.getACL(path, null, (AsyncCallback.ACLCallback) reply, null);
    return reply;
  }

  /** Waits for all of them. */
  void await() throws KeeperException {
    try {
      open.awaitAdvanceInterruptibly(open.arrive(), millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new KeeperException.OperationTimeoutException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeeperException.OperationTimeoutException();
    }
    KeeperException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }
}
