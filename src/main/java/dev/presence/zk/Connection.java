package dev.presence.zk;

import dev.presence.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * The session with the ensemble, which Curator keeps and makes anew. It is begun with the first
 * use; the end of the program ends it.
 */
final class Connection {
  /** What is done when the ensemble is there, again or anew. */
  interface Arrival {
    void connected();
  }

  /** What the first of several servers gets: it may be one that is down, and tells nobody. */
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final ZkAddress address;
  private final Duration patience;
  private final Arrival arrival;

  /** How often the ensemble was out of hearing. */
  private final AtomicLong breaks = new AtomicLong();

  private final Object lock = new Object();
  private @Nullable CuratorFramework framework;
  private @Nullable Thread atExit;
  private volatile @Nullable Client client;
  private volatile boolean isLeft;
  private volatile boolean isClosed;

  /** Whether one waited in vain since it was last there: nobody waits again. */
  private volatile boolean isAway;

  private volatile boolean isTried;

  /** By chance, so that not all go to one; the same as long as this lives. */
  private final long order = ThreadLocalRandom.current().nextLong();

  private final AtomicInteger begun = new AtomicInteger();

  /**
   * The session with the servers of that address.
   *
   * @param patience how long the first use waits for it
   */
  Connection(ZkAddress address, Duration patience, Arrival arrival) {
    this.address = address;
    this.patience = patience;
    this.arrival = arrival;
  }

  /** The connected client; waits for it once, until it is there again. */
  ZooKeeper await() throws StoreException {
    CuratorFramework curator = framework();
    try {
      boolean connected =
          isAway ? curator.getZookeeperClient().isConnected() : isConnected(curator);
      isAway = !connected;
      if (connected) {
        return curator.getZookeeperClient().getZooKeeper();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ZkMessages.interrupted(address.name(), e);
    } catch (StoreException e) {
      throw e;
    } catch (Exception e) { // Curator says no more of it.
      throw unreachable(e);
    }
    throw unreachable(null);
  }

  /**
   * Waits. The client would give a server that is silent a third of a session, or what share it is
   * of them all, and then rest: most of a command's time.
   */
  private boolean isConnected(CuratorFramework curator) throws Exception {
    long left = patience.toMillis();
    boolean hasOthers = address.servers().size() > 1 && !isTried;
    isTried = true;
    if (hasOthers) {
      long first = Math.min(FIRST.toMillis(), left / 3);
      if (curator.blockUntilConnected((int) first, TimeUnit.MILLISECONDS)) {
        return true;
      }
      curator.getZookeeperClient().reset();
      left -= first;
    }
    return curator.blockUntilConnected((int) left, TimeUnit.MILLISECONDS);
  }

  /** The servers in their order, each client from the next one on. */
  private HostProvider servers(String servers) {
    StaticHostProvider all =
        new StaticHostProvider(new ConnectStringParser(servers).getServerAddresses(), order);
    for (int passed = begun.getAndIncrement() % all.size(); passed > 0; passed--) {
      all.next(0);
    }
    return all;
  }

  private StoreException unreachable(@Nullable Exception e) throws StoreException {
    String tls = null;
    if (address.tls()) {
      ZkAuth auth = auth();
      tls = Handshake.trouble(address, auth == null ? null : auth.trust(), patience);
    }
    return ZkMessages.unreachable(address.name(), patience, tls, e);
  }

  private CuratorFramework framework() throws StoreException {
    synchronized (lock) {
      if (isClosed) {
        throw ZkMessages.closed(address.name());
      }
      if (framework == null) {
        framework = begin();
        atExit = new Thread(this::close, "zk exit");
        Runtime.getRuntime().addShutdownHook(atExit);
      }
      return framework;
    }
  }

  private CuratorFramework begin() throws StoreException {
    ZkAuth auth = auth();
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(address.hosts())
            .sessionTimeoutMs((int) address.session().toMillis())
            .connectionTimeoutMs((int) patience.toMillis())
            .retryPolicy(new RetryOneTime(100))
            .ensembleTracker(false)
            .dontUseContainerParents()
            .threadFactory(daemons())
            .zkClientConfig(LeanConfig.of(address.tls(), auth))
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
                arrival.connected();
              }
            });
    curator.start();
    return curator;
  }

  /** Who this machine is; null when the address says nothing of it. */
  @Nullable ZkAuth auth() throws StoreException {
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
    public ZooKeeper newZooKeeper(
        String servers, int session, Watcher watcher, boolean canBeReadOnly) throws Exception {
      return newZooKeeper(servers, session, watcher, canBeReadOnly, LeanConfig.of(false, null));
    }

    @Override
    public ZooKeeper newZooKeeper(
        String servers, int session, Watcher watcher, boolean canBeReadOnly, ZKClientConfig config)
        throws Exception {
      Client made = new Client(servers, session, new Counting(watcher), servers(servers), config);
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
