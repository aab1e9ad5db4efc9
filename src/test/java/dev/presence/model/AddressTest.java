package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.testing.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  static Stream<String> goodAddresses() {
    return Stream.of(
        "10.0.3.54",
        "127.0.0.1",
        "1.0.0.0",
        "223.255.255.255",
        "240.0.0.1", // Reserved, but no rule of the list, and some networks use it within.
        "255.255.255.254",
        "::1",
        "fe80::1",
        "fd00::a:1",
        "FD00::A:1",
        "1:2:3:4:5:6:7:8",
        "1::8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "::1.2.3.4",
        "::ffff:10.0.0.1",
        "1:2:3:4:5:6:10.0.0.1",
        "db",
        "db1",
        "1db",
        "db-1",
        "DB.Example.COM",
        "a.b.c",
        "3com.com",
        "10.0.0.1a",
        "x".repeat(63),
        ("x".repeat(61) + ".").repeat(4) + "yyyyy");
  }

  @ParameterizedTest
  @MethodSource("goodAddresses")
  void address_ofTheRule_isTaken(String text) {
    assertThat(Address.isValid(text)).isTrue();
    assertThat(new Address(text)).hasToString(text).isEqualTo(new Address(text));
  }

  static Stream<String> badAddresses() {
    return Stream.of(
        "",
        " ",
        "10.0.3",
        "10.0.3.256",
        "10.0.3.999",
        "10.0.3.054",
        "10.0.3.4.5",
        "10",
        "1.2.3.4.",
        "10.0.3.54 ",
        " 10.0.3.54",
        "10.0.3.54/24",
        "10.0.3.54:80",
        "[::1]",
        "::1%eth0",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "12345::",
        "g::",
        "::1.2.3",
        "::1.2.3.256",
        "1.2.3.4::",
        ":1",
        "1:",
        ".:1",
        "-",
        "-a",
        "a-",
        "a.-b",
        "a-.b",
        "a..b",
        ".a",
        "a.",
        "a_b",
        "0x7f000001",
        "a.0X7F",
        "a b",
        "a/b",
        "a\n",
        "\u00fc.de",
        "\u0661\u0660.0.0.1",
        "$(a)",
        "a\u0000",
        "x".repeat(64),
        ("x".repeat(61) + ".").repeat(4) + "yyyyyy");
  }

  @ParameterizedTest
  @MethodSource("badAddresses")
  void address_againstTheRule_isRefused(String text) {
    assertThat(Address.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Address(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Address.RULE)
        .extracting(Throwable::getMessage)
        .asString()
        .matches("\\P{Cntrl}+");
  }

  /** A balancer that is given one sends its traffic to itself, to many or to nobody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "0.255.255.255",
        "224.0.0.1",
        "239.255.255.255",
        "255.255.255.255",
        "::",
        "0::0",
        "0:0:0:0:0:0:0:0",
        "::0.0.0.0",
        "ff02::1",
        "FF0E::1",
        "ffff::",
        "::ffff:0.0.0.0",
        "::ffff:0:0",
        "0:0:0:0:0:ffff:0.1.2.3",
        "::ffff:224.0.0.1",
        "::ffff:ffff:ffff",
      })
  void address_thatIsNobodys_isRefused(String text) {
    assertThat(Address.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Address(text)).hasMessageContaining("unspecified");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,        true",
    "127.255.0.9,      true",
    "::1,              true",
    "0:0::0:1,         true",
    "::ffff:127.0.0.1, true",
    "localhost,        true",
    "LocalHost,        true",
    "10.0.0.1,         false",
    "128.0.0.1,        false",
    "::2,              false",
    "127.example.com,  false",
    "127.0.0.1.a,      false",
    "localhost.a,      false",
    "mylocalhost,      false",
  })
  void loopback_isWhatLeadsBackToWhoeverAsks(String text, boolean loopback) {
    assertThat(new Address(text).isLoopback()).isEqualTo(loopback);
  }

  /**
   * What one program takes for a literal and another does not breaks the other's configuration: the
   * JDK takes these, HAProxy and everything else on inet_pton does not.
   */
  @ParameterizedTest
  @ValueSource(strings = {"::00001", "0fd00::1", "::ffff:010.0.0.1", "::ffff:10.0.0.01"})
  void literal_thatOnlyTheJdkTakes_isRefused(String text) {
    assertThat(Address.isValid(text)).isFalse();
  }

  @Test
  void literal_isTakenJustWhenPythonTakesIt(@TempDir Path folder) throws IOException {
    Random random = new Random(20261122);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      texts.add(random.nextBoolean() ? randomIpv6(random) : randomIpv4(random));
    }
    List<String> expected =
        new Python(folder)
            .script(
                """
                import ipaddress, sys
                nobodys = ipaddress.ip_network("0.0.0.0/8")
                everybodys = ipaddress.ip_address("255.255.255.255")
                for line in sys.stdin:
                    try:
                        a = ipaddress.ip_address(line.rstrip("\\n"))
                        a = getattr(a, "ipv4_mapped", None) or a
                        wrong = a.is_unspecified or a.is_multicast
                        if a.version == 4:
                            wrong = wrong or a in nobodys or a == everybodys
                        print("false" if wrong else "true")
                    except ValueError:
                        print("false")
                """,
                texts);
    // Neither way is rare, or nothing would be shown.
    assertThat(expected.stream().filter("true"::equals).count()).isBetween(300L, 2700L);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      assertThat(Boolean.toString(Address.isValid(text))).as(text).isEqualTo(expected.get(i));
    }
  }

  private static String randomIpv6(Random random) {
    List<String> groups = new ArrayList<>();
    int most = 5 + random.nextInt(5);
    for (int i = 0; i < most; i++) {
      groups.add(
          switch (random.nextInt(16)) {
            case 0 -> "";
            case 1 -> "0".repeat(1 + random.nextInt(5));
            case 2 -> "fffff".substring(random.nextInt(5));
            default -> Integer.toHexString(random.nextInt(0x10000));
          });
    }
    if (random.nextInt(4) == 0) {
      groups.add(randomIpv4(random));
    }
    String text = String.join(":", groups);
    return random.nextInt(8) == 0 ? "::" + text : text + ":0".repeat(random.nextInt(2));
  }

  /** Of digits and dots only, since with a letter it would be a host name. */
  private static String randomIpv4(Random random) {
    List<String> octets = new ArrayList<>();
    int most = random.nextInt(8) == 0 ? 3 + random.nextInt(3) : 4;
    for (int i = 0; i < most; i++) {
      octets.add(
          switch (random.nextInt(24)) {
            case 0 -> "";
            case 1 -> "00";
            case 2 -> "010";
            case 3 -> "256";
            default -> Integer.toString(random.nextInt(256));
          });
    }
    return String.join(".", octets);
  }

  /**
   * The JDK reads addresses and names with one method, which takes some texts with a colon for
   * names. Records are written by strangers: none may make this program ask a resolver. The JDK's
   * hosts file stands in for the resolver, in a JVM of its own since it is read once.
   */
  @ParameterizedTest
  @ValueSource(strings = {".:1", ".1:a", "..:", "db", "10.0.3.999"})
  void address_ofAnyText_asksNoResolver(String text, @TempDir Path folder) throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.7 " + text + "\n");
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Asker.class.getName(),
                text)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(out).strip()).isEqualTo(Boolean.toString(text.equals("db")));
  }

  /** Says whether an address is taken, in a JVM whose resolver knows that name. */
  static final class Asker {
    public static void main(String[] args) {
      System.out.println(Address.isValid(args[0]));
    }

    private Asker() {}
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.3.54,      10.0.3.54",
    "DB.Example.com, db.example.com",
    "::1,            0:0:0:0:0:0:0:1",
    "0:0::0:1,       0:0:0:0:0:0:0:1",
    "FD00::00A,      fd00:0:0:0:0:0:0:a",
    "::ffff:10.0.0.1, 10.0.0.1",
    "::ffff:a00:1,   10.0.0.1",
  })
  void canonical_isOneSpellingForOnePlace(String address, String canonical) {
    assertThat(new Address(address).canonical()).isEqualTo(canonical);
    assertThat(new Address(canonical).canonical()).isEqualTo(canonical);
  }
}
