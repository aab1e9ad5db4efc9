package dev.presence.zk;

import dev.presence.files.Deadline;
import dev.presence.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.AuthInfo;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * The session with the ensemble, which Curator keeps and makes anew. It is begun with the first
 * use; the end of the program ends it.
 */
final class Connection {
  /** What is done when the ensemble is there, again or anew. */
  interface Arrival {
    /**
     * It is there.
     *
     * @param again whether something may have been missed before
     */
    void connected(boolean again);
  }

  private final ZkAddress address;
  private final Duration patience;
  private final Arrival arrival;
  private final Servers servers;

  /** How often the ensemble was out of hearing. */
  private final AtomicLong breaks = new AtomicLong();

  private final Object lock = new Object();
  private @Nullable CuratorFramework framework;
  private @Nullable Thread atExit;
  private volatile @Nullable ZkAuth user;
  private volatile @Nullable Client client;
  private volatile boolean isLeft;
  private volatile boolean isClosed;

  /**
   * The session with the servers of that address.
   *
   * @param patience how long the first use waits for it at most
   */
  Connection(ZkAddress address, Duration patience, Arrival arrival) {
    this.address = address;
    this.patience = patience;
    this.arrival = arrival;
    this.servers = new Servers(address.servers().size());
  }

  /**
   * The connected client; waits for it once, until it is there again.
   *
   * @param deadline of who asks: at its end there is time to ask what TLS has to say
   */
  Client await(Deadline deadline) throws StoreException {
    CuratorFramework curator = framework();
    long millis = Math.min(patience.toMillis(), deadline.nanosLeft() / 1_000_000);
    Duration waiting = Duration.ofMillis(millis * (address.tls() ? 7 : 8) / 10);
    try {
      if (servers.await(curator, waiting)) {
        return (Client) curator.getZookeeperClient().getZooKeeper(); // Made by Clients.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ZkMessages.interrupted(address.name(), e);
    } catch (StoreException e) {
      throw e;
    } catch (Exception e) { // Curator says no more of it.
      throw unreachable(waiting, deadline, e);
    }
    throw unreachable(waiting, deadline, null);
  }

  private StoreException unreachable(Duration waited, Deadline deadline, @Nullable Exception e) {
    if (address.tls()) {
      ZkAuth auth = user;
      String said = Handshake.trouble(address, auth == null ? null : auth.trust(), deadline);
      return ZkMessages.unreachable(address.name(), waited, said, e);
    }
    String server = Handshake.speaking(address, deadline);
    return server == null
        ? ZkMessages.unreachable(address.name(), waited, null, e)
        : ZkMessages.speaksTls(address.name(), server);
  }

  private CuratorFramework framework() throws StoreException {
    synchronized (lock) {
      if (isClosed) {
        throw ZkMessages.closed(address.name());
      }
      ZkAuth now = auth();
      if (framework != null && !Objects.equals(now, user)) {
        breaks.incrementAndGet();
        framework.close(); // What is said of oneself is said at the begin of a session.
        framework = null;
      }
      if (framework == null) {
        user = now;
        framework = begin(now);
      }
      if (atExit == null) {
        atExit = new Thread(this::close, "zk exit");
        Runtime.getRuntime().addShutdownHook(atExit);
      }
      return framework;
    }
  }

  private CuratorFramework begin(@Nullable ZkAuth auth) {
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(address.hosts())
            .sessionTimeoutMs((int) address.session().toMillis())
            .connectionTimeoutMs((int) patience.toMillis())
            .retryPolicy(new RetryOneTime(100))
            .ensembleTracker(false)
            .dontUseContainerParents()
            .threadFactory(daemons())
            .zkClientConfig(LeanConfig.of(address.tls(), auth, patience))
            .zookeeperFactory(new Clients());
    if (auth != null && auth.hasUser()) {
      List<AuthInfo> users = new ArrayList<>();
      for (String user : List.of(auth.user(), auth.fleet())) {
        users.add(new AuthInfo("digest", user.getBytes(StandardCharsets.UTF_8)));
      }
      builder.authorization(users);
    }
    CuratorFramework curator = builder.build();
    curator
        .getConnectionStateListenable()
        .addListener(
            (anyone, state) -> {
              if (state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED) {
                arrival.connected(breaks.get() > 0);
              }
            });
    curator.start();
    return curator;
  }

  /** Who this machine is in the session of now; null when the address says nothing of it. */
  @Nullable ZkAuth user() {
    return user;
  }

  /** The same, as the file says now. */
  private @Nullable ZkAuth auth() throws StoreException {
    return address.auth() == null ? null : ZkAuth.read(address.auth(), address.name());
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "zk");
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Curator's way to a client, and to a new one when a session is over. */
  private final class Clients implements ZookeeperFactory {
    @Override
    public ZooKeeper newZooKeeper(String hosts, int session, Watcher watcher, boolean canBeReadOnly)
        throws Exception {
      return newZooKeeper(
          hosts, session, watcher, canBeReadOnly, LeanConfig.of(false, null, patience));
    }

    @Override
    public ZooKeeper newZooKeeper(
        String hosts, int session, Watcher watcher, boolean canBeReadOnly, ZKClientConfig config)
        throws Exception {
      Client made = new Client(hosts, session, new Counting(watcher), servers.next(hosts), config);
      client = made;
      made.leaveSession(isLeft);
      return made;
    }
  }

  /**
   * Counts the breaks in the thread that hands out answers: no answer of after a break comes before
   * the break is counted.
   */
  private final class Counting implements Watcher {
    private final Watcher watcher;

    private Counting(Watcher watcher) {
      this.watcher = watcher;
    }

    @Override
    public void process(WatchedEvent event) {
      if (event.getState() == Event.KeeperState.Disconnected
          || event.getState() == Event.KeeperState.Expired) {
        breaks.incrementAndGet();
      }
      watcher.process(event);
    }
  }

  /** How long the session outlives its process, as the ensemble granted; zero before it did. */
  Duration granted() {
    Client now = client;
    return Duration.ofMillis(now == null ? 0 : now.getSessionTimeout());
  }

  long breaks() {
    return breaks.get();
  }

  /** When it is closed, the session is left standing until its time is over. */
  void leaveSession(boolean leaves) {
    isLeft = leaves;
    Client now = client;
    if (now != null) {
      now.leaveSession(leaves);
    }
  }

  void close() {
    synchronized (lock) {
      isClosed = true;
      if (framework == null) {
        return;
      }
      framework.close();
      framework = null;
      if (atExit != null && Thread.currentThread() != atExit) {
        try {
          Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
          return; // The program ends already.
        }
      }
    }
  }
}
