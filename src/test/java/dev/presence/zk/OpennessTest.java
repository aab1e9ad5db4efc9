package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.store.Store;
import dev.presence.testing.ZkServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What doctor says of a list's rights, and of passwords that others may hear. */
class OpennessTest {
  private static final String PEOPLE = "user=anna:word\nfleet=nodes:of-all\npeople=%s\n";
  private static final String OVERHEARD =
      "the passwords of auth= go over the network in clear: give the servers a secureClientPort, and the address tls=yes";

  private static ZkAuth anna() throws Exception {
    return ZkAuth.parse(PEOPLE.formatted(Rights.hashed("anna:word")));
  }

  private static boolean isOverheard(String address) throws Exception {
    return Openness.isOverheard(ZkAddress.parse(address), anna());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zk:10.0.3.1/p",
        "zk:zk1.example/p",
        "zk:[2001:db8::1]:2181/p",
        "zk:127.0.0.1,10.0.3.1/p",
        "zk:localhost.example/p",
        "zk:127.example/p",
        "zk:10.0.3.1/p?tls=no"
      })
  void passwords_offLoopbackWithoutTls_areOverheard(String address) throws Exception {
    assertThat(isOverheard(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zk:127.0.0.1/p",
        "zk:127.0.0.2:2182,[::1]:2181,localhost:1/p",
        "zk:10.0.3.1/p?tls=yes",
        "zk:zk1.example,zk2.example/p?tls=yes"
      })
  void passwords_onLoopbackOrByTls_areNot(String address) throws Exception {
    assertThat(isOverheard(address)).isFalse();
  }

  @Test
  void nobodysPasswords_areNotOverheard() throws Exception {
    ZkAddress address = ZkAddress.parse("zk:10.0.3.1/p");

    assertThat(Openness.isOverheard(address, null)).isFalse();
    assertThat(Openness.isOverheard(address, ZkAuth.parse("trust=/etc/presence/ca.pem"))).isFalse();
  }

  /** The server is here, and the address says that it is elsewhere. */
  @Test
  void look_atAListElsewhere_saysThatPasswordsAreOverheard(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("anna.auth");
    Files.writeString(file, PEOPLE.formatted(Rights.hashed("anna:word")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (ZkServer server = ZkServer.start()) {
      create(server.address("/open"));
      create(server.address("/closed") + "?auth=" + file);

      assertThat(look(server, "zk:10.0.3.1/closed")).isEqualTo(OVERHEARD);
      assertThat(look(server, "zk:127.0.0.1/closed")).isEqualTo("null");
      assertThat(look(server, "zk:10.0.3.1/open"))
          .startsWith("everybody who reaches it may write on it: ")
          .endsWith("; " + OVERHEARD);
    }
  }

  private static void create(String address) throws Exception {
    try (Store store = ZkServer.open(address)) {
      store.create();
    }
  }

  private static String look(ZkServer server, String text) throws Exception {
    ZkAddress address = ZkAddress.parse(text);
    Layout layout = new Layout(address.path());
    Duration patience = Duration.ofSeconds(20);
    try (Client client =
        new Client(
            server.server().getConnectString(),
            10_000,
            event -> {},
            server.servers(),
            LeanConfig.of(false, null, patience))) {
      Session session = new Session(client, new Large(), Deadline.in(patience), folder -> false, 0);
      return String.valueOf(new Openness(address, layout).look(session, anna()));
    }
  }
}
