package dev.presence.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.Stamp;
import dev.presence.testing.Python;
import dev.presence.testing.RandomJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeatFormatTest {
  private static final int RANDOM_BEATS = 500;
  private static final String WHOLE =
      """
      {
          "filetype": "nodebeat",
          "value": {
              "acted": {
                  "app": {
                      "digest": "sha256:0a",
                      "draining": [
                          "i-0b",
                          "i-0c"
                      ]
                  },
                  "db": {
                      "digest": "sha256:0d",
                      "draining": []
                  }
              },
              "every": 60,
              "instance-id": "i-0a",
              "seq": 1795369710,
              "tss": "20261122-174830",
              "writer": "5f0c"
          }
      }
      """;

  private static Beat whole() {
    return new Beat(
        new NodeName("i-0a"),
        60,
        1795369710,
        new Stamp("20261122-174830"),
        "5f0c",
        new TreeMap<>(
            Map.of(
                "app", new Beat.Acted("sha256:0a", List.of("i-0b", "i-0c")),
                "db", new Beat.Acted("sha256:0d", List.of()))),
        null,
        null);
  }

  private static Beat small() {
    return new Beat(new NodeName("i-0a"), 60, 7, null, "5f0c", new TreeMap<>(), null, null);
  }

  @Test
  void print_beatWithAllFields_hasItsBytes() {
    assertThat(text(BeatFormat.print(whole()))).isEqualTo(WHOLE);
  }

  /** A node of the original system has no time to stand by. */
  @Test
  void print_noTss_isLeftOut() {
    assertThat(text(BeatFormat.print(small())))
        .isEqualTo(
            """
            {
                "filetype": "nodebeat",
                "value": {
                    "acted": {},
                    "every": 60,
                    "instance-id": "i-0a",
                    "seq": 7,
                    "writer": "5f0c"
                }
            }
            """);
  }

  @Test
  void print_ofANodeThatHoldsAMark_saysItsSession() throws Exception {
    Beat marked =
        new Beat(new NodeName("i-0a"), 60, 7, null, "5f0c", new TreeMap<>(), null, null, 10);

    assertThat(text(BeatFormat.print(marked))).contains("\"session\": 10");
    assertThat(BeatFormat.parse(BeatFormat.print(marked))).isEqualTo(marked);
    assertThat(BeatFormat.parse(BeatFormat.print(small())).session()).isZero();
  }

  @Test
  void print_oneBeat_hasTheBytesOfPythonsJsonTool(@TempDir Path folder) throws Exception {
    assertThat(new Python(folder).jsonTool(WHOLE)).isEqualTo(WHOLE);
  }

  @Test
  void print_anyBeat_hasTheBytesOfPythonsJsonTool(@TempDir Path folder) throws Exception {
    Python python = new Python(folder);
    List<String> texts = new ArrayList<>();
    for (int seed = 0; seed < RANDOM_BEATS; seed++) {
      texts.add(new RandomJson(seed).beat("i-" + seed));
    }
    String[] expected = python.jsonTool(texts).split("(?<=\n}\n)", -1);
    for (int seed = 0; seed < RANDOM_BEATS; seed++) {
      Beat beat = parse(texts.get(seed));
      byte[] printed = BeatFormat.print(beat);
      assertThat(text(printed)).as("seed %d", seed).isEqualTo(expected[seed]);
      assertThat(BeatFormat.parse(printed)).as("seed %d", seed).isEqualTo(beat);
    }
  }

  @Test
  void parse_beatWithAllFields_hasThem() throws Exception {
    assertThat(parse(WHOLE)).isEqualTo(whole());
  }

  @Test
  void parse_beatWithTheLeast_hasThat() throws Exception {
    assertThat(parse(with("acted", "{}"))).isEqualTo(small());
    assertThat(parse(with("tss", "\"\""))).isEqualTo(small());
  }

  @Test
  void parse_unknownKeys_areIgnored() throws Exception {
    assertThat(
            parse(
                    """
                {"comment": [1], "filetype": "nodebeat", "value": {"load": {"a": [null]},
                 "instance-id": "i-0a", "every": 60, "seq": 7, "writer": "5f0c", "acted":
                 {"app": {"digest": "sha256:0a", "draining": ["i-0b"], "took": 12}}}}
                """)
                .acted())
        .isEqualTo(Map.of("app", new Beat.Acted("sha256:0a", List.of("i-0b"))));
  }

  @ParameterizedTest
  @CsvSource({
    "every, 1",
    "every, 86400",
    "seq, 0",
    "seq, 9223372036854775807",
  })
  void parse_numberAtItsBound_isTaken(String field, String value) throws Exception {
    assertThat(text(BeatFormat.print(parse(with(field, value)))))
        .contains("\"" + field + "\": " + value + ",");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                             | its filetype is not 'nodebeat'",
        "{'filetype': 'nodeorder', 'value': {}}         | its filetype is not 'nodebeat'",
        "{'filetype': 'nodebeat'}                       | is no beat: its value is not an object",
        "{'filetype': 'nodebeat', 'value': 7}           | is no beat: its value is not an object",
        "[]                                             | is not a JSON object",
        "{'filetype'                                    | is not JSON",
      })
  void parse_anotherEnvelope_isUnreadable(String text, String reason) {
    assertThatThrownBy(() -> parse(text.replace('\'', '"')))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(reason.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance-id", "every", "seq", "writer"})
  void parse_withoutARequiredField_isUnreadable(String field) {
    assertThatThrownBy(() -> parse(with("acted", "{}").replace("\"" + field + "\"", "\"x\"")))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("has a bad value: " + field + ": it is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "instance-id | 'I-0A'                 | a node's name is",
        "instance-id | ''                     | it is missing",
        "instance-id | null                   | it is not text",
        "every       | 0                      | it is an integer from 1 to 86400",
        "every       | 86401                  | it is an integer from 1 to 86400",
        "every       | 4294967356             | it is an integer from 1 to 86400",
        "every       | '60'                   | it is an integer from 1 to 86400",
        "every       | null                   | it is an integer from 1 to 86400",
        "seq         | -1                     | it is an integer from 0 to 9223372036854775807",
        "seq         | 9223372036854775808    | it is an integer from 0 to 9223372036854775807",
        "seq         | true                   | it is an integer from 0 to 9223372036854775807",
        "seq         | null                   | it is an integer from 0 to 9223372036854775807",
        "tss         | 'now'                  | a time is yyyyMMdd-HHmmss",
        "tss         | 20261122               | it is not text",
        "tss         | null                   | it is not text",
        "writer      | ''                     | it is missing",
        "writer      | 7                      | it is not text",
        "writer      | null                   | it is not text",
        "acted       | null                   | it is an object",
        "acted       | []                     | it is an object",
        "acted       | 'app'                  | it is an object",
        "acted       | {'a b': {'digest': 'd'}}         | a part's name is",
        "acted       | {'': {'digest': 'd'}}            | a part's name is",
        "acted       | {'\\u001b[2J': {'digest': 'd'}}  | a part's name is",
        "acted       | {'app': null}          | each part is an object",
        "acted       | {'app': 'd'}           | each part is an object",
        "acted       | {'app': ['d']}         | each part is an object",
      })
  void parse_badField_isNamedInOneHarmlessLine(String field, String value, String rule) {
    assertBad(field, value, field + ": " + rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                   | digest: it is missing",
        "{'digest': ''}                       | digest: it is missing",
        "{'digest': 7}                        | digest: it is not text",
        "{'digest': 'd', 'draining': 'i-0b'}  | draining: it is a list of texts",
        "{'digest': 'd', 'draining': null}    | draining: it is a list of texts",
        "{'digest': 'd', 'draining': {}}      | draining: it is a list of texts",
        "{'digest': 'd', 'draining': [7]}     | draining: it is a list of texts",
        "{'digest': 'd', 'draining': [null]}  | draining: it is a list of texts",
      })
  void parse_badPartActedOn_isNamed(String part, String reason) {
    assertBad("acted", "{'app': " + part + "}", reason);
  }

  private static void assertBad(String field, String value, String reason) {
    assertThatThrownBy(() -> parse(with(field, value.replace('\'', '"'))))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("has a bad value: " + reason)
        .extracting(Throwable::getMessage)
        .asString()
        .matches("[ -~]+");
  }

  /** A beat in which that field has that JSON value. */
  private static String with(String field, String value) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("instance-id", "\"i-0a\"");
    fields.put("every", "60");
    fields.put("seq", "7");
    fields.put("writer", "\"5f0c\"");
    fields.put(field, value);
    StringJoiner text = new StringJoiner(", ", "{\"filetype\": \"nodebeat\", \"value\": {", "}}");
    fields.forEach((name, json) -> text.add("\"" + name + "\": " + json));
    return text.toString();
  }

  private static Beat parse(String text) throws UnreadableException {
    return BeatFormat.parse(text.getBytes(UTF_8));
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
