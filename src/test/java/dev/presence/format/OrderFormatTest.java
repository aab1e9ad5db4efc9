package dev.presence.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.NodeName;
import dev.presence.model.Order;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderFormatTest {
  private static final int RANDOM_ORDERS = 500;
  private static final Stamp TSS = new Stamp("20261122-174830");
  private static final String WHOLE =
      """
      {
          "filetype": "nodeorder",
          "value": {
              "by": "ops@lb-1",
              "instance-id": "i-0a",
              "of": "20261122-170000",
              "reason": "\\u00fcbel",
              "state": "left",
              "tss": "20261122-174830",
              "until": "20261122-181830"
          }
      }
      """;

  private static Order whole() {
    return new Order(
        new NodeName("i-0a"),
        Order.Word.LEFT,
        "ops@lb-1",
        "\u00fcbel",
        TSS,
        new Stamp("20261122-181830"),
        new Stamp("20261122-170000"));
  }

  @Test
  void print_orderWithAllFields_hasItsBytes() throws Exception {
    assertThat(text(OrderFormat.print(whole()))).isEqualTo(WHOLE);
  }

  @Test
  void print_whatIsNotSaid_isLeftOut() throws Exception {
    assertThat(text(OrderFormat.print(order(Order.Word.LIFTED, null))))
        .isEqualTo(
            """
            {
                "filetype": "nodeorder",
                "value": {
                    "instance-id": "i-0a",
                    "state": "lifted",
                    "tss": "20261122-174830"
                }
            }
            """);
  }

  @Test
  void print_oneOrder_hasTheBytesOfPythonsJsonTool(@TempDir Path folder) throws Exception {
    assertThat(new Python(folder).jsonTool(WHOLE)).isEqualTo(WHOLE);
  }

  @Test
  void print_anyOrder_hasTheBytesOfPythonsJsonTool(@TempDir Path folder) throws Exception {
    Python python = new Python(folder);
    List<String> texts = new ArrayList<>();
    for (int seed = 0; seed < RANDOM_ORDERS; seed++) {
      texts.add(new RandomJson(seed).order("i-" + seed));
    }
    String[] expected = python.jsonTool(texts).split("(?<=\n}\n)", -1);
    for (int seed = 0; seed < RANDOM_ORDERS; seed++) {
      Order order = parse(texts.get(seed));
      byte[] printed = OrderFormat.print(order);
      assertThat(text(printed)).as("seed %d", seed).isEqualTo(expected[seed]);
      assertThat(OrderFormat.parse(printed)).as("seed %d", seed).isEqualTo(order);
    }
  }

  @Test
  void parse_orderWithAllFields_hasThem() throws Exception {
    assertThat(parse(WHOLE)).isEqualTo(whole());
  }

  @ParameterizedTest
  @CsvSource({"draining, DRAINING", "left, LEFT", "lifted, LIFTED"})
  void parse_eachWord_isItself(String state, Order.Word word) throws Exception {
    Order order = parse(with("state", "\"" + state + "\""));
    assertThat(order).isEqualTo(order(word, null));
    assertThat(order.word().text()).isEqualTo(state);
  }

  /** By hand or by a merged pull request: what is left open there is not said. */
  @ParameterizedTest
  @ValueSource(strings = {"by", "reason", "until", "of"})
  void parse_emptyText_isNone(String field) throws Exception {
    assertThat(parse(with(field, "\"\""))).isEqualTo(order(Order.Word.DRAINING, null));
  }

  @Test
  void parse_unknownKeys_areIgnored() throws Exception {
    assertThat(
            parse(
                """
                {"comment": [1], "filetype": "nodeorder", "value": {"ticket": {"a": [null]},
                 "instance-id": "i-0a", "state": "draining", "tss": "20261122-174830"}}
                """))
        .isEqualTo(order(Order.Word.DRAINING, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                             | its filetype is not 'nodeorder'",
        "{'filetype': 'nodepresence', 'value': {}}      | its filetype is not 'nodeorder'",
        "{'filetype': ['nodeorder'], 'value': {}}       | its filetype is not 'nodeorder'",
        "{'filetype': 'nodeorder'}                      | is no order: its value is not an object",
        "{'filetype': 'nodeorder', 'value': []}         | is no order: its value is not an object",
        "[]                                             | is not a JSON object",
        "{'filetype'                                    | is not JSON",
      })
  void parse_anotherEnvelope_isUnreadable(String text, String reason) {
    assertThatThrownBy(() -> parse(text.replace('\'', '"')))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(reason.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance-id", "state", "tss"})
  void parse_withoutARequiredField_isUnreadable(String field) throws Exception {
    String text = with("by", "\"ops\"");
    assertThat(parse(text).by()).isEqualTo("ops");
    assertThatThrownBy(() -> parse(text.replace("\"" + field + "\"", "\"x\"")))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("has a bad value: " + field + ": it is missing");
    assertThatThrownBy(() -> parse(with(field, "\"\"")))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("has a bad value: " + field + ": it is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "instance-id | 'I-0A'                 | a node's name is",
        "instance-id | '../i-0a'              | a node's name is",
        "instance-id | 7                      | it is not text",
        "instance-id | null                   | it is not text",
        "state       | 'idle'                 | it is draining, left or lifted",
        "state       | 'LEFT'                 | it is draining, left or lifted",
        "state       | 'draining '            | it is draining, left or lifted",
        "state       | '\\u001b[2J'           | it is draining, left or lifted",
        "state       | true                   | it is not text",
        "tss         | '2026-11-22T17:48:30Z' | a time is yyyyMMdd-HHmmss",
        "tss         | '20260229-000000'      | a time is yyyyMMdd-HHmmss",
        "tss         | 20261122               | it is not text",
        "until       | '30m'                  | a time is yyyyMMdd-HHmmss",
        "until       | ['20261122-181830']    | it is not text",
        "until       | null                   | it is not text",
        "of          | 'now'                  | a time is yyyyMMdd-HHmmss",
        "of          | 0                      | it is not text",
        "by          | {'name': 'ops'}        | it is not text",
        "by          | null                   | it is not text",
        "reason      | 7                      | it is not text",
        "reason      | ['a']                  | it is not text",
      })
  void parse_badField_isNamedInOneHarmlessLine(String field, String value, String rule) {
    assertThatThrownBy(() -> parse(with(field, value.replace('\'', '"'))))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("has a bad value: " + field + ": " + rule)
        .extracting(Throwable::getMessage)
        .asString()
        .matches("[ -~]+");
  }

  @Test
  void print_reasonAtAReadersBound_isGood() throws Exception {
    Order order = order(Order.Word.DRAINING, "x".repeat(8 * 1024));
    assertThat(OrderFormat.parse(OrderFormat.print(order))).isEqualTo(order);
  }

  /** Nobody could read it, so nobody may get it. */
  @ParameterizedTest
  @ValueSource(ints = {8 * 1024 + 1, 70_000})
  void print_reasonBeyondAReadersBound_isUnreadable(int length) {
    Order order = order(Order.Word.DRAINING, "x".repeat(length));
    assertThatThrownBy(() -> OrderFormat.print(order)).isInstanceOf(UnreadableException.class);
  }

  private static Order order(Order.Word word, @Nullable String reason) {
    return new Order(new NodeName("i-0a"), word, null, reason, TSS, null, null);
  }

  /** A draining order in which that field has that JSON value. */
  private static String with(String field, String value) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("instance-id", "\"i-0a\"");
    fields.put("state", "\"draining\"");
    fields.put("tss", "\"20261122-174830\"");
    fields.put(field, value);
    StringJoiner text = new StringJoiner(", ", "{\"filetype\": \"nodeorder\", \"value\": {", "}}");
    fields.forEach((name, json) -> text.add("\"" + name + "\": " + json));
    return text.toString();
  }

  private static Order parse(String text) throws UnreadableException {
    return OrderFormat.parse(text.getBytes(UTF_8));
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
