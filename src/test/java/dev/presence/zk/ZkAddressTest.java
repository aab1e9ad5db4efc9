package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.BadTextException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZkAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "zk:zk1:2181/presence zk1:2181 /presence zk:zk1:2181/presence",
        "zk:zk1/presence/ zk1:2181 /presence zk:zk1:2181/presence",
        "zk:a:1,b:2,c/x/y a:1,b:2,c:2181 /x/y zk:a:1,b:2,c:2181/x/y",
        "zk:[::1]:2181/p [::1]:2181 /p zk:[::1]:2181/p",
        "zk:[fe80::1]/p [fe80::1]:2181 /p zk:[fe80::1]:2181/p",
      })
  void parse_ofEachForm_isItsParts(String address, String hosts, String path, String name)
      throws Exception {
    ZkAddress parsed = ZkAddress.parse(address);

    assertThat(parsed.hosts()).isEqualTo(hosts);
    assertThat(parsed.path()).isEqualTo(path);
    assertThat(parsed.name()).isEqualTo(name);
    assertThat(parsed.session()).isEqualTo(Duration.ofSeconds(10));
    assertThat(parsed.tls()).isFalse();
    assertThat(parsed.auth()).isNull();
  }

  @Test
  void parse_ofOptions_isWhatTheySayAndMakesNoOtherList() throws Exception {
    ZkAddress parsed = ZkAddress.parse("zk:a/p?session=4s&tls=yes&auth=/etc/presence/zk.auth");

    assertThat(parsed.session()).isEqualTo(Duration.ofSeconds(4));
    assertThat(parsed.tls()).isTrue();
    assertThat(parsed.auth()).isEqualTo(Path.of("/etc/presence/zk.auth"));
    assertThat(parsed.name()).isEqualTo("zk:a:2181/p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zk:",
        "zk:a",
        "zk:a:2181",
        "zk:a:2181/",
        "zk:/p",
        "zk:a,,b/p",
        "zk:a:0/p",
        "zk:a:65536/p",
        "zk:a:x/p",
        "zk:a b/p",
        "zk:a/p//q",
        "zk:a/../p",
        "zk:a/zookeeper",
        "zk:a/p q",
        "zk:a/p?session=1s",
        "zk:a/p?session=10",
        "zk:a/p?session=301s",
        "zk:a/p?tls=maybe",
        "zk:a/p?auth=",
        "zk:a/p?color=red",
      })
  void parse_ofWhatIsNone_saysWhatToWrite(String address) {
    assertThatThrownBy(() -> ZkAddress.parse(address))
        .isInstanceOf(BadTextException.class)
        .hasMessageMatching("\\p{Print}+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zk:a/p?session=1m|session of a ZooKeeper store is 2s to 300s, in seconds as in session=10s",
        "zk:a/p?session=10|session of a ZooKeeper store is 2s to 300s, in seconds as in session=10s",
        "zk:a/p?tls=true|tls of a ZooKeeper store is yes or no",
        "zk:a/p?auth=|auth of a ZooKeeper store is a file's path",
        "zk:a/p?session=10s&session=20s|a ZooKeeper store has session twice: say it once",
        "zk:a/p?color=red|a ZooKeeper store has no option \"color=...\": there are session=10s, tls=yes, auth=FILE",
        "zk:a/p?tls|a ZooKeeper store has no option \"tls\": there are session=10s, tls=yes, auth=FILE",
        "zk://a/p|a ZooKeeper store is no URL: write it without the //, as in zk:zk1:2181/presence",
        "zk:a:99999/p|\"a:99999\" is no server of a ZooKeeper store: write HOST:PORT, the port 1 to 65535, an IPv6 address in brackets",
      })
  void parse_ofAWrongValue_saysWhatItMayBe(String address, String message) {
    assertThatThrownBy(() -> ZkAddress.parse(address)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zk:me:hunter2@a:2181/p", "zk:a/p?pass=hunter2"})
  void parse_ofASecret_repeatsNothingOfIt(String address) {
    assertThatThrownBy(() -> ZkAddress.parse(address))
        .isInstanceOf(BadTextException.class)
        .hasMessageNotContaining("hunter2");
  }
}
