package dev.presence.zk;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.ZkServer.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.JsonReader;
import dev.presence.format.RecordFormat;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.Version;
import dev.presence.testing.Machine;
import dev.presence.testing.ZkServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Each node of a list may hold as much as a packet: no reader may keep that, nor die of it. */
class ZkHostileSizesTest {
  private static final int PACKET = 1_000_000;

  /** Together three times the heap of an agent, a kind. */
  private static final int NODES = 60;

  @AutoClose private final ZkServer server = ZkServer.start();

  ZkHostileSizesTest() throws Exception {}

  private static String id(int i) {
    return "i-9%02d".formatted(i);
  }

  /** Makes a list with one good node, and these besides. */
  private void plant(boolean records, boolean guards, boolean marks) throws Exception {
    ZkStore good = server.store("");
    good.create();
    good.put(new Announcement(node("i-0a"), beat("i-0a", 1)), null);
    good.hold(new NodeName("i-0a"), new PartName("app"), "w-1");
    byte[] large = new byte[PACKET];
    byte[] part = "app".getBytes(UTF_8);
    server.byHand(
        client -> {
          for (int i = 0; i < NODES; i++) {
            byte[] record = RecordFormat.print(node(id(i)));
            create(client, "/part/app/" + id(i), records ? large : record);
            create(client, "/node/" + id(i), guards ? large : part);
            create(client, "/live/app/" + id(i), marks ? large : "w-2 10".getBytes(UTF_8));
          }
          return true;
        });
  }

  private static void create(ZooKeeper client, String path, byte[] bytes) throws Exception {
    client.multi(
        List.of(Op.create(ROOT + path, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)));
  }

  /** What an agent of this heap reads of the list, twice, with a watch and without. */
  static final class Reader {
    public static void main(String[] args) throws Exception {
      int broken = Integer.parseInt(args[1]);
      try (ZkStore store = ZkServer.open(args[0], Duration.ofSeconds(60))) {
        look(store, broken);
        store.watch(Listing.ALL_PARTS, () -> {});
        look(store, broken);
        look(store, broken);
      }
    }

    private static void look(ZkStore store, int most) throws Exception {
      Map<Entry, Version> listed = store.list(Listing.ALL_PARTS).entries();
      Set<String> ids = new HashSet<>();
      listed.keySet().forEach(entry -> ids.add(entry.id()));
      int[] broken = {0};
      int[] good = {0};
      store.load(
          listed.keySet(),
          (entry, loaded) -> {
            broken[0] += loaded instanceof Loaded.Broken ? 1 : 0;
            good[0] += loaded instanceof Loaded.Content ? 1 : 0;
          });
      if (broken[0] != most || good[0] != NODES + 1 - most) {
        throw new AssertionError(broken[0] + " are broken and " + good[0] + " are good");
      }
      if (!store.marks(ids).held().keySet().equals(Set.of("i-0a"))) {
        throw new AssertionError("marks " + store.marks(ids));
      }
      if (!store.find(listed.keySet()).keySet().equals(listed.keySet())) {
        throw new AssertionError("found less than is listed");
      }
    }
  }

  private void read(int broken) throws Exception {
    List<String> command =
        new ArrayList<>(Machine.java(Reader.class, server.address(ROOT), Integer.toString(broken)));
    command.add(1, "-Xmx32m");
    Process reader = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(reader.getInputStream().readAllBytes(), UTF_8);
    assertThat(reader.waitFor()).as(said).isZero();
  }

  @Test
  void records_eachAsLargeAsAPacket_areBrokenAndCostNoOther() throws Exception {
    plant(true, false, false);

    read(NODES);
  }

  @Test
  void guards_eachAsLargeAsAPacket_costNoOther() throws Exception {
    plant(false, true, false);

    read(0);
  }

  @Test
  void marks_eachAsLargeAsAPacket_areNoneAndCostNoOther() throws Exception {
    plant(false, false, true);

    read(0);
  }

  @Test
  void content_thatIsTooLarge_isReadAgainWhenItIsNotAnyMore() throws Exception {
    plant(true, false, false);
    try (Client client = Bare.client(server)) {
      Large large = new Large();
      Session session = Bare.session(client, large);
      String path = ROOT + "/part/app/" + id(0);

      for (int i = 0; i < 2; i++) {
        Batch.Reply reply = read(session, path);
        assertThat(reply.isTooLarge()).isTrue();
        assertThat(reply.isThere()).isTrue();
        assertThat(reply.data()).isEmpty();
        assertThat(large.has(path)).isTrue();
      }
      server.byHand(other -> other.setData(path, "short".getBytes(UTF_8), -1));

      for (int i = 0; i < 2; i++) {
        Batch.Reply reply = read(session, path);
        assertThat(reply.isTooLarge()).isFalse();
        assertThat(new String(reply.data(), UTF_8)).isEqualTo("short");
        assertThat(Objects.requireNonNull(reply.stat()).getDataLength()).isEqualTo(5);
        assertThat(large.has(path)).isFalse();
      }
    }
  }

  private static Batch.Reply read(Session session, String path) throws Exception {
    Batch batch = session.batch();
    Batch.Reply reply = batch.data(path, JsonReader.LARGEST);
    batch.await();
    return reply;
  }

  @Test
  void record_thatTheListingShowsTooLarge_isNotLoadedAtAll() throws Exception {
    plant(true, false, false);
    long before = ZkServer.bytesSent();
    ZkStore store = server.store("");
    Map<Entry, Version> listed = store.list(Listing.ALL_PARTS).entries();

    store.load(listed.keySet(), (entry, loaded) -> {});

    assertThat(ZkServer.bytesSent() - before).isPositive().isLessThan(PACKET);
  }
}
