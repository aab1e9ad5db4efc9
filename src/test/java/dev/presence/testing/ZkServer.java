package dev.presence.testing;

import dev.presence.files.Deadline;
import dev.presence.format.RecordFormat;
import dev.presence.store.Entry;
import dev.presence.store.Store;
import dev.presence.zk.ZkStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.ServerMetrics;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** A real ZooKeeper in this JVM, and a strange hand at it. */
public final class ZkServer implements AutoCloseable {
  /** The part that planted records are under. */
  public static final String PART = "app";

  /** Where the list is, for who needs no more than one. */
  public static final String ROOT = "/presence";

  /** The user that every node is besides, in a file of {@code auth=}. */
  public static final String FLEET = "nodes:of-all";

  /** Far beyond what anything takes, so that no slow machine fails a test. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestingServer server;
  private final List<Store> opened = new ArrayList<>();

  private ZkServer(TestingServer server) {
    this.server = server;
  }

  public static ZkServer start() throws Exception {
    return new ZkServer(new TestingServer(true));
  }

  /** One without any data, on the port of another that is gone. */
  public static ZkServer start(int port) throws Exception {
    return new ZkServer(new TestingServer(port, true));
  }

  /** One that grants no other sessions than from that to that. */
  public static ZkServer granting(Duration shortest, Duration longest) throws Exception {
    Map<String, Object> bounds =
        Map.of(
            "minSessionTimeout", Long.toString(shortest.toMillis()),
            "maxSessionTimeout", Long.toString(longest.toMillis()));
    return new ZkServer(
        new TestingServer(new InstanceSpec(null, -1, -1, -1, true, -1, -1, -1, bounds), true));
  }

  /** Ends a session as the server does that has not heard of it for too long. */
  public void expire(long session) throws Exception {
    expire(ManagementFactory.getPlatformMBeanServer(), session);
  }

  /** The same of the server in the JVM of these beans. */
  static void expire(MBeanServerConnection beans, long session) throws Exception {
    String name = "org.apache.ZooKeeperService:name3=0x" + Long.toHexString(session) + ",*";
    for (ObjectName bean : beans.queryNames(new ObjectName(name), null)) {
      beans.invoke(bean, "terminateSession", new Object[0], new String[0]);
    }
  }

  /** How many watches it holds, over all sessions. */
  public int watches() throws Exception {
    ObjectName tree =
        new ObjectName(
            "org.apache.ZooKeeperService:name0=StandaloneServer_port%d,name1=InMemoryDataTree"
                .formatted(server.getPort()));
    return (Integer) ManagementFactory.getPlatformMBeanServer().getAttribute(tree, "WatchCount");
  }

  /** So many records of one part, put there by hand. */
  public void fill(String root, String part, int count) throws Exception {
    byHand(
        client -> {
          fill(client, root, part, count);
          return true;
        });
  }

