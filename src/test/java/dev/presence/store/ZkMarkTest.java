package dev.presence.store;

import dev.presence.model.NodeName;
import dev.presence.testing.ZkServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Marks and calls of a real ZooKeeper. */
class ZkMarkTest extends MarkContract implements WatchContract {
  private static final Duration SESSION = Duration.ofSeconds(4);
  private static ZkServer server;
  private static int lists;

  private final String path = "/marks/of-" + lists++;
  private final List<Store> watched = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    server = ZkServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @AfterEach
  void closeWatched() {
    watched.forEach(Store::close);
  }

  private static MarkedStore open(String path) throws Exception {
    return ZkServer.open(server.address(path) + "?session=" + SESSION.toSeconds() + "s");
  }

  @Override
  protected MarkedStore process() throws Exception {
    return open(path);
  }

  @Override
  protected MarkedStore nowhere() throws Exception {
    return open(path + "-of-nobody");
  }

  @Override
  public WatchedStore watched() throws Exception {
    WatchedStore store = process();
    watched.add(store);
    store.create();
    return store;
  }

  @Override
  public WatchedStore watchedAgain() throws Exception {
    return watched();
  }

  @Override
  protected void expire(NodeName id) throws Exception {
    long session =
        server.byHand(
            client -> {
              for (String part : client.getChildren(path + "/live", false)) {
                Stat stat = client.exists(path + "/live/" + part + "/" + id, false);
                if (stat != null) {
                  return stat.getEphemeralOwner();
                }
              }
              throw new AssertionError("nobody holds a mark of " + id);
            });
    server.expire(session);
  }

  /** The server looks for what is over once in a tick. */
  @Override
  protected void outlive() throws Exception {
    Thread.sleep(SESSION.plusSeconds(4).toMillis());
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }
}
