package dev.presence.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.presence.model.Address;
import dev.presence.model.BadFactException;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.SaidState;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.testing.RandomJson;
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
class FactsFormatTest {
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
        arguments("instance-id", "'i-4e7cb59a'"),
        arguments("nodepart", "'db1'"),
        arguments("address", "'10.0.3.54'"),
        arguments("address", "'fd00::1'"),
        arguments("address", "'127.0.0.1'"),
        arguments("address", "'db.example.com'"),
        arguments("stacktype", "'lamp'"),
        arguments("deployment", "'fed.1_b-2'"),
        arguments("zone", "'eu-central-1a'"),
        arguments("initgitrepo", "'git@example.com:a/b.git \\u00fc\\n'"),
        arguments("initgitrepo", "''"),
        arguments("state", "'idle'"),
        arguments("state", "'any_word-1'"),
        arguments("statetss", "'20261122-174830'"),
        arguments("statelog", "'setup:20261122-174646;'"),
        arguments("statereason", "'kernel update; \\u001b[0m'"),
        arguments("stateby", "'root'"),
        arguments("stateuntil", "'20240229-000000'"),
        arguments("tss", "'20261122-174830'"),
        arguments("weight", "0"),
        arguments("weight", "256"),
        arguments("ports", "{'Https_2-b':65535,'http':1}"),
        arguments("ports", "{'auth':9000,'session':9001}"),
        arguments("requires", "['app','db=db*','']"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("goodFacts")
  void fact_ofItsForm_isTakenAndSaidAgain(String name, String json) throws Exception {
    byte[] value = json.replace('\'', '"').getBytes(UTF_8);
    NodeRecord record = recordWith(name, JsonReader.readValue(value, value.length));
    assertThat(JsonWriter.print(FactsFormat.facts(record).get(name), JsonWriter.Style.COMPACT))
        .isEqualTo(value);
  }

  static Stream<Arguments> badFacts() {
    return Stream.of(
        arguments("instance-id", ""),
        arguments("instance-id", "../i-0a"),
        arguments("instance-id", "I-0A"),
        arguments("nodepart", ""),
        arguments("nodepart", "app server"),
        arguments("nodepart", "app.server"),
        arguments("address", "10.0.3.999"),
        arguments("address", "10.0.3.54:80"),
        arguments("address", "http://a"),
        arguments("address", "0.0.0.0"),
        arguments("address", "ff02::1"),
        arguments("address", " "),
        arguments("stacktype", "la mp"),
        arguments("stacktype", "any"),
        arguments("deployment", "$(fed1)"),
        arguments("deployment", "any"),
        arguments("zone", "a\nb"),
        arguments("zone", "x".repeat(64)),
        arguments("state", "in use"),
        arguments("state", "idle;"),
        arguments("statetss", "20230229-000000"),
        arguments("stateuntil", "tomorrow"),
        arguments("tss", "2026-11-22T17:48:30Z"),
        arguments("weight", -1L),
        arguments("weight", 257L),
        arguments("weight", "100"),
        arguments("weight", ""),
        arguments("weight", true),
        arguments("weight", new BigInteger("9223372036854775808")),
        arguments("ports", "80"),
        arguments("ports", ""),
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
        arguments("ports", Map.of("\u001b[2J", 80L)),
        arguments("requires", "app"),
        arguments("requires", Map.of("app", 1L)),
        arguments("requires", List.of("app", 1L)),
        arguments("requires", List.of(List.of("app"))),
        arguments("requires", Collections.singletonList(null)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("badFacts")
  void fact_ofAnotherForm_isNamedInOneHarmlessLine(String name, Object value) {
    assertThatThrownBy(() -> recordWith(name, value))
        .isInstanceOfSatisfying(BadFactException.class, e -> assertThat(e.fact()).isEqualTo(name))
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith(name + ": ")
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
        .hasMessage(name + ": it is not text");
  }

  @Test
  void knownFact_thatIsNull_isRefused() {
    Set<String> known = new TreeSet<>(TEXTS);
    known.addAll(List.of("ports", "weight", "requires"));
    for (String name : known) {
      assertThatThrownBy(() -> recordWith(name, null))
          .as(name)
          .isInstanceOf(BadFactException.class);
      assertThat(KnownFacts.isKnown(name)).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance-id", "nodepart"})
  void record_withoutARequiredFact_namesIt(String required) {
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("instance-id", "i-0a");
    facts.put("nodepart", "app");
    facts.remove(required);
    assertThatThrownBy(() -> FactsFormat.record(facts, null))
        .isInstanceOf(BadFactException.class)
        .hasMessage(required + ": it is missing");
  }

  static Stream<String> textsThatMayBeAbsent() {
    return TEXTS.stream()
        .filter(name -> !Set.of("instance-id", "nodepart", "initgitrepo").contains(name))
        .sorted();
  }

  /** The original system wrote one for what it did not have. */
  @ParameterizedTest
  @MethodSource("textsThatMayBeAbsent")
  void emptyText_isAFactThatIsNotThere(String name) throws Exception {
    assertThat(recordWith(name, "")).isEqualTo(recordWith("nodepart", "app"));
  }

  @Test
  void eachFact_hasItsPlaceInTheRecord() throws Exception {
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("instance-id", "i-0a");
    facts.put("nodepart", "app");
    facts.put("deployment", "fed1");
    facts.put("stacktype", "lamp");
    facts.put("address", "10.0.3.61");
    facts.put("ports", Map.of("http", 80L));
    facts.put("zone", "a");
    facts.put("weight", 7L);
    facts.put("state", "draining");
    facts.put("statetss", "20261122-174830");
    facts.put("statelog", "draining:20261122-174830;");
    facts.put("statereason", "kernel");
    facts.put("stateby", "ops");
    facts.put("stateuntil", "20261122-181830");
    facts.put("requires", List.of("db"));
    facts.put("tss", "20261122-174831");
    facts.put("initgitrepo", "git@example.com:a/b.git");
    facts.put("schema", 7L);
    assertThat(FactsFormat.record(facts, null))
        .isEqualTo(
            new NodeRecord(
                new NodeName("i-0a"),
                new PartName("app"),
                new Scope("fed1", "lamp"),
                new Address("10.0.3.61"),
                Map.of("http", 80),
                "a",
                7,
                new SaidState(
                    "draining",
                    new Stamp("20261122-174830"),
                    "draining:20261122-174830;",
                    "kernel",
                    "ops",
                    new Stamp("20261122-181830")),
                List.of("db"),
                new Stamp("20261122-174831"),
                Map.of("initgitrepo", "git@example.com:a/b.git", "schema", 7L)));
  }

  @Test
  void record_thatSaysNothingMore_hasNothingMore() throws Exception {
    assertThat(recordWith("nodepart", "app"))
        .isEqualTo(
            new NodeRecord(
                new NodeName("i-0a"),
                new PartName("app"),
                new Scope(null, null),
                null,
                Map.of(),
                null,
                null,
                SaidState.NONE,
                List.of(),
                null,
                Map.of()));
  }

  static Stream<Arguments> unknownFacts() {
    return Stream.of(
        arguments("schema", 1L),
        arguments("Ports", "eighty"),
        arguments("empty", ""),
        arguments("any thing", Map.of("a", List.of())),
        arguments("nothing", null));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("unknownFacts")
  void unknownFact_ofAnyForm_isTaken(String name, @Nullable Object value) throws Exception {
    assertThat(KnownFacts.isKnown(name)).isFalse();
    assertThat(recordWith(name, value).others()).containsEntry(name, value);
  }

  @Test
  void wantedFacts_areKeptBesideTheKnownOnes() throws Exception {
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("instance-id", "i-0a");
    facts.put("nodepart", "app");
    facts.put("zone", "a");
    facts.put("schema", 7L);
    facts.put("note", "n");
    facts.put("initgitrepo", "r");
    NodeRecord one = FactsFormat.record(facts, Set.of("schema", "not-there", "zone"));
    assertThat(one.others()).containsOnlyKeys("schema");
    assertThat(one.zone()).isEqualTo("a");
    assertThat(FactsFormat.record(facts, Set.of("initgitrepo")).others())
        .containsOnlyKeys("initgitrepo");
    assertThat(FactsFormat.record(facts, Set.of()).others()).isEmpty();
    assertThat(FactsFormat.record(facts, null).others())
        .containsOnlyKeys("schema", "note", "initgitrepo");
  }

  static Stream<Arguments> secrets() {
    return Stream.of(
        arguments("db-password", "x"),
        arguments("API_TOKEN", 1L),
        arguments("schema", Map.of("users", List.of(Map.of("privateKey", "x")))),
        arguments("initgitrepo", "https://user:pw@example.com/a/b.git"),
        arguments("db_url", "mysql://root:hunter2@db"),
        arguments("statereason", "moved to mysql://root:hunter2@db"),
        arguments("stateby", "https://user:pw@example.com"),
        arguments("statelog", "https://user:pw@example.com"),
        arguments("requires", List.of("db", "https://user:pw@example.com")));
  }

  /** Whoever put it on a list. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("secrets")
  void fact_thatLooksLikeASecret_goesNoFurther(String name, Object value) throws Exception {
    assertThat(recordWith(name, value)).isEqualTo(recordWith("nodepart", "app"));
    assertThat(FactsFormat.hasSecret(Map.of(name, value))).isTrue();
    assertThat(FactsFormat.hasSecret(FactsFormat.facts(recordWith(name, value)))).isFalse();
  }

  @Test
  void facts_ofARecord_areThatRecord() throws Exception {
    for (int seed = 0; seed < 1000; seed++) {
      byte[] bytes = new RandomJson(seed).record("i-0a").getBytes(UTF_8);
      NodeRecord record = RecordFormat.parse(bytes, null);
      assertThat(FactsFormat.record(FactsFormat.facts(record), null))
          .as("seed %d", seed)
          .isEqualTo(record);
    }
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
    return FactsFormat.record(facts, null);
  }
}
