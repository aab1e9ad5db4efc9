package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.Store;
import dev.presence.testing.ZkServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What doctor says of a list's rights, and of passwords that others may hear. */
class OpennessTest {
  private static final String OVERHEARD =
      "the passwords of auth= go over the network in clear: give the servers a secureClientPort, and the address tls=yes";

  private static ZkAuth anna() throws Exception {
    String people = Rights.hashed("anna:word");
    return ZkAuth.parse("user=anna:word\nfleet=%s\npeople=%s\n".formatted(ZkServer.FLEET, people));
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
    try (ZkServer server = ZkServer.start()) {
      create(server.address("/open"));
      create(server.address("/closed") + ZkServer.auth(folder, "anna:word"));

      assertThat(look(server, "zk:10.0.3.1/closed")).isEqualTo(OVERHEARD);
      assertThat(look(server, "zk:127.0.0.1/closed")).isEqualTo("null");
      assertThat(look(server, "zk:10.0.3.1/open"))
          .startsWith("everybody who reaches it may write on it: ")
          .endsWith("; " + OVERHEARD);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 4, minSessionTimeout", "300, 40, maxSessionTimeout"})
  void look_atServersThatGrantAnotherSession_saysWhichAndWhatBoundsIt(
      int asked, int granted, String bound) throws Exception {
    try (ZkServer server = ZkServer.granting(Duration.ofSeconds(4), Duration.ofSeconds(40))) {
      ZkStore store = server.store("?session=" + asked + "s");
      store.create();

      assertThat(store.wants())
          .endsWith(
              "; its servers grant a session of %d s where %d s are asked for: ask for that with session= in the address, or set their %s"
                  .formatted(granted, asked, bound));

      assertThat(server.store("?session=" + granted + "s").wants()).doesNotContain("session");
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
    try (Client client = Bare.client(server)) {
      Session session = Bare.session(client, new Large());
      return String.valueOf(new Openness(address, layout).look(session, anna()));
    }
  }
}
