package dev.presence.resolve;

import static dev.presence.resolve.Questions.APPS;
import static dev.presence.resolve.Questions.addressOrNot;
import static dev.presence.resolve.Questions.ask;
import static dev.presence.resolve.Questions.ids;
import static dev.presence.resolve.Questions.ordered;
import static dev.presence.resolve.Questions.part;
import static dev.presence.resolve.Questions.resolve;
import static dev.presence.resolve.Questions.rules;
import static dev.presence.resolve.Questions.seen;
import static dev.presence.resolve.Questions.silent;
import static dev.presence.resolve.Questions.withFacts;
import static dev.presence.resolve.Questions.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.testing.Node;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {
  private static final Scope FED1_LAMP = new Scope("fed1", "lamp");
  private static final String SAID = "20261122-100000";

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
        "fed1, lamp, any,  any,  peer",
        "fed1, lamp, fed1, any,  peer",
        "fed1, lamp, any,  lamp, peer",
        // Labels are compared as they are said: those who say none are a scope of their own.
        "'',   '',   -,    -,    peer",
        "-,    -,    -,    -,    peer",
        "fed1, lamp, -,    lamp, deployment",
        "fed1, lamp, fed1, -,    stacktype",
        "fed1, lamp, -,    -,    deployment",
        "-,    lamp, -,    lamp, peer",
        "fed1, -,    fed1, -,    peer",
        "fed2, lamp, fed1, lamp, deployment",
        "fed2, mean, fed1, lamp, deployment",
        "fed1, mean, fed1, lamp, stacktype",
        "fed1, mean, any,  lamp, stacktype",
        "FED1, lamp, fed1, lamp, deployment",
        "'',   '',   any,  any,  peer",
        "'',   lamp, fed1, lamp, deployment",
        "fed1, '',   fed1, lamp, stacktype",
      })
  void node_ofAScope_isTakenWhereThatIsAskedFor(
      @Nullable String deployment,
      @Nullable String stacktype,
      @Nullable String askedDeployment,
      @Nullable String askedType,
      String rule) {
    Node node = app("i-0a", 1);
    if (deployment != null) {
      node.fact("deployment", deployment);
    }
    if (stacktype != null) {
      node.fact("stacktype", stacktype);
    }
    Resolution resolution = resolve(ask(new Scope(askedDeployment, askedType), "app"), node);
    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", rule));
  }

  @Test
  void node_thatSaysNoScope_isInNoNamedOne() {
    assertThat(rules(resolve(ask(FED1_LAMP, "app"), app("i-0a", 1)), "app"))
        .containsExactly(Map.entry("i-0a", "deployment"));
  }

  @Test
  void node_ofAnotherPart_hasNoVerdict() {
    Resolution resolution = resolve(APPS, app("i-0a", 1), Node.of("i-0b").part("App"));
    assertThat(rules(resolution, "app")).containsOnlyKeys("i-0a");
  }

  @Test
  void node_withoutAddress_isNoPeer() {
    Resolution resolution = resolve(APPS, Node.of("i-0a"));
    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", "address"));
    assertThat(part(resolution, "app").peers()).isEmpty();
  }

  @Test
  void node_withoutAddress_isAPeerWhereNoneIsNeeded() {
    Resolution resolution = resolve(addressOrNot(APPS), Node.of("i-0a"));
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
    Node node = Node.of("i-0a").scope("fed2", "mean").state("left");
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
    Resolution resolution = resolve(ask(Scope.ALL, "db", "app"), app("i-0a", 1));
    assertThat(resolution.answer().parts()).containsOnlyKeys("app", "db");
    assertThat(part(resolution, "db").peers()).isEmpty();
    assertThat(part(resolution, "db").draining()).isEmpty();
  }

  @Test
  void glob_takesInPartsUnderOneName() {
    Resolution resolution =
        resolve(
            ask(Scope.ALL, "data=db*", "app"),
            Node.of("i-1").part("db1").address("10.0.0.1"),
            Node.of("i-2").part("db").address("10.0.0.2"),
            Node.of("i-3").part("mydb").address("10.0.0.3"));
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
    assertThat(peer.address()).hasToString("10.0.0.1");
    assertThat(peer.ports()).isEqualTo(Map.of("http", 80));
    assertThat(peer.scope()).isEqualTo(FED1_LAMP);
    assertThat(peer.weight()).isEqualTo(7);
    assertThat(peer.zone()).isEqualTo("a");
    assertThat(peer.facts()).isEmpty();
  }

  @Test
  void peer_thatSaysEmptyLabels_hasNone() {
    Peer peer =
        part(resolve(APPS, app("i-0a", 1).scope("", "").fact("zone", "")), "app").peers().get(0);
    assertThat(peer.scope()).isEqualTo(new Scope(null, null));
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
        resolve(ask(Scope.ALL, "app", "web=ap*"), app("i-0a", 1), app("i-0b", 1), app("i-0c", 1));
    assertThat(resolution.crowds()).hasSize(1);
  }

  @Test
  void emptyList_givesEmptyParts() {
    Resolution resolution = Questions.resolve(APPS, Collections.emptyList());
    assertThat(part(resolution, "app").peers()).isEmpty();
    assertThat(resolution.crowds()).isEmpty();
  }

  // What is silent stands: only a word takes a peer away.

  @ParameterizedTest
  @CsvSource({
    "idle, silent",
    "unheard-of, silent",
    "draining, draining",
    "setup, state",
    "left, state",
  })
  void silentNode_standsByWhatItLastSaid(String state, String rule) {
    Resolution resolution = resolve(APPS, silent(app("i-0a", 1).state(state)));
    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", rule));
    assertThat(ids(part(resolution, "app").peers()))
        .isEqualTo(rule.equals("silent") ? List.of("i-0a") : List.of());
  }

  /** The same membership gives the same answer, whatever store was away. */
  @Test
  void silentNode_isTheSamePeer() {
    Node node = app("i-0a", 1).port("http", 80).fact("schema", 7L);
    Question question = withFacts(APPS, "schema");
    assertThat(resolve(question, silent(node)).answer())
        .isEqualTo(resolve(question, seen(node)).answer());
  }

  @Test
  void silentNode_withoutAddressOrLeftOut_isNoPeer() {
    assertThat(rules(resolve(APPS, silent(Node.of("i-0a"))), "app")).containsValue("address");
    assertThat(rules(resolve(without("i-0a", APPS), silent(app("i-0a", 1))), "app"))
        .containsValue("without-self");
  }

  // The node's word and the order: the stricter of the two counts.

  @ParameterizedTest
  @CsvSource({
    // What the node says, what is ordered, and the rule that decides.
    "idle,         none,     peer",
    "idle,         lifted,   peer",
    "idle,         draining, draining",
    "idle,         left,     order",
    "'',           draining, draining",
    "draining,     none,     draining",
    "draining,     lifted,   draining",
    "draining,     draining, draining",
    "draining,     left,     order",
    "setup,        none,     state",
    "setup,        lifted,   state",
    "setup,        draining, state",
    "setup,        left,     order",
    "left,         none,     state",
    "left,         lifted,   state",
    "left,         draining, state",
    "left,         left,     state",
    "decommission, left,     state",
  })
  void node_underAnOrder_standsByTheStricter(String state, String word, String rule) {
    Node node = app("i-0a", 1).state(state).tss(SAID);
    Sighting sighting = word.equals("none") ? seen(node) : ordered(node, order(word, null, SAID));

    Resolution resolution = resolve(APPS, sighting);

    assertThat(rules(resolution, "app")).containsExactly(Map.entry("i-0a", rule));
    assertThat(ids(part(resolution, "app").peers()))
        .isEqualTo(rule.equals("peer") ? List.of("i-0a") : List.of());
    assertThat(ids(part(resolution, "app").draining()))
        .isEqualTo(rule.equals("draining") ? List.of("i-0a") : List.of());
    assertThat(sighting.isOrdered(Questions.NOW))
        .isEqualTo(rule.equals("order") || (rule.equals("draining") && !state.equals("draining")));
  }

  /** A left holds until a record with a later stamp than it knew; a draining, whatever is said. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "left,     20261122-100000, 20261122-100000, order",
        "left,     20261122-095959, 20261122-100000, order",
        "left,     20261122-100001, 20261122-100000, peer",
        "left,     -,               20261122-100000, order",
        // Without a stamp that it knew, its own: 20261122-110000.
        "left,     20261122-110000, -,               order",
        "left,     20261122-110001, -,               peer",
        "draining, 20261122-235959, -,               draining",
        "lifted,   -,               -,               peer",
      })
  void order_ofAnOlderRecord_holds(
      String word, @Nullable String tss, @Nullable String of, String rule) {
    Node node = app("i-0a", 1);
    if (tss != null) {
      node.tss(tss);
    }
    assertThat(rules(resolve(APPS, ordered(node, order(word, null, of))), "app"))
        .containsExactly(Map.entry("i-0a", rule));
  }

  @ParameterizedTest
  @CsvSource({
    "20261122-115959, peer",
    "20261122-120000, peer",
    "20261122-120001, draining",
  })
  void orderToDrain_forAWhile_endsByItself(String until, String rule) {
    Sighting node = ordered(app("i-0a", 1), order("draining", until, null));
    assertThat(rules(resolve(APPS, node), "app")).containsExactly(Map.entry("i-0a", rule));
  }

  /** Who is ordered left cannot take a place, and neither can it lose one. */
  @Test
  void nodeOrderedLeft_clashesWithNobody() {
    Resolution resolution =
        resolve(
            APPS,
            seen(app("i-0a", 1).tss("20261122-090000")),
            ordered(app("i-0b", 1).tss(SAID), order("left", null, SAID)));
    assertThat(rules(resolution, "app")).isEqualTo(Map.of("i-0a", "peer", "i-0b", "order"));
  }

  @Test
  void silentNodeOrderedLeft_isOut() {
    Sighting node =
        new Sighting(app("i-0a", 1).tss(SAID).build(), order("left", null, SAID), "vanished", null);
    assertThat(rules(resolve(APPS, node), "app")).containsExactly(Map.entry("i-0a", "order"));
  }

  private static Order order(String word, @Nullable String until, @Nullable String of) {
    return new Order(
        new NodeName("i-0a"),
        Order.Word.valueOf(word.toUpperCase(Locale.ROOT)),
        "eve",
        null,
        new Stamp("20261122-110000"),
        until == null ? null : new Stamp(until),
        of == null ? null : new Stamp(of));
  }

  private static Node app(String id, int host) {
    return Node.of(id).address("10.0.0." + host);
  }
}
