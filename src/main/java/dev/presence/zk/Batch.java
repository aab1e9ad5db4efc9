package dev.presence.zk;

import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Questions sent one after the other without waiting, and then waited for together: what costs is
 * the way to the server.
 */
final class Batch {
  private final ZooKeeper client;
  private final long millis;
  private final Phaser open = new Phaser(1);
  private volatile @Nullable KeeperException failure;

  /**
   * An empty batch.
   *
   * @param millis how long the answers are waited for
   */
  Batch(ZooKeeper client, long millis) {
    this.client = client;
    this.millis = millis;
  }

  /** What came of one question: there, not there, or not for this user. */
  final class Reply
      implements AsyncCallback.DataCallback,
          AsyncCallback.StatCallback,
          AsyncCallback.ChildrenCallback {
    private final String path;
    private KeeperException.Code code = KeeperException.Code.NONODE;
    private byte @Nullable [] data;
    private @Nullable Stat stat;
    private List<String> children = List.of();

    private Reply(String path) {
      this.path = path;
      open.register();
    }

    @Override
    public void processResult(
        int result, String path, Object context, byte @Nullable [] read, @Nullable Stat found) {
      data = read;
      end(result, found);
    }

    @Override
    public void processResult(int result, String path, Object context, @Nullable Stat found) {
      end(result, found);
    }

    @Override
    public void processResult(
        int result, String path, Object context, @Nullable List<String> names) {
      children = names == null ? List.of() : names;
      end(result, null);
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

    byte[] data() {
      return data == null ? new byte[0] : data;
    }

    /** Those below it; none when it is not there. */
    List<String> children() throws KeeperException {
      if (isRefused()) {
        throw KeeperException.create(code, path);
      }
      return children;
    }
  }

  Reply data(String path) {
    Reply reply = new Reply(path);
    client.getData(path, false, (AsyncCallback.DataCallback) reply, null);
    return reply;
  }

  Reply stat(String path) {
    Reply reply = new Reply(path);
    client.exists(path, false, (AsyncCallback.StatCallback) reply, null);
    return reply;
  }

  Reply children(String path) {
    Reply reply = new Reply(path);
    client.getChildren(path, false, (AsyncCallback.ChildrenCallback) reply, null);
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
