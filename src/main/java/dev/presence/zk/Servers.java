package dev.presence.zk;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;

/**
 * The servers of an ensemble and how one is waited for. Their order is by chance, so that not all
 * go to one, and the same as long as this lives.
 */
final class Servers {
  /** What the first of several servers gets: it may be one that is down, and tells nobody. */
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** What came of waiting until now. */
  private enum Waited {
    NOT_YET,
    /** The first of them has had its time. */
    ONCE,
    /** Nobody waits again before one is there. */
    IN_VAIN
  }

  private final boolean areSeveral;
  private final long order = ThreadLocalRandom.current().nextLong();
  private final AtomicInteger begun = new AtomicInteger();
  private volatile Waited waited = Waited.NOT_YET;

  Servers(int count) {
    this.areSeveral = count > 1;
  }

  /** The servers in their order, each client from the next one on. */
  HostProvider next(String servers) {
    StaticHostProvider all =
        new StaticHostProvider(new ConnectStringParser(servers).getServerAddresses(), order);
    for (int passed = begun.getAndIncrement() % all.size(); passed > 0; passed--) {
      all.next(0);
    }
    return all;
  }

  /** Whether one is there; waits for it once, until one is there again. */
  boolean await(CuratorFramework curator, Duration waiting) throws Exception {
    boolean isThere =
        waited == Waited.IN_VAIN
            ? curator.getZookeeperClient().isConnected()
            : comes(curator, waiting.toMillis());
    waited = isThere ? Waited.ONCE : Waited.IN_VAIN;
    return isThere;
  }

  /**
   * Waits. The client would give a server that is silent a third of a session, or what share it is
   * of them all, and then rest: most of a command's time.
   */
  private boolean comes(CuratorFramework curator, long millis) throws Exception {
    boolean isFirst = waited == Waited.NOT_YET;
    waited = Waited.ONCE; // Also when it fails.
    if (!isFirst || !areSeveral) {
      return curator.blockUntilConnected((int) millis, TimeUnit.MILLISECONDS);
    }
    int first = (int) Math.min(FIRST.toMillis(), millis / 3);
    if (curator.blockUntilConnected(first, TimeUnit.MILLISECONDS)) {
      return true;
    }
    curator.getZookeeperClient().reset();
    return curator.blockUntilConnected((int) millis - first, TimeUnit.MILLISECONDS);
  }
}
