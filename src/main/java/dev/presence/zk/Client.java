package dev.presence.zk;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.proto.RequestHeader;

/**
 * ZooKeeper's client, with another end: nobody waits for what it does after the server has heard of
 * it, and a session may be left standing.
 */
final class Client extends ZooKeeper {
  private static final long MOST_MILLIS = 500;

  private volatile boolean leavesSession;

  Client(String servers, int session, Watcher watcher, HostProvider order, ZKClientConfig config)
      throws IOException {
    super(servers, session, watcher, false, order, config);
  }

  /** What it holds at the server stands until its session is over: the next one takes it over. */
  void leaveSession(boolean leaves) {
    leavesSession = leaves;
  }

  // The client's own close sleeps 100 ms after the server's answer.
  @Override
  public synchronized void close() throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                if (!leavesSession && cnxn.getSessionId() != 0) {
                  RequestHeader close = new RequestHeader();
                  close.setType(ZooDefs.OpCode.closeSession);
                  cnxn.submitRequest(close, null, null, null);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                heard.countDown();
                cnxn.disconnect();
              }
            },
            "zk close");
    thread.setDaemon(true);
    thread.start();
    if (!leavesSession) {
      heard.await(MOST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