  /** The same in a session that is there. */
  public static void fill(ZooKeeper client, String root, String part, int count) throws Exception {
    set(client, root + "/part/" + part, new byte[0]);
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = "i-%05d".formatted(i);
      byte[] record =
          RecordFormat.print(Nodes.node(id, Map.of("nodepart", part, "tss", "20261122-174830")));
      ops.add(create(root + "/node/" + id, part.getBytes(StandardCharsets.US_ASCII)));
      ops.add(create(root + "/part/" + part + "/" + id, record));
      if (ops.size() >= 500 || i == count - 1) {
        client.multi(ops);
        ops.clear();
      }
    }
  }

  private static Op create(String path, byte[] bytes) {
    return Op.create(path, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  /** What the servers of this JVM have answered until now. */
  public static long bytesSent() {
    return ServerMetrics.getMetrics().RESPONSE_BYTES.get();
  }

  public TestingServer server() {
    return server;
  }

  /** It alone, as a client of ZooKeeper's wants it. */
  public HostProvider servers() {
    return new StaticHostProvider(
        new ConnectStringParser(server.getConnectString()).getServerAddresses());
  }

  public String address(String path) {
    return "zk:" + server.getConnectString() + path;
  }

  /** The list, as a machine of its own opens it. */
  public static ZkStore open(String address) throws Exception {
    return open(address, Duration.ofSeconds(20));
  }

  public static ZkStore open(String address, Duration time) throws Exception {
    return (ZkStore) ZkStore.open(address, "w-" + UUID.randomUUID(), Deadline.in(time));
  }

  /** The same of the one at {@code ROOT}; it is closed before the server is. */
  public ZkStore store(String options) throws Exception {
    return closing(open(address(ROOT) + options));
  }

  /** Closes that one too before the server. */
  public ZkStore closing(ZkStore store) {
    opened.add(store);
    return store;
  }

  /**
   * Writes a file of {@code auth=}, in which {@code anna:word} is the only person.
   *
   * @param user with the password
   * @return the option of an address that names it
   */
  public static String auth(Path folder, String user) throws Exception {
    Path file = folder.resolve(user.substring(0, user.indexOf(':')) + ".auth");
    String people = DigestAuthenticationProvider.generateDigest("anna:word");
    Files.writeString(
        file, "# who this is\nuser=%s\nfleet=%s\npeople=%s\n".formatted(user, FLEET, people));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "?auth=" + file;
  }

  /** What comes by itself. */
  public interface Question {
    boolean isSo() throws Exception;
  }

  /** Waits for it. */
  public static void await(Question question) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!question.isSo()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in " + PATIENCE);
      }
      Thread.sleep(10);
    }
  }

  /** What is done by hand. */
  public interface Hand<T> {
    T of(ZooKeeper client) throws Exception;
  }

  /** Does it in a session of its own. */
  public <T> T byHand(Hand<T> hand) throws Exception {
    ZooKeeper client = new ZooKeeper(server.getConnectString(), 10_000, event -> {});
    try {
      return hand.of(client);
    } finally {
      client.close();
    }
  }

  /** Writes that at paths of the list at {@code ROOT}, for everybody. */
  public void write(String text, String... paths) throws Exception {
    byHand(
        client -> {
          for (String path : paths) {
            set(client, ROOT + path, text.getBytes(StandardCharsets.UTF_8));
          }
          return true;
        });
  }

  /** Puts bytes where that entry is kept. */
  public void plant(String address, Entry entry, byte[] bytes) throws Exception {
    byHand(
        client -> {
          String root = root(address);
          if (entry.isRecord()) {
            set(client, root + "/part/" + PART, new byte[0]);
            set(client, root + "/node/" + entry.id(), PART.getBytes(StandardCharsets.US_ASCII));
          }
          set(client, path(address, entry), bytes);
          return true;
        });
  }

  private static void set(ZooKeeper client, String path, byte[] bytes) throws Exception {
    try {
      client.create(path, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    } catch (KeeperException.NodeExistsException e) {
      client.setData(path, bytes, -1);
    }
  }

  /** Deletes what is there with all below it. */
  public void deleteAll(String path) throws Exception {
    byHand(
        client -> {
          ZKUtil.deleteRecursive(client, path);
          return true;
        });
  }

  /** Gives an entry rights that are nobody's. */
  public void obstruct(String address, Entry entry) throws Exception {
    byHand(
        client ->
            client.setACL(
                path(address, entry),
                new ArrayList<>(List.of(new ACL(ZooDefs.Perms.ALL, new Id("digest", "nobody:x")))),
                -1));
  }

  public static String root(String address) {
    int end = address.indexOf('?');
    return address.substring(address.indexOf('/'), end < 0 ? address.length() : end);
  }

  private static String path(String address, Entry entry) {
    return root(address)
        + switch (entry.kind()) {
          case RECORD, FLAT -> "/part/" + PART;
          case ORDER -> "/order";
          case BEAT -> "/beat";
        }
        + '/'
        + entry.id();
  }

  @Override
  public void close() throws Exception {
    opened.forEach(Store::close);
    Path data = server.getTempDirectory().toPath();
    server.close();
    deleteConfigurations(data);
  }

  /** ZooKeeper leaves one in the folder of temporary files with each start. */
  private static void deleteConfigurations(Path data) throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "zookeeper.configuration*.properties")) {
      for (Path file : files) {
        if (Files.isReadable(file) && Files.readString(file).contains("dataDir=" + data)) {
          Files.delete(file);
        }
      }
    }
  }
}
