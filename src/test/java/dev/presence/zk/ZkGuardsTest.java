package dev.presence.zk;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.ZkServer.ROOT;
import static dev.presence.testing.ZkServer.auth;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ZkServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guard that is missing or wrong, and a record that is not where it says. */
class ZkGuardsTest {
  private static final Entry A = new Entry(Entry.Kind.RECORD, "i-0a");
  private static final String LONG =
      "a-name-that-no-part-may-have-as-it-is-longer-than-sixty-three-bytes";

  @AutoClose private final ZkServer server = ZkServer.start();

  ZkGuardsTest() throws Exception {}

  /** As Publishing does: what is there is asked for by name, and again when that was overtaken. */
  private static Receipt announce(Store store, String part, String rack) throws StoreException {
    Receipt receipt = new Receipt.Behind();
    for (int i = 0; i < 4 && receipt instanceof Receipt.Behind; i++) {
      Version version = store.find(List.of(A)).get(A);
      receipt =
          store.put(
              new Announcement(
                  node("i-0a", Map.of("nodepart", part, "rack", rack)), beat("i-0a", 7)),
              version);
    }
    return receipt;
  }

  /** What stands there; empty when nothing does. */
  private String at(String path) throws Exception {
    return server.byHand(
        client ->
            client.exists(ROOT + path, false) == null
                ? ""
                : new String(client.getData(ROOT + path, false, null), UTF_8));
  }

  private void guard(@Nullable String text) throws Exception {
    server.byHand(
        client -> {
          if (text == null) {
            client.delete(ROOT + "/node/i-0a", -1);
          } else {
            client.setData(ROOT + "/node/i-0a", text.getBytes(UTF_8), -1);
          }
          return true;
        });
  }

  private static String load(Store store) throws StoreException {
    AtomicReference<Loaded> loaded = new AtomicReference<>();
    store.load(List.of(A), (entry, what) -> loaded.set(what));
    return loaded.get() instanceof Loaded.Content content
        ? new String(content.bytes(), UTF_8)
        : String.valueOf(loaded.get());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "../../x", "db", "nobody-plays", LONG})
  void guard_thatIsMissingOrWrong_isPutRightByTheNextAnnouncement(@Nullable String guard)
      throws Exception {
    Store store = server.store("");
    store.create();
    announce(store, "app", "1");
    Version before = store.find(List.of(A)).get(A);
    for (Store announcing : List.of(server.store(""), store)) { // As a command does, and an agent.
      guard(guard);

      assertThat(announce(announcing, "app", "1")).isInstanceOf(Receipt.Unchanged.class);

      assertThat(at("/node/i-0a")).isEqualTo("app");
      assertThat(server.store("").find(List.of(A))).containsEntry(A, before);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "../../x", "db", LONG})
  void guard_thatIsMissingOrWrong_keepsNoNewFactsFromTheList(@Nullable String guard)
      throws Exception {
    Store store = server.store("");
    store.create();
    announce(store, "app", "1");
    guard(guard);

    assertThat(announce(server.store(""), "app", "2")).isInstanceOf(Receipt.Written.class);

    assertThat(at("/node/i-0a")).isEqualTo("app");
    assertThat(load(server.store(""))).contains("\"rack\": \"2\"");
    assertThat(at("/beat/i-0a")).isNotEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"../../x", "db"})
  void record_whoseGuardIsMissingOrWrong_isReadByThoseWhoListIt(@Nullable String guard)
      throws Exception {
    Store store = server.store("");
    store.create();
    announce(store, "app", "1");
    guard(guard);
    Store reader = server.store("");

    Version listed = reader.list(Listing.ALL_PARTS).entries().get(A);

    assertThat(load(reader)).contains("nodepresence");
    assertThat(reader.find(List.of(A))).containsEntry(A, listed);
    assertThat(reader.delete(A, Objects.requireNonNull(listed))).isTrue();
    assertThat(at("/part/app/i-0a")).isEmpty();
  }

  @Test
  void record_movedByHand_isReadWhereItIsListed() throws Exception {
    Store store = server.store("");
    store.create();
    announce(store, "app", "1");
    server.write(at("/part/app/i-0a"), "/part/db", "/part/db/i-0a");
    server.deleteAll(ROOT + "/part/app/i-0a");
    Store reader = server.store("");

    assertThat(reader.list(Listing.ALL_PARTS).entries()).containsOnlyKeys(A);

    assertThat(load(reader)).contains("nodepresence");
  }

  @Test
  void nameThatANodeTookBefore_namesThePathAndWhoDeletesIt(@TempDir Path folder) throws Exception {
    server.store(auth(folder, "anna:word")).create();
    String option = auth(folder, "i-0a:one");
    List<ACL> others =
        new ArrayList<>(
            List.of(
                new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE),
                new ACL(ZooDefs.Perms.ALL, new Id("digest", Rights.hashed("i-0b:two")))));
    List<ACL> hidden = new ArrayList<>(others.subList(1, 2));
    for (String path : List.of("/part/app/i-0a", "/node/i-0a", "/beat/i-0a")) {
      for (List<ACL> acl : List.of(others, hidden)) {
        byFleet(path, acl);
        Store store = server.store(option);

        if (!(path.startsWith("/node") && acl == others)) { // Which says what is true.
          assertThatThrownBy(() -> announce(store, "app", "1"))
              .isInstanceOf(StoreException.class)
              .hasMessageContaining(" refused " + ROOT + path + ": its rights are others'")
              .hasMessageContaining("a person deletes it: 'deleteall " + ROOT + path + "'");
        }
        byPeople(path);
      }
    }
    assertThat(announce(server.store(option), "app", "1")).isInstanceOf(Receipt.Written.class);
  }

  private void byFleet(String path, List<ACL> acl) throws Exception {
    server.byHand(
        client -> {
          client.addAuthInfo("digest", ZkServer.FLEET.getBytes(UTF_8));
          if (client.exists(ROOT + "/part/app", false) == null) {
            client.create(
                ROOT + "/part/app",
                new byte[0],
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT);
          }
          client.create(ROOT + path, "app".getBytes(UTF_8), acl, CreateMode.PERSISTENT);
          return true;
        });
  }

  private void byPeople(String path) throws Exception {
    server.byHand(
        client -> {
          client.addAuthInfo("digest", "anna:word".getBytes(UTF_8));
          client.delete(ROOT + path, -1);
          return true;
        });
  }
}
