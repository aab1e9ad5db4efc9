package dev.presence.resolve;

import static dev.presence.resolve.Questions.NOW;
import static dev.presence.resolve.Questions.ask;
import static dev.presence.resolve.Questions.ordered;
import static dev.presence.resolve.Questions.resolve;
import static dev.presence.resolve.Questions.seen;
import static dev.presence.resolve.Questions.silent;
import static dev.presence.resolve.Questions.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.testing.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonsTest {
  private static final Question QUESTION = ask(new Scope("fed1", "lamp"), "app");

  @Test
  void part_isNamed() {
    Verdict verdict = Verdict.ofAnotherPart(seen(node()));
    assertThat(new Reasons(QUESTION.scope(), NOW).why(verdict)).isEqualTo("it plays app");
    assertThat(new Reasons(QUESTION.scope(), NOW).change(verdict))
        .contains("ask for app", "nodepart.txt");
  }

  @Test
  void deployment_saidAndAskedFor_areNamed() {
    assertReason(
        node().scope("fed2", "lamp"),
        "deployment is fed2, asked for is fed1",
        "--deployment any, or deployment.txt there");
    assertReason(
        Node.of("i-0a"),
        "deployment is not said, asked for is fed1",
        "--deployment any, or deployment.txt there");
  }

  @Test
  void stacktype_saidAndAskedFor_areNamed() {
    assertReason(
        node().scope("fed1", "mean"),
        "stacktype is mean, asked for is lamp",
        "--stacktype any, or stacktype.txt there");
    assertReason(
        node().scope("fed1", ""),
        "stacktype is not said, asked for is lamp",
        "--stacktype any, or stacktype.txt there");
  }

  @Test
  void state_isToldWithAllThatIsKnownOfIt() {
    assertReason(
        node()
            .state("draining")
            .fact("statetss", "20261122-100000")
            .fact("stateby", "eve")
            .fact("statereason", "kernel update")
            .fact("stateuntil", "20261122-223000"),
        "state is draining since 20261122-100000 by eve (kernel update) until 20261122-223000",
        "'presence undrain' there");
  }

  @Test
  void state_whoseTimeIsOver_saysWhyItStandsAllTheSame() {
    assertReason(
        node().state("draining").fact("stateuntil", "20261122-103000"),
        "state is draining until 20261122-103000, which is over: its next announce ends it",
        "'presence undrain' there");
  }

  @Test
  void state_thatServesNotYetOrNoMore_hasItsOwnWayBack() {
    assertReason(
        node().state("setup"), "state is setup", "its setup done: 'presence state idle' there");
    assertReason(node().state("left"), "state is left", "'presence state idle' there");
  }

  @Test
  void peer_needsNoChange() {
    assertReason(node(), "no state", "");
    assertReason(node().state("idle"), "state is idle", "");
  }

  @Test
  void address_thatIsNotThere_isSaid() {
    assertReason(
        Node.of("i-0a").scope("fed1", "lamp"),
        "its record has no address",
        "its next announce, address.txt there, or --no-address-needed");
  }

  @Test
  void self_leftOut_isSaid() {
    Question question = without("i-0a", QUESTION);
    Verdict verdict = only(question, node());
    assertThat(new Reasons(question.scope(), NOW).why(verdict))
        .isEqualTo("it is this node, and --without-self was given");
    assertThat(new Reasons(question.scope(), NOW).change(verdict))
        .isEqualTo("leave --without-self out");
  }

  @Test
  void clash_namesWhoStaysAndWhere() {
    Resolution resolution =
        resolve(
            QUESTION,
            node().tss("20261122-100000"),
            Node.of("i-0b").scope("fed1", "lamp").address("10.0.0.1").tss("20261122-110000"));
    Verdict loser = resolution.verdicts().getOrDefault("app", List.of()).get(0);
    assertThat(new Reasons(QUESTION.scope(), NOW).why(loser))
        .isEqualTo("i-0b says the same place, 10.0.0.1");
    assertThat(new Reasons(QUESTION.scope(), NOW).change(loser))
        .isEqualTo("an address of its own there, or 'presence remove i-0b'");
  }

  /** These two are free text by whoever wrote the record, and reasons are read on a terminal. */
  @ParameterizedTest
  @ValueSource(strings = {"statereason", "stateby"})
  void freeText_inAReason_isMadeHarmless(String fact) {
    Verdict verdict = only(QUESTION, node().state("left").fact(fact, "\u001b[2J\nroot# \u202e"));
    assertThat(new Reasons(QUESTION.scope(), NOW).why(verdict))
        .matches("[ -~]+")
        .contains("\\u001b");
  }

  private static Node node() {
    return Node.of("i-0a").scope("fed1", "lamp").address("10.0.0.1");
  }

  @Test
  void deployment_notAskedFor_isNone() {
    Question question = ask(new Scope(null, null), "app");
    assertThat(new Reasons(question.scope(), NOW).why(only(question, seen(node()))))
        .isEqualTo("deployment is fed1, asked for is none");
  }

  @Test
  void order_isToldWithAllThatIsKnownOfIt() {
    assertReason(
        ordered(node(), order(Order.Word.DRAINING, "20261122-130000", "disk")),
        "ordered draining at 20261122-110000 by eve (disk) until 20261122-130000",
        "'presence undrain i-0a'");
    assertReason(
        ordered(node().tss("20261122-100000"), order(Order.Word.LEFT, null, null)),
        "ordered left at 20261122-110000 by eve",
        "its own next announce, or 'presence undrain i-0a'");
    assertThat(Reasons.order(null)).isEmpty();
  }

  /** It drains by itself as well: its own word has to be taken back there. */
  @Test
  void order_thatSaysNoMoreThanTheNode_isNotTheReason() {
    assertReason(
        ordered(node().state("draining"), order(Order.Word.DRAINING, null, null)),
        "state is draining",
        "'presence undrain' there");
  }

  @Test
  void silence_isToldAndThatItStands() {
    assertReason(
        silent(node()),
        "it vanished from /list; what is silent stands",
        "its next announce, 'presence remove i-0a', or --accept-removals");
  }

  @Test
  void freeText_ofAnOrder_isMadeHarmless() {
    Order order =
        new Order(
            new NodeName("i-0a"),
            Order.Word.LEFT,
            "\u001b[2J",
            "\nroot# \u202e",
            new Stamp("20261122-110000"),
            null,
            null);
    assertThat(Reasons.order(order)).matches("[ -~]+").contains("\\u001b", "\\u202e");
  }

  private static Order order(Order.Word word, @Nullable String until, @Nullable String reason) {
    return new Order(
        new NodeName("i-0a"),
        word,
        "eve",
        reason,
        new Stamp("20261122-110000"),
        until == null ? null : new Stamp(until),
        null);
  }

  private static void assertReason(Node node, String why, String change) {
    assertReason(seen(node), why, change);
  }

  private static void assertReason(Sighting node, String why, String change) {
    Verdict verdict = only(QUESTION, node);
    assertThat(new Reasons(QUESTION.scope(), NOW).why(verdict)).isEqualTo(why);
    assertThat(new Reasons(QUESTION.scope(), NOW).change(verdict)).isEqualTo(change);
  }

  private static Verdict only(Question question, Node node) {
    return only(question, seen(node));
  }

  private static Verdict only(Question question, Sighting node) {
    List<Verdict> verdicts = resolve(question, node).verdicts().getOrDefault("app", List.of());
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }
}
