package dev.presence.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The address that a node finds for itself, in a network namespace that each test makes: eth0 with
 * a neighbour, and docker0, the bridge of containers on this host. Nothing leaves the namespace.
 */
class OwnAddressIT {
  private final Installed installed;
  private final String namespace = "presence-" + ProcessHandle.current().pid();
  private boolean made;

  OwnAddressIT(@TempDir Path folder) throws Exception {
    this.installed = new Installed(folder);
    installed.node("i-0a", "app");
  }

  @BeforeEach
  void makeNamespace() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to make a network namespace");
    made = Machine.can("ip", "netns", "add", namespace);
    Machine.needs(made, "'ip netns add' to be allowed");
    // The prefix tells nothing: what is right or wrong about docker0 is that it is docker0.
    ip("link add eth0 type veth peer name far0");
    ip("link add docker0 type bridge");
    ip("addr add 172.17.0.1/16 dev docker0");
    for (String device : List.of("lo", "eth0", "far0", "docker0")) {
      ip("link set " + device + " up");
    }
  }

  @AfterEach
  void deleteNamespace() throws Exception {
    if (made) {
      Machine.must("ip", "netns", "delete", namespace);
    }
  }

  private void ip(String arguments) throws Exception {
    Machine.must(("ip -n " + namespace + " " + arguments).split(" ", -1));
  }

  private Ended announce(String... more) throws Exception {
    String[] arguments = new String[1 + more.length];
    arguments[0] = "announce";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return installed.presenceBy(List.of("ip", "netns", "exec", namespace), arguments);
  }

  private void assertAddress(String expected, Ended ended) throws Exception {
    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(Files.readString(installed.record("i-0a")))
        .contains("\"address\": \"" + expected + "\"");
  }

  private void assertNoAddress(Ended ended) throws Exception {
    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err())
        .hasLineCount(1)
        .contains("no address is announced", "address.txt", "--address-in");
    assertThat(Files.readString(installed.record("i-0a"))).doesNotContain("\"address\"");
  }

  @Test
  void address_ofANodeWithADefaultRoute_isTheOneItUses() throws Exception {
    ip("addr add 10.99.0.5/24 dev eth0");
    ip("route add default via 10.99.0.1");

    assertAddress("10.99.0.5", announce());
  }

  @Test
  void address_whenTheRouteNamesItsSource_isThatOne() throws Exception {
    ip("addr add 10.99.0.5/24 dev eth0");
    ip("addr add 10.99.0.6/24 dev eth0");
    ip("route add default via 10.99.0.1 src 10.99.0.6");

    assertAddress("10.99.0.6", announce());
  }

  @Test
  void address_withoutARoute_isNotAnnouncedAndThatIsSaid() throws Exception {
    ip("addr add 10.99.0.5/24 dev eth0");

    assertNoAddress(announce());
  }

  /** As in the first beat after a boot, before there is a network. */
  @Test
  void address_whoseRouteIsGone_staysAndThatIsSaid() throws Exception {
    ip("addr add 10.99.0.5/24 dev eth0");
    ip("route add default via 10.99.0.1");
    announce();
    String record = Files.readString(installed.record("i-0a"));
    ip("route del default");

    Ended ended = announce();

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).hasLineCount(1).contains("10.99.0.5, as before");
    assertThat(Files.readString(installed.record("i-0a"))).isEqualTo(record);
  }

  @Test
  void address_whenTheRouteLeadsThroughAContainerBridge_isNotAnnounced() throws Exception {
    ip("route add default via 172.17.0.2");

    assertNoAddress(announce());
  }

  @Test
  void address_whenTheRouteLeadsThroughALinkLocalOne_isNotAnnounced() throws Exception {
    ip("addr add 169.254.7.7/16 dev eth0");
    ip("route add default via 169.254.0.1");

    assertNoAddress(announce());
  }

  @Test
  void address_whenTheRouteLeadsToItself_isNotAnnounced() throws Exception {
    ip("route add default dev lo");

    assertNoAddress(announce());
  }

  @Test
  void address_ofANodeOfIpv6Alone_isThatOne() throws Exception {
    ip("addr add fd00:99::5/64 dev eth0 nodad");
    ip("-6 route add default via fd00:99::1 dev eth0");

    assertAddress("fd00:99:0:0:0:0:0:5", announce());
  }

  @Test
  void address_askedForByItsNetwork_isTheOneInIt() throws Exception {
    ip("addr add 10.99.0.5/24 dev eth0");
    ip("addr add 10.98.0.5/24 dev eth0");
    ip("route add default via 10.99.0.1");

    assertAddress("10.98.0.5", announce("--address-in", "10.98.0.0/16"));
  }

  @Test
  void address_askedForByTheNetworkOfABridge_isTheOneAskedFor() throws Exception {
    // docker0 is never found, but whoever names its network means it.
    assertAddress("172.17.0.1", announce("--address-in", "172.17.0.0/16"));
  }

  @Test
  void address_askedForWhereThereIsNone_isRefused() throws Exception {
    ip("addr add 10.99.0.5/24 dev eth0");

    Ended ended = announce("--address-in", "10.98.0.0/16");

    assertThat(ended.status()).as("%s", ended).isEqualTo(10);
    assertThat(ended.err()).hasLineCount(1).contains("10.98.0.0/16");
    assertThat(installed.record("i-0a")).doesNotExist();
  }

  @Test
  void address_ofLoopbackOrLinkLocal_isRefusedEvenWhenAskedFor() throws Exception {
    ip("addr add 169.254.7.7/16 dev eth0");

    assertThat(announce("--address-in", "127.0.0.0/8").status()).isEqualTo(10);
    assertThat(announce("--address-in", "169.254.0.0/16").status()).isEqualTo(10);
    assertThat(announce("--address-in", "fe80::/10").status()).isEqualTo(10);
  }
}
