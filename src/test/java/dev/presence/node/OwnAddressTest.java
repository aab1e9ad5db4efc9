package dev.presence.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on any machine; OwnAddressIT makes networks of its own for the rest. */
class OwnAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10"})
  void findIn_aNetworkThatIsNoNodes_isNull(String network) throws Exception {
    assertThat(OwnAddress.findIn(Cidr.parse(network))).isNull();
  }
}
