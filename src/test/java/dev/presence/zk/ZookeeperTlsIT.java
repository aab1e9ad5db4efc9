package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ZooKeeper of Debian behind TLS. */
class ZookeeperTlsIT {
  private final Path folder;
  private final Installed installed;

  ZookeeperTlsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.installed = new Installed(folder);
    installed.addZk();
    installed.environment.put("PRESENCE_TIMEOUT", "20s");
  }

  /** A server whose certificate is of that name; its options trust it. */
  private Ended init(String name, boolean trusts) throws Exception {
    return init(name, trusts, "?tls=yes");
  }

  private Ended init(String name, boolean trusts, String tls) throws Exception {
    Path keys = folder.resolve("keys.p12");
    keytool(
        "-genkeypair -keyalg EC -validity 30 -storetype PKCS12 -dname CN=%s -ext san=dns:%s"
            .formatted(name, name),
        keys);
    Path trust = folder.resolve("trust.pem");
    keytool("-exportcert -rfc -file " + trust, keys);
    Path auth = Files.writeString(folder.resolve("zk.auth"), "trust=" + trust + "\n");
    Files.setPosixFilePermissions(auth, PosixFilePermissions.fromString("rw-------"));
    try (DebianZookeeper server = DebianZookeeper.startSecure(folder.resolve("zk"), keys)) {
      String options = tls + (trusts ? "&auth=" + auth : "");
      String store = server.address("/presence").replace("127.0.0.1", "localhost") + options;
      return installed.presence("init", store);
    }
  }

  private static void keytool(String words, Path keys) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String all = tool + " " + words + " -alias zk -storepass changeit -keystore " + keys;
    Machine.must(all.split(" ", -1));
  }

  @Test
  void aServer_withACertificateThatIsTrusted_takesTheList() throws Exception {
    Ended ended = init("localhost", true);

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void aServer_withACertificateOfAnotherName_isRefusedAndTheNameSaid() throws Exception {
    Ended ended = init("other.example", true);

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err())
        .contains("TLS with localhost:", "localhost", "see to its certificates")
        .doesNotContain("\n\n");
  }

  @Test
  void aServer_thatSpeaksTlsWhereTheAddressSaysNothingOfIt_isFoundOut() throws Exception {
    Ended ended = init("localhost", false, "");

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err())
        .contains(" cannot be reached: localhost:")
        .endsWith(" speaks TLS; say tls=yes in the address, or name its clientPort\n");
  }

  @Test
  void aServer_withACertificateThatNobodyTrusts_isRefused() throws Exception {
    Ended ended = init("localhost", false);

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("TLS with localhost:", "certification path");
  }
}
