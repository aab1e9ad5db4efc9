package dev.presence.resolve;

import static dev.presence.resolve.Questions.APPS;
import static dev.presence.resolve.Questions.ask;
import static dev.presence.resolve.Questions.resolve;
import static dev.presence.resolve.Questions.rules;
import static dev.presence.resolve.Questions.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import dev.presence.model.Scope;
import dev.presence.testing.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClashesTest {
  private static final String EARLY = "20261122-100000";
  private static final String LATE = "20261122-110000";

  @Test
  void ofTwo_theLaterStays() {
    assertLoses("i-0a", app("i-0a").tss(EARLY), app("i-0b").tss(LATE));
    assertLoses("i-0b", app("i-0a").tss(LATE), app("i-0b").tss(EARLY));
  }

  @Test
  void ofTwo_withoutTss_theLaterStateStays() {
    assertLoses("i-0a", app("i-0a").fact("statetss", EARLY), app("i-0b").fact("statetss", LATE));
    assertLoses("i-0a", app("i-0a"), app("i-0b").fact("statetss", EARLY));
  }

  @Test
  void ofTwo_ofOneTime_theSmallerIdStays() {
    assertLoses("i-0b", app("i-0a").tss(LATE), app("i-0b").tss(LATE));
    assertLoses("i-2", app("i-10"), app("i-2"));
  }

  @Test
  void loser_knowsWhoStays() {
    Resolution resolution = resolve(APPS, app("i-0a").tss(EARLY), app("i-0b").tss(LATE));
    assertThat(resolution.verdicts().getOrDefault("app", List.of()))
        .filteredOn(verdict -> verdict.id().value().equals("i-0a"))
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.rival()).isEqualTo(new NodeName("i-0b")))
        .satisfies(verdict -> assertThat(verdict.standing()).isEqualTo(Verdict.Standing.OUT));
    assertThat(resolution.crowds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Ports of the one, of the other, and whether they can share an address.
        "        |          | clash",
        "80      | 80       | clash",
        "80 443  | 8080 443 | clash",
        "80      | 81       | both",
        "80      |          | both",
        "        | 80       | both",
      })
  void ofTwo_atOneAddress_portsDecide(String one, String other, String expected) {
    Resolution resolution =
        resolve(APPS, withPorts(app("i-0a"), "a", one), withPorts(app("i-0b"), "b", other));
    assertThat(rules(resolution, "app"))
        .isEqualTo(Map.of("i-0a", "peer", "i-0b", expected.equals("both") ? "peer" : "clash"));
  }

  private static Node withPorts(Node node, String prefix, @Nullable String ports) {
    if (ports != null) {
      for (String port : ports.split(" ", -1)) {
        node.port(prefix + port, Long.parseLong(port));
      }
    }
    return node;
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,       10.0.0.1,         clash",
    "fd00::1,        FD00:0::0:1,      clash",
    "Host.Example,   host.example,     clash",
    "10.0.0.1,       ::ffff:10.0.0.1,  clash",
    "10.0.0.1,       10.0.0.10,        peer",
    "host.example,   host.example.com, peer",
  })
  void ofTwo_atOnePlaceHoweverSpelled_oneStays(String one, String other, String rule) {
    Resolution resolution =
        resolve(APPS, Node.of("i-0a").address(one), Node.of("i-0b").address(other));
    assertThat(rules(resolution, "app")).isEqualTo(Map.of("i-0a", "peer", "i-0b", rule));
  }

  @Test
  void ofTwo_inOtherPartsOrScopes_bothStay() {
    Resolution resolution =
        resolve(
            ask(Scope.ALL, "any=*"),
            Node.of("i-1").address("10.0.0.1").scope("fed1", "lamp"),
            Node.of("i-2").address("10.0.0.1").scope("fed2", "lamp"),
            Node.of("i-3").address("10.0.0.1").scope("fed1", "mean"),
            Node.of("i-4").address("10.0.0.1"),
            Node.of("i-5").part("db").address("10.0.0.1").scope("fed1", "lamp"));
    assertThat(rules(resolution, "any").values()).containsOnly("peer").hasSize(5);
  }

  @Test
  void ofTwo_withoutAddress_bothStay() {
    Resolution resolution =
        resolve(
            Questions.addressOrNot(APPS),
            Node.of("i-0a").port("http", 80),
            Node.of("i-0b").port("http", 80));
    assertThat(rules(resolution, "app").values()).containsOnly("peer");
  }

  /** Replaced while it drains: the machine there is the new one. */
  @Test
  void ofTwo_whereOneDrains_theLaterStays() {
    assertLoses("i-0a", app("i-0a").state("draining").tss(EARLY), app("i-0b").tss(LATE));
    assertLoses("i-0b", app("i-0a").state("draining").tss(LATE), app("i-0b").tss(EARLY));
  }

  @Test
  void ofThree_allStayAndAPersonIsTold() {
    Resolution resolution = resolve(APPS, app("i-0c"), app("i-0a").tss(LATE), app("i-0b"));
    assertThat(rules(resolution, "app").values()).containsOnly("peer").hasSize(3);
    assertThat(resolution.crowds())
        .singleElement()
        .asString()
        .startsWith("i-0a, i-0b, i-0c all say app at 10.0.0.1");
  }

  @Test
  void ofThree_whoClashThroughOneOfThem_allStay() {
    Resolution resolution =
        resolve(
            APPS,
            app("i-0a").port("http", 80),
            app("i-0b").port("https", 443),
            app("i-0c").port("http", 80).port("https", 443));
    assertThat(rules(resolution, "app").values()).containsOnly("peer").hasSize(3);
    assertThat(resolution.crowds()).hasSize(1);
  }

  @Test
  void twoPairs_atOneAddress_eachLoseOne() {
    Resolution resolution =
        resolve(
            APPS,
            app("i-0a").port("http", 80),
            app("i-0b").port("http", 80),
            app("i-0c").port("http", 81),
            app("i-0d").port("http", 81));
    assertThat(rules(resolution, "app"))
        .isEqualTo(Map.of("i-0a", "peer", "i-0b", "clash", "i-0c", "peer", "i-0d", "clash"));
    assertThat(resolution.crowds()).isEmpty();
  }

  @Test
  void clashes_readInAnyOrder_areTheSame() {
    List<Sighting> fleet = new ArrayList<>();
    String[] spellings = {"fd00::1", "FD00::1", "fd00:0::1", "fd00::0:1"};
    for (int i = 0; i < spellings.length; i++) {
      fleet.add(seen(Node.of("i-" + i).address(spellings[i]).port("http", 80)));
      fleet.add(seen(Node.of("j-" + i).address("10.0.0.2").port("p" + i, 80 + i / 2)));
    }
    Resolution first = Questions.resolve(APPS, fleet);
    assertThat(first.crowds()).hasSize(1);
    for (int seed = 0; seed < 100; seed++) {
      Collections.shuffle(fleet, new Random(seed));
      Resolution again = Questions.resolve(APPS, fleet);
      assertThat(rules(again, "app")).as("seed %d", seed).isEqualTo(rules(first, "app"));
      assertThat(again.crowds()).as("seed %d", seed).isEqualTo(first.crowds());
    }
  }

  private static Node app(String id) {
    return Node.of(id).address("10.0.0.1");
  }

  private static void assertLoses(String loser, Node one, Node other) {
    Map<String, String> rules = rules(resolve(APPS, one, other), "app");
    assertThat(rules).containsEntry(loser, "clash").hasSize(2);
    assertThat(rules.values().stream().filter("clash"::equals)).hasSize(1);
  }
}
