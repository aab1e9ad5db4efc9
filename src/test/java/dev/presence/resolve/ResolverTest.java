package dev.presence.resolve;

import static dev.presence.resolve.Questions.APPS;
import static dev.presence.resolve.Questions.addressOrNot;
import static dev.presence.resolve.Questions.ask;
import static dev.presence.resolve.Questions.ids;
import static dev.presence.resolve.Questions.part;
import static dev.presence.resolve.Questions.resolve;
import static dev.presence.resolve.Questions.rules;
import static dev.presence.resolve.Questions.withFacts;
import static dev.presence.resolve.Questions.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Answer;
import dev.presence.model.Peer;
import dev.presence.model.Question;
import dev.presence.model.Scope;
import dev.presence.testing.Node;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {
  private static final Scope FED1_LAMP = new Scope("fed1", "lamp");

  @ParameterizedTest
  @CsvSource({
    "presetup, state",
    "setup, state",
    "initdone, peer",
    "idle, peer",
    "working, peer",
    "running, peer",
    "done, peer",
    "'', peer",
    "unheard-of, peer",
    "draining, draining",
    "decommissioning, draining",
    "decommission, state",
    "left, state",
  })
  void node_inAState_standsByIt(String state, String rule) {
    Resolution resolution = resolve(APPS, app("i-0a", 1).state(state));
    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", rule));
    Answer.Part part = part(resolution, "app");
    assertThat(ids(part.peers())).isEqualTo(rule.equals("peer") ? List.of("i-0a") : List.of());
    assertThat(ids(part.draining()))
        .isEqualTo(rule.equals("draining") ? List.of("i-0a") : List.of());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // A node's deployment and stacktype, those asked for, and the rule that decides.
        "fed1, lamp, fed1, lamp, peer",
        "fed1, lamp, -,    -,    peer",
        "fed1, lamp, fed1, -,    peer",
        "fed1, lamp, -,    lamp, peer",
        "fed2, lamp, fed1, lamp, deployment",
        "fed2, mean, fed1, lamp, deployment",
        "fed1, mean, fed1, lamp, stacktype",
        "fed1, mean, -,    lamp, stacktype",
        "FED1, lamp, fed1, lamp, deployment",
        "'',   '',   -,    -,    peer",
        "'',   lamp, fed1, lamp, deployment",
        "fed1, '',   fed1, lamp, stacktype",
      })
  void node_ofAScope_isTakenWhereThatIsAskedFor(
      String deployment, String stacktype, String askedDeployment, String askedType, String rule) {
    Resolution resolution =
        resolve(
            ask(new Scope(askedDeployment, askedType), "app"),
            app("i-0a", 1).scope(deployment, stacktype));
    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", rule));
  }

  @Test
  void node_thatSaysNoScope_isInNoNamedOne() {
    assertThat(rules(resolve(ask(FED1_LAMP, "app"), app("i-0a", 1)), "app"))
        .containsExactly(Map.entry("i-0a", "deployment"));
  }

  @Test
  void node_ofAnotherPart_hasNoVerdict() {
    Resolution resolution = resolve(APPS, app("i-0a", 1), Node.of("i-0b", "App"));
    assertThat(rules(resolution, "app")).containsOnlyKeys("i-0a");
  }

  @Test
  void node_withoutAddress_isNoPeer() {
    Resolution resolution = resolve(APPS, Node.of("i-0a", "app"));
    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", "address"));
    assertThat(part(resolution, "app").peers()).isEmpty();
  }

  @Test
  void node_withoutAddress_isAPeerWhereNoneIsNeeded() {
    Resolution resolution = resolve(addressOrNot(APPS), Node.of("i-0a", "app"));
    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", "peer"));
  }

  @Test
  void node_leftOut_isNeitherPeerNorDraining() {
    Resolution resolution =
        resolve(
            without("i-0a", APPS), app("i-0a", 1), app("i-0b", 2), app("i-0c", 3).state("left"));
    assertThat(rules(resolution, "app"))
        .isEqualTo(Map.of("i-0a", "without-self", "i-0b", "peer", "i-0c", "state"));
    assertThat(rules(resolve(without("i-0a", APPS), app("i-0a", 1).state("draining")), "app"))
        .containsExactly(Map.entry("i-0a", "without-self"));
  }

  /** Who does not serve here cannot take a place here. */
  @ParameterizedTest
  @CsvSource({"left", "setup"})
  void node_thatDoesNotServe_clashesWithNobody(String state) {
    Resolution resolution =
        resolve(
            APPS,
            app("i-0a", 1).tss("20261122-100000"),
            app("i-0b", 1).tss("20261122-110000").state(state));
    assertThat(rules(resolution, "app")).isEqualTo(Map.of("i-0a", "peer", "i-0b", "state"));
  }

  @Test
  void node_ofAnotherScope_clashesWithNobody() {
    Resolution resolution =
        resolve(
            ask(FED1_LAMP, "app"),
            app("i-0a", 1).scope("fed1", "lamp"),
            app("i-0b", 1).scope("fed2", "lamp"));
    assertThat(ids(part(resolution, "app").peers())).containsExactly("i-0a");
  }

  @Test
  void rules_speakInTheirOrder() {
    Question everything = without("i-0a", ask(FED1_LAMP, "app"));
    Node node = Node.of("i-0a", "app").scope("fed2", "mean").state("left");
    assertThat(rules(resolve(everything, node), "app")).containsValue("deployment");
    assertThat(rules(resolve(everything, node.scope("fed1", "mean")), "app"))
        .containsValue("stacktype");
    assertThat(rules(resolve(everything, node.scope("fed1", "lamp")), "app"))
        .containsValue("state");
    assertThat(rules(resolve(everything, node.state("idle")), "app")).containsValue("address");
    assertThat(rules(resolve(everything, node.address("10.0.0.1")), "app"))
        .containsValue("without-self");
  }

  @Test
  void peers_areSortedById() {
    Resolution resolution =
        resolve(
            APPS,
            app("i-2", 1),
            app("i-10", 2),
            app("a", 3).state("draining"),
            app("i-1", 4),
            app("0", 5).state("draining"));
    assertThat(ids(part(resolution, "app").peers())).containsExactly("i-1", "i-10", "i-2");
    assertThat(ids(part(resolution, "app").draining())).containsExactly("0", "a");
    assertThat(rules(resolution, "app").keySet()).containsExactly("0", "a", "i-1", "i-10", "i-2");
  }

  @Test
  void askedPart_withoutNodes_isThereAndEmpty() {
    Resolution resolution = resolve(ask(new Scope(null, null), "db", "app"), app("i-0a", 1));
    assertThat(resolution.answer().parts()).containsOnlyKeys("app", "db");
    assertThat(part(resolution, "db").peers()).isEmpty();
    assertThat(part(resolution, "db").draining()).isEmpty();
  }

  @Test
  void glob_takesInPartsUnderOneName() {
    Resolution resolution =
        resolve(
            ask(new Scope(null, null), "data=db*", "app"),
            Node.of("i-1", "db1").address("10.0.0.1"),
            Node.of("i-2", "db").address("10.0.0.2"),
            Node.of("i-3", "mydb").address("10.0.0.3"));
    assertThat(ids(part(resolution, "data").peers())).containsExactly("i-1", "i-2");
    assertThat(part(resolution, "data").peers().get(0).part()).hasToString("db1");
    assertThat(part(resolution, "app").peers()).isEmpty();
  }

  @Test
  void peer_carriesWhatItsRecordSays() {
    Resolution resolution =
        resolve(
            APPS,
            app("i-0a", 1)
                .port("http", 80)
                .scope("fed1", "lamp")
                .fact("weight", 7L)
                .fact("zone", "a"));
    Peer peer = part(resolution, "app").peers().get(0);
    assertThat(peer.address()).isEqualTo("10.0.0.1");
    assertThat(peer.ports()).isEqualTo(Map.of("http", 80L));
    assertThat(peer.deployment()).isEqualTo("fed1");
    assertThat(peer.stacktype()).isEqualTo("lamp");
    assertThat(peer.weight()).isEqualTo(7);
    assertThat(peer.zone()).isEqualTo("a");
    assertThat(peer.facts()).isEmpty();
  }

  @Test
  void peer_thatSaysEmptyLabels_hasNone() {
    Peer peer =
        part(resolve(APPS, app("i-0a", 1).scope("", "").fact("zone", "")), "app").peers().get(0);
    assertThat(peer.deployment()).isNull();
    assertThat(peer.stacktype()).isNull();
    assertThat(peer.zone()).isNull();
    assertThat(peer.weight()).isEqualTo(100);
  }

  @Test
  void otherFacts_areThereOnlyWhenAskedFor() {
    Node node = app("i-0a", 1).fact("schema", 7L).fact("note", "n").fact("none", null);
    assertThat(part(resolve(APPS, node), "app").peers().get(0).facts()).isEmpty();
    assertThat(
            part(resolve(withFacts(APPS, "schema", "absent", "none"), node), "app")
                .peers()
                .get(0)
                .facts())
        .isEqualTo(Map.of("schema", 7L));
  }

  @Test
  void crowd_inTwoAskedParts_isSaidOnce() {
    Resolution resolution =
        resolve(
            ask(new Scope(null, null), "app", "web=ap*"),
            app("i-0a", 1),
            app("i-0b", 1),
            app("i-0c", 1));
    assertThat(resolution.crowds()).hasSize(1);
  }

  @Test
  void emptyList_givesEmptyParts() {
    Resolution resolution = Resolver.resolve(APPS, Collections.emptyList());
    assertThat(part(resolution, "app").peers()).isEmpty();
    assertThat(resolution.crowds()).isEmpty();
  }

  private static Node app(String id, int host) {
    return Node.of(id, "app").address("10.0.0." + host);
  }
}
