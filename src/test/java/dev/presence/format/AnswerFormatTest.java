package dev.presence.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import dev.presence.testing.Node;
import dev.presence.testing.Python;
import dev.presence.testing.RandomJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFormatTest {
  /** Reads an answer, computes its digests and prints it as the contract says. */
  private static final String SCRIPT =
      """
      import base64, hashlib, json, sys
      for line in sys.stdin:
          answer = json.loads(base64.b64decode(line))
          presence = answer["presence"]
          for part in presence["peers"]:
              one = {"draining": presence["draining"][part], "peers": presence["peers"][part]}
              text = json.dumps(one, sort_keys=True, separators=(",", ":"))
              presence["digest"][part] = "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()
          text = json.dumps(answer, indent=2, sort_keys=True) + "\\n"
          print(base64.b64encode(text.encode("ascii")).decode("ascii"))
      """;

  @Test
  void print_answerOfTheContract_hasItsBytes() {
    Peer peer =
        new Peer(
            new NodeName("i-0a"),
            new PartName("app"),
            new Address("10.0.3.61"),
            Map.of("http", 80),
            new Scope("fed1", "lamp"),
            100,
            "a",
            Map.of());
    assertThat(text(print(answer("app", part(List.of(peer), List.of())))))
        .isEqualTo(
            """
            {
              "presence": {
                "digest": {
                  "app": "sha256:247c4e8ec3474f580a65c141431143b2105ec63fe5f79e44509380c869b72b76"
                },
                "draining": {
                  "app": []
                },
                "peers": {
                  "app": [
                    {
                      "address": "10.0.3.61",
                      "deployment": "fed1",
                      "id": "i-0a",
                      "part": "app",
                      "ports": {
                        "http": 80
                      },
                      "stacktype": "lamp",
                      "weight": 100,
                      "zone": "a"
                    }
                  ]
                },
                "schema": 1
              }
            }
            """);
  }

  @Test
  void print_partWithoutNodes_isThereAndEmpty() {
    assertThat(text(print(answer("db", part(List.of(), List.of())))))
        .isEqualTo(
            """
            {
              "presence": {
                "digest": {
                  "db": "sha256:e92576d1a28a7620ae4e4fa57376acff217aad911269d4ede6d8ae9fced8cebc"
                },
                "draining": {
                  "db": []
                },
                "peers": {
                  "db": []
                },
                "schema": 1
              }
            }
            """);
  }

  @Test
  void print_whatAPeerHasNot_isLeftOutAndItsWeightIsThere() {
    assertThat(text(print(answer("app", part(List.of(), List.of(bare("i-0a", Map.of())))))))
        .contains(
            """
                  "app": [
                    {
                      "id": "i-0a",
                      "part": "app",
                      "weight": 100
                    }
                  ]
            """);
  }

  /** A run with nothing new hashes nothing: the digests come from the memory. */
  @Test
  void print_givenDigests_areNotComputedAgain() {
    Answer answer = answer("app", part(List.of(), List.of()));
    assertThat(text(AnswerFormat.print(answer, Map.of("app", "sha256:remembered"))))
        .contains("\"app\": \"sha256:remembered\"");
  }

  @Test
  void print_anyAnswer_hasTheBytesAndDigestsOfPython(@TempDir Path folder) throws Exception {
    Python python = new Python(folder);
    List<String> answers = new ArrayList<>();
    for (int seed = 0; seed < 500; seed++) {
      answers.add(Base64.getEncoder().encodeToString(print(randomAnswer(seed))));
    }
    List<String> expected = python.script(SCRIPT, answers);
    for (int seed = 0; seed < answers.size(); seed++) {
      assertThat(decoded(answers.get(seed)))
          .as("seed %d", seed)
          .isEqualTo(decoded(expected.get(seed)));
    }
  }

  @Test
  void digest_isTheJdksOfTheCompactText() throws Exception {
    Answer.Part part =
        part(List.of(bare("i-0a", Map.of("note", "\u00fc"))), List.of(bare("i-0b", Map.of())));
    String compact =
        "{\"draining\":[{\"id\":\"i-0b\",\"part\":\"app\",\"weight\":100}],"
            + "\"peers\":[{\"facts\":{\"note\":\"\\u00fc\"},\"id\":\"i-0a\",\"part\":\"app\","
            + "\"weight\":100}]}";
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(compact.getBytes(UTF_8));
    assertThat(AnswerFormat.digest(part)).isEqualTo("sha256:" + HexFormat.of().formatHex(hash));
  }

  @Test
  void digest_isOfTheMembershipAlone() {
    Peer one = bare("i-0a", Map.of());
    String both = AnswerFormat.digest(part(List.of(one), List.of()));
    assertThat(AnswerFormat.digest(part(List.of(), List.of(one)))).isNotEqualTo(both);
    assertThat(AnswerFormat.digest(part(List.of(), List.of()))).isNotEqualTo(both);
    assertThat(AnswerFormat.digest(part(new ArrayList<>(List.of(one)), List.of()))).isEqualTo(both);
  }

  @Test
  void parse_whatWasPrinted_isTheSameAnswer() throws Exception {
    for (int seed = 0; seed < 500; seed++) {
      Answer answer = randomAnswer(seed);
      assertThat(AnswerFormat.parse(print(answer))).as("seed %d", seed).isEqualTo(answer);
    }
  }

  /** In the answer a fact stands deeper than in its record, which may nest to its very bound. */
  @Test
  void parse_aFactNestedAsDeepAsARecordMay_isThere() throws Exception {
    Object deep = "leaf";
    for (int depth = 2; depth < 20; depth++) {
      deep = List.of(deep);
    }
    NodeRecord record = Node.of("i-0a").fact("schema", deep).build();
    assertThat(RecordFormat.parse(RecordFormat.printChecked(record), null)).isEqualTo(record);
    Answer answer = answer("app", part(List.of(bare("i-0a", record.others())), List.of()));
    assertThat(AnswerFormat.parse(print(answer))).isEqualTo(answer);
  }

  @Test
  void parse_keysOfAnotherVersion_areIgnored() throws Exception {
    assertThat(
            parse(
                """
                {"presence": {"schema": 2, "new": [1], "digest": 7, "draining": {},
                 "peers": {"app": [{"id": "i-0a", "part": "app", "new": {"a": null}}]}},
                 "run_list": []}
                """))
        .isEqualTo(answer("app", part(List.of(bare("i-0a", Map.of())), List.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{}",
        "[]",
        "null",
        "{'presence': 1}",
        "{'presence': null}",
        "{'presence': {}}",
        "{'presence': {'peers': {}}}",
        "{'presence': {'draining': {}}}",
        "{'presence': {'peers': [], 'draining': {}}}",
        "{'presence': {'peers': {}, 'draining': 'x'}}",
        "{'presence': {'peers': {}, 'draining': {}}} more",
      })
  void parse_bytesThatAreNoAnswer_areUnreadable(String text) {
    assertUnreadable(text);
  }

  /** A part that is not understood is not a part without peers. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "'x'", "1", "{'0': {'id': 'i-0a', 'part': 'app'}}"})
  void parse_partThatIsNoList_isUnreadable(String nodes) {
    assertUnreadable("{'presence': {'peers': {'app': " + nodes + "}, 'draining': {'app': []}}}");
    assertUnreadable("{'presence': {'peers': {'app': []}, 'draining': {'app': " + nodes + "}}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "'i-0a'",
        "[]",
        "{}",
        "{'id': 'i-0a'}",
        "{'part': 'app'}",
        "{'id': 'I-0A', 'part': 'app'}",
        "{'id': '../i-0a', 'part': 'app'}",
        "{'id': 7, 'part': 'app'}",
        "{'id': 'i-0a', 'part': 'a b'}",
        "{'id': 'i-0a', 'part': null}",
        "{'id': 'i-0a', 'part': 'app', 'address': '\\u001b[2J'}",
        "{'id': 'i-0a', 'part': 'app', 'address': 7}",
        "{'id': 'i-0a', 'part': 'app', 'ports': {'http': 0}}",
        "{'id': 'i-0a', 'part': 'app', 'ports': {'\\u001b[2J': 80}}",
        "{'id': 'i-0a', 'part': 'app', 'ports': [80]}",
        "{'id': 'i-0a', 'part': 'app', 'weight': -1}",
        "{'id': 'i-0a', 'part': 'app', 'weight': '100'}",
        "{'id': 'i-0a', 'part': 'app', 'weight': 1.5}",
        "{'id': 'i-0a', 'part': 'app', 'weight': 4294967396}",
        "{'id': 'i-0a', 'part': 'app', 'deployment': 'any'}",
        "{'id': 'i-0a', 'part': 'app', 'stacktype': 'a b'}",
        "{'id': 'i-0a', 'part': 'app', 'zone': ['a']}",
        "{'id': 'i-0a', 'part': 'app', 'facts': ['a']}",
        "{'id': 'i-0a', 'id': 'i-0b', 'part': 'app'}",
      })
  void parse_nodeThatIsNone_isUnreadable(String node) {
    assertUnreadable("{'presence': {'peers': {'app': [" + node + "]}, 'draining': {'app': []}}}");
    assertUnreadable("{'presence': {'peers': {'app': []}, 'draining': {'app': [" + node + "]}}}");
  }

  /** Its name is printed as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\\u001b[2J", "a.b"})
  void parse_partOfNoName_isUnreadable(String name) {
    assertUnreadable("{'presence': {'peers': {'" + name + "': []}, 'draining': {}}}");
    assertUnreadable("{'presence': {'peers': {}, 'draining': {'" + name + "': []}}}");
  }

  @Test
  void parse_bytesNestedAHundredThousandDeep_areUnreadable() {
    assertUnreadable("{'presence': {'peers': " + "[".repeat(100_000));
    assertUnreadable("{'presence': {'peers': " + "{'a':".repeat(100_000));
  }

  private static void assertUnreadable(String text) {
    assertThatThrownBy(() -> parse(text.replace('\'', '"')))
        .isInstanceOf(UnreadableException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .matches("[ -~]+");
  }

  private static Answer parse(String text) throws UnreadableException {
    return AnswerFormat.parse(text.getBytes(UTF_8));
  }

  private static Answer randomAnswer(int seed) throws UnreadableException {
    Random random = new Random(seed);
    SortedMap<String, Answer.Part> parts = new TreeMap<>();
    for (String name : List.of("app", "DB", "lb-2")) {
      if (random.nextInt(4) > 0) {
        parts.put(name, part(randomPeers(random), randomPeers(random)));
      }
    }
    return new Answer(parts);
  }

  private static List<Peer> randomPeers(Random random) throws UnreadableException {
    List<Peer> peers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] record = new RandomJson(random.nextLong()).record("i-" + i).getBytes(UTF_8);
      peers.add(
          new Peer(
              new NodeName("i-" + i),
              new PartName("app"),
              random.nextBoolean() ? new Address("10.0.0." + i) : null,
              random.nextBoolean() ? Map.of("http", 80, "HTTPS", 443) : Map.of(),
              new Scope(random.nextBoolean() ? "fed1" : null, random.nextBoolean() ? "lamp" : null),
              random.nextInt(257),
              random.nextBoolean() ? "a" : null,
              RecordFormat.parse(record, null).others()));
    }
    return peers;
  }

  private static Peer bare(String id, Map<String, @Nullable Object> facts) {
    return new Peer(
        new NodeName(id),
        new PartName("app"),
        null,
        Map.of(),
        new Scope(null, null),
        100,
        null,
        facts);
  }

  private static Answer answer(String name, Answer.Part part) {
    return new Answer(new TreeMap<>(Map.of(name, part)));
  }

  private static Answer.Part part(List<Peer> peers, List<Peer> draining) {
    return new Answer.Part(peers, draining);
  }

  private static byte[] print(Answer answer) {
    Map<String, String> digests = new HashMap<>();
    answer.parts().forEach((name, part) -> digests.put(name, AnswerFormat.digest(part)));
    return AnswerFormat.print(answer, digests);
  }

  private static String decoded(String base64) {
    return text(Base64.getDecoder().decode(base64));
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
