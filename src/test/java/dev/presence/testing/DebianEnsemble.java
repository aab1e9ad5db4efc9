package dev.presence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Three servers of Debian's package as processes on loopback, which elect one of them. */
public final class DebianEnsemble implements AutoCloseable {
  private static final int SERVERS = 3;

  private final List<DebianZookeeper> servers = new ArrayList<>();

  private DebianEnsemble() {}

  /** Starts them with their data in that folder; skips the test where there are none. */
  public static DebianEnsemble start(Path folder) throws IOException, InterruptedException {
    int[] ports = DebianZookeeper.freePorts(3 * SERVERS);
    StringBuilder members = new StringBuilder("initLimit=5\nsyncLimit=2\n");
    for (int i = 0; i < SERVERS; i++) {
      members.append(
          "server.%d=127.0.0.1:%d:%d\n".formatted(i + 1, ports[3 * i], ports[3 * i + 1]));
    }
    DebianEnsemble ensemble = new DebianEnsemble();
    try {
      for (int i = 0; i < SERVERS; i++) {
        Path own = folder.resolve("server" + (i + 1));
        int port = ports[3 * i + 2];
        DebianZookeeper.configure(
            own, "clientPortAddress=127.0.0.1\nclientPort=%d\n%s".formatted(port, members));
        Files.writeString(own.resolve("data/myid"), Integer.toString(i + 1));
        ensemble.servers.add(new DebianZookeeper(own, port, List.of()));
      }
      ensemble.awaitWhole();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      ensemble.close();
      throw e;
    }
    return ensemble;
  }

  public List<DebianZookeeper> servers() {
    return List.copyOf(servers);
  }

  /** Waits until all of them serve, and starts those that were killed. */
  public void awaitWhole() throws IOException, InterruptedException {
    for (DebianZookeeper server : servers) {
      if (!server.isAlive()) {
        server.startAgain();
      }
    }
    for (DebianZookeeper server : servers) {
      await(() -> !server.mode().isEmpty());
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IOException("no ensemble");
      }
      Thread.sleep(50);
    }
  }

  /** The one that leads now; waits until one does. */
  public DebianZookeeper leader() throws IOException, InterruptedException {
    await(() -> !in("leader").isEmpty());
    return in("leader").get(0);
  }

  /** Those that follow now. */
  public List<DebianZookeeper> followers() throws IOException {
    return in("follower");
  }

  private List<DebianZookeeper> in(String mode) throws IOException {
    List<DebianZookeeper> found = new ArrayList<>();
    for (DebianZookeeper server : servers) {
      if (server.mode().equals(mode)) {
        found.add(server);
      }
    }
    return found;
  }

  public String address(String path) {
    return "zk:" + all() + path;
  }

  private String all() {
    StringBuilder all = new StringBuilder();
    for (DebianZookeeper server : servers) {
      all.append(all.isEmpty() ? "" : ",").append(server.server());
    }
    return all.toString();
  }

  /** What is done by hand, in a session of its own. */
  public <T> T byHand(ZkServer.Hand<T> hand) throws Exception {
    return DebianZookeeper.byHand(all(), hand);
  }

  @Override
  public void close() throws IOException {
    for (DebianZookeeper server : servers) {
      server.close();
    }
  }
}
