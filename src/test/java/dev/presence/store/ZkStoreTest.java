package dev.presence.store;

import dev.presence.testing.ZkServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A list in ZooKeeper, on a real server in this JVM. */
class ZkStoreTest extends StoreContract {
  private static ZkServer server;
  private static int lists;

  private String address = "";

  @BeforeAll
  static void start() throws Exception {
    server = ZkServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected Store open() throws Exception {
    address = server.address("/lists/of-" + lists++);
    return openAgain();
  }

  @Override
  protected Store openAgain() throws Exception {
    return ZkServer.open(address);
  }

  @Override
  protected void plant(Entry entry, byte[] bytes) throws Exception {
    server.plant(address, entry, bytes);
  }

  @Override
  protected byte[] opened(String name) throws Exception {
    return server.byHand(client -> client.getData(name.substring(name.indexOf('/')), false, null));
  }

  @Override
  protected boolean takeAway(Entry.Kind kind) throws Exception {
    server.deleteAll(
        ZkServer.root(address)
            + (kind == Entry.Kind.RECORD ? "/part" : "/" + kind.folder().replace("/", "")));
    return true;
  }

  @Override
  protected void obstruct(Entry entry) throws Exception {
    server.obstruct(address, entry);
  }
}
