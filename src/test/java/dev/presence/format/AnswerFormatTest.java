package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.testing.Python;
import dev.presence.testing.RandomJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            "10.0.3.61",
            Map.of("http", 80L),
            "fed1",
            "lamp",
            100,
            "a",
            Map.of());
    assertThat(text(print(new TreeMap<>(Map.of("app", part(List.of(peer), List.of()))))))
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
    assertThat(text(print(new TreeMap<>(Map.of("db", part(List.of(), List.of()))))))
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
    Peer bare =
        new Peer(
            new NodeName("i-0a"),
            new PartName("app"),
            null,
            Map.of(),
            null,
            null,
            100,
            null,
            Map.of());
    assertThat(text(print(new TreeMap<>(Map.of("app", part(List.of(), List.of(bare)))))))
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

  @Test
  void print_anyAnswer_hasTheBytesAndDigestsOfPython(@TempDir Path folder) throws Exception {
    Python python = new Python(folder);
    List<String> answers = new ArrayList<>();
    for (int seed = 0; seed < 500; seed++) {
      answers.add(Base64.getEncoder().encodeToString(print(randomParts(seed))));
    }
    List<String> expected = python.script(SCRIPT, answers);
    for (int seed = 0; seed < answers.size(); seed++) {
      assertThat(decoded(answers.get(seed)))
          .as("seed %d", seed)
          .isEqualTo(decoded(expected.get(seed)));
    }
  }

  private static SortedMap<String, Answer.Part> randomParts(int seed) throws UnreadableException {
    Random random = new Random(seed);
    TreeMap<String, Answer.Part> parts = new TreeMap<>();
    for (String name : List.of("app", "DB", "lb-2")) {
      if (random.nextInt(4) > 0) {
        parts.put(name, part(randomPeers(random), randomPeers(random)));
      }
    }
    return parts;
  }

  private static List<Peer> randomPeers(Random random) throws UnreadableException {
    List<Peer> peers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] record =
          new RandomJson(random.nextLong()).record("i-" + i).getBytes(StandardCharsets.UTF_8);
      Map<String, @Nullable Object> facts =
          new HashMap<>(RecordFormat.parse(record, record.length).facts());
      peers.add(
          new Peer(
              new NodeName("i-" + i),
              new PartName("app"),
              random.nextBoolean() ? "10.0.0." + i : null,
              random.nextBoolean() ? Map.of("http", 80L, "HTTPS", 443L) : Map.of(),
              random.nextBoolean() ? "fed1" : null,
              random.nextBoolean() ? "lamp" : null,
              random.nextInt(257),
              random.nextBoolean() ? "a" : null,
              facts));
    }
    return peers;
  }

  private static Answer.Part part(List<Peer> peers, List<Peer> draining) {
    return new Answer.Part(peers, draining);
  }

  private static byte[] print(SortedMap<String, Answer.Part> parts) {
    return AnswerFormat.print(new Answer(parts));
  }

  private static String decoded(String base64) {
    return text(Base64.getDecoder().decode(base64));
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
