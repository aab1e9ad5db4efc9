package dev.presence.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.BadTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
  @Test
  void parse_ofATcpPort_connectsOnly() throws Exception {
    assertThat(Probe.parse("tcp:3306")).isEqualTo(new Probe(3306, null));
  }

  @Test
  void parse_ofAnHttpPath_keepsItWithItsSlashAndQuery() throws Exception {
    assertThat(Probe.parse("http:8080/health?deep=1")).isEqualTo(new Probe(8080, "/health?deep=1"));
    assertThat(Probe.parse("http:80/")).isEqualTo(new Probe(80, "/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp:1", "tcp:65535", "http:80/", "http:8080/a/b?c=d%20e"})
  void toString_ofAny_isWhatParseReads(String text) throws Exception {
    assertThat(Probe.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp",
        "tcp:",
        "tcp:0",
        "tcp:65536",
        "tcp:-1",
        "tcp:+1",
        "tcp:mysql",
        "tcp:3306/",
        "tcp:3306 ",
        "tcp:٣٣",
        "TCP:3306",
        "http:",
        "http:80",
        "http:/health",
        "http:0/",
        "http:99999999999/",
        "http://db/health",
        "http:80/a b",
        "http:80/a\r\nHost: x",
        "http:80/é",
        "http:80/a#b",
        "https:443/",
        "udp:53"
      })
  void parse_ofAnythingElse_saysTheRule(String text) {
    assertThatThrownBy(() -> Probe.parse(text))
        .isInstanceOf(BadTextException.class)
        .hasMessageEndingWith(Probe.RULE)
        .hasMessageNotContaining("\n");
  }

  @Test
  void parse_ofALongPath_isRefused() throws Exception {
    Probe.parse("http:80/" + "a".repeat(999));

    assertThatThrownBy(() -> Probe.parse("http:80/" + "a".repeat(1000)))
        .isInstanceOf(BadTextException.class);
  }

  @Test
  void probe_ofWhatNoTextSays_cannotBe() {
    assertThatThrownBy(() -> new Probe(0, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Probe(80, "a")).isInstanceOf(IllegalArgumentException.class);
  }
}
