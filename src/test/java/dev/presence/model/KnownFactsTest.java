package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each known fact right and wrong, as a record is judged by it. */
class KnownFactsTest {
  private static final Set<String> TEXTS =
      Set.of(
          "instance-id",
          "nodepart",
          "address",
          "stacktype",
          "deployment",
          "initgitrepo",
          "zone",
          "state",
          "statetss",
          "statelog",
          "statereason",
          "stateby",
          "stateuntil",
          "tss");

  static Stream<Arguments> goodFacts() {
    return Stream.of(
        arguments("instance-id", "i-4e7cb59a"),
        arguments("nodepart", "db1"),
        arguments("address", "10.0.3.54"),
        arguments("address", "fd00::1"),
        arguments("address", "db.example.com"),
        arguments("stacktype", "lamp"),
        arguments("stacktype", ""),
        arguments("deployment", "fed.1_b-2"),
        arguments("deployment", ""),
        arguments("zone", "eu-central-1a"),
        arguments("initgitrepo", "git@example.com:a/b.git \u00fc\n"),
        arguments("state", "idle"),
        arguments("state", "any_word-1"),
        arguments("state", ""),
        arguments("statetss", "20261122-174830"),
        arguments("statelog", "setup:20261122-174646;"),
        arguments("statereason", "kernel update; \u001b[0m"),
        arguments("stateby", "root"),
        arguments("stateuntil", "20240229-000000"),
        arguments("tss", "20261122-174830"),
        arguments("weight", 0L),
        arguments("weight", 256L),
        arguments("ports", Map.of()),
        arguments("ports", Map.of("http", 1L, "Https_2-b", 65535L)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("goodFacts")
  void fact_ofItsForm_isTaken(String name, Object value) {
    assertThatCode(() -> recordWith(name, value)).doesNotThrowAnyException();
  }

  static Stream<Arguments> badFacts() {
    return Stream.of(
        arguments("instance-id", ""),
        arguments("instance-id", "../i-0a"),
        arguments("instance-id", "I-0A"),
        arguments("nodepart", ""),
        arguments("nodepart", "app server"),
        arguments("nodepart", "app.server"),
        arguments("address", ""),
        arguments("address", "10.0.3.999"),
        arguments("address", "10.0.3.54:80"),
        arguments("address", "http://a"),
        arguments("stacktype", "la mp"),
        arguments("stacktype", "any"),
        arguments("deployment", "$(fed1)"),
        arguments("deployment", "any"),
        arguments("zone", "a\nb"),
        arguments("zone", "x".repeat(64)),
        arguments("state", "in use"),
        arguments("state", "idle;"),
        arguments("statetss", ""),
        arguments("statetss", "20230229-000000"),
        arguments("stateuntil", "tomorrow"),
        arguments("tss", "2026-11-22T17:48:30Z"),
        arguments("weight", -1L),
        arguments("weight", 257L),
        arguments("weight", "100"),
        arguments("weight", true),
        arguments("weight", new BigInteger("9223372036854775808")),
        arguments("ports", "80"),
        arguments("ports", 80L),
        arguments("ports", List.of(80L)),
        arguments("ports", Map.of("http", 0L)),
        arguments("ports", Map.of("http", 65536L)),
        arguments("ports", Map.of("http", -80L)),
        arguments("ports", Map.of("http", "80")),
        arguments("ports", Map.of("http", List.of(80L))),
        arguments("ports", Map.of("http", new BigInteger("18446744073709551696"))),
        arguments("ports", Collections.singletonMap("http", null)),
        arguments("ports", Map.of("", 80L)),
        arguments("ports", Map.of("a b", 80L)),
        arguments("ports", Map.of("\u001b[2J", 80L)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("badFacts")
  void fact_ofAnotherForm_isNamedInOneHarmlessLine(String name, Object value) {
    assertThatThrownBy(() -> recordWith(name, value))
        .isInstanceOf(BadFactException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith(name)
        .matches("[ -~]+");
  }

  static Stream<Arguments> textsOfAnotherType() {
    return TEXTS.stream()
        .sorted()
        .flatMap(
            name ->
                Stream.of(1L, true, List.of("a"), Map.of("a", "b"))
                    .map(value -> arguments(name, value)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("textsOfAnotherType")
  void textFact_ofAnotherType_isRefused(String name, Object value) {
    assertThatThrownBy(() -> recordWith(name, value))
        .isInstanceOf(BadFactException.class)
        .hasMessage(name + " is not text");
  }

  @Test
  void knownFact_thatIsNull_isRefused() {
    Set<String> known = new TreeSet<>(TEXTS);
    known.addAll(List.of("ports", "weight"));
    for (String name : known) {
      assertThatThrownBy(() -> recordWith(name, null))
          .as(name)
          .isInstanceOf(BadFactException.class);
      assertThat(KnownFacts.isKnown(name)).as(name).isTrue();
    }
  }

  static Stream<Arguments> unknownFacts() {
    return Stream.of(
        arguments("schema", 1L),
        arguments("Ports", "eighty"),
        arguments("any thing", Map.of("a", List.of())),
        arguments("nothing", null));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("unknownFacts")
  void unknownFact_ofAnyForm_isTaken(String name, @Nullable Object value) throws Exception {
    assertThat(KnownFacts.isKnown(name)).isFalse();
    assertThat(recordWith(name, value).facts()).containsEntry(name, value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "instance-id", "a.b_c-1", "0"})
  void factName_ofTheRule_isTaken(String name) {
    assertThat(KnownFacts.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "-a", "_a", "a b", "a/b", "a\n", "\u00fc"})
  void factName_againstTheRule_isRefused(String name) {
    assertThat(KnownFacts.isName(name)).isFalse();
  }

  private static NodeRecord recordWith(String name, @Nullable Object value)
      throws BadFactException {
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("instance-id", "i-0a");
    facts.put("nodepart", "app");
    facts.put(name, value);
    return NodeRecord.of(facts);
  }
}
