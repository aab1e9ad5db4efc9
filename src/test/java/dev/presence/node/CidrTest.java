package dev.presence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.presence.model.BadTextException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.3.0/24, 10.0.3.255, true",
    "10.0.3.0/24, 10.0.4.0, false",
    "10.0.3.7/24, 10.0.3.255, true",
    "10.0.3.128/25, 10.0.3.127, false",
    "10.0.3.128/25, 10.0.3.128, true",
    "10.0.2.0/23, 10.0.3.1, true",
    "10.0.3.54/32, 10.0.3.54, true",
    "10.0.3.54/32, 10.0.3.55, false",
    "10.0.3.54, 10.0.3.54, true",
    "10.0.3.54, 10.0.3.55, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "fd00::/8, fd12:3456::1, true",
    "fd00::/8, fe80::1, false",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.3.54, false"
  })
  void contains_byTheLeadingBits(String network, String address, boolean expected)
      throws UnknownHostException, BadTextException {
    assertThat(Cidr.parse(network).contains(InetAddress.getByName(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/24",
        "10.0.3.0/",
        "10.0.3.0/33",
        "10.0.3.0/-1",
        "10.0.3.0/+8",
        "10.0.3.0/x",
        "10.0.3.0/24/8",
        "10.0.3.0/ 24",
        "10.0.3/24",
        "10.0.3.256/24",
        "fd00::/129",
        "fd00:/8",
        "example.com/24",
        "localhost",
        "10.0.3.0/99999999999",
        "1234/8",
        "fe80::1%lo/64"
      })
  void parse_ofNoNetwork_isRefusedWithoutAskingAResolver(String text) {
    assertThatExceptionOfType(BadTextException.class)
        .isThrownBy(() -> Cidr.parse(text))
        .withMessageStartingWith("a network such as 10.0.3.0/24, not ");
  }
}
