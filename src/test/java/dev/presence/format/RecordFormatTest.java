package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.NodeRecord;
import dev.presence.testing.Node;
import dev.presence.testing.Python;
import dev.presence.testing.RandomJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {
  private static final int RANDOM_RECORDS = 2000;

  @Test
  void print_recordOfTheContract_hasItsBytes() {
    NodeRecord record =
        Node.of("i-4e7cb59a", "db")
            .address("10.0.3.54")
            .port("mysql", 3306)
            .scope("fed1", "lamp")
            .state("idle")
            .fact("statelog", "setup:20261122-174646;initdone:20261122-174830;")
            .fact("statetss", "20261122-174830")
            .tss("20261122-174830")
            .record();
    assertThat(text(RecordFormat.print(record)))
        .isEqualTo(
            """
            {
                "filetype": "nodepresence",
                "value": {
                    "address": "10.0.3.54",
                    "deployment": "fed1",
                    "instance-id": "i-4e7cb59a",
                    "nodepart": "db",
                    "ports": {
                        "mysql": 3306
                    },
                    "stacktype": "lamp",
                    "state": "idle",
                    "statelog": "setup:20261122-174646;initdone:20261122-174830;",
                    "statetss": "20261122-174830",
                    "tss": "20261122-174830"
                }
            }
            """);
  }

  @Test
  void print_anyRecord_hasTheBytesOfPythonsJsonTool(@TempDir Path folder) throws Exception {
    Python python = new Python(folder);
    List<String> texts = new ArrayList<>();
    for (int seed = 0; seed < RANDOM_RECORDS; seed++) {
      texts.add(new RandomJson(seed).record("i-" + seed));
    }
    String[] expected = python.jsonTool(texts).split("(?<=\n}\n)", -1);
    for (int seed = 0; seed < RANDOM_RECORDS; seed++) {
      assertThat(text(RecordFormat.print(parse(texts.get(seed)))))
          .as("seed %d: %s", seed, texts.get(seed))
          .isEqualTo(expected[seed]);
    }
  }

  /** The tool prints many lines in one process above; this is the plain call of the contract. */
  @Test
  void print_oneRecord_hasTheBytesOfPythonsJsonTool(@TempDir Path folder) throws Exception {
    String text = new RandomJson(-1).record("i-0a");
    assertThat(text(RecordFormat.print(parse(text)))).isEqualTo(new Python(folder).jsonTool(text));
  }

  @Test
  void parse_whatWasPrinted_isTheSameRecord() throws Exception {
    for (int seed = 0; seed < RANDOM_RECORDS; seed++) {
      byte[] printed = RecordFormat.print(parse(new RandomJson(seed).record("i-0a")));
      NodeRecord again = RecordFormat.parse(printed, printed.length);
      assertThat(text(RecordFormat.print(again))).as("seed %d", seed).isEqualTo(text(printed));
    }
  }

  @Test
  void parse_keysBesideTheEnvelope_areIgnored() throws Exception {
    NodeRecord record =
        parse(
            """
            {"comment": [1], "filetype": "nodepresence",
             "value": {"instance-id": "i-0a", "nodepart": "app"}, "version": 7}
            """);
    assertThat(record.facts()).containsOnlyKeys("instance-id", "nodepart");
  }

  @Test
  void parse_unknownFacts_travelUnchanged() throws Exception {
    NodeRecord record =
        parse(
            """
            {"filetype": "nodepresence", "value": {"instance-id": "i-0a", "nodepart": "app",
             "schema": {"a": [null, true, 9223372036854775808]}}}
            """);
    assertThat(text(JsonWriter.print(record.facts().get("schema"), JsonWriter.Style.COMPACT)))
        .isEqualTo("{\"a\":[null,true,9223372036854775808]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                             | filetype",
        "{'filetype': 'nodebeat', 'value': {}}          | filetype",
        "{'filetype': null, 'value': {}}                | filetype",
        "{'filetype': ['nodepresence'], 'value': {}}    | filetype",
        "{'filetype': 'nodepresence'}                   | value is not an object",
        "{'filetype': 'nodepresence', 'value': null}    | value is not an object",
        "{'filetype': 'nodepresence', 'value': []}      | value is not an object",
        "{'filetype': 'nodepresence', 'value': {}}      | instance-id is missing",
        "[{'filetype': 'nodepresence', 'value': {}}]    | not a JSON object",
        "'nodepresence'                                 | not a JSON object",
        "null                                           | not a JSON object",
      })
  void parse_anotherEnvelope_isUnreadable(String text, String reason) {
    assertThatThrownBy(() -> parse(text.replace('\'', '"')))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void parse_badFact_namesItAndRepeatsNothing() {
    assertThatThrownBy(() -> parse(withFact("\"address\": \"\\u001b[2J\"")))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("address")
        .hasMessageNotContaining("[2J");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"db-password\": \"x\"",
        "\"API_TOKEN\": 1",
        "\"schema\": {\"users\": [{\"privateKey\": \"x\"}]}",
      })
  void parse_factNamedLikeASecret_isDropped(String fact) throws Exception {
    assertThat(parse(withFact(fact)).facts()).containsOnlyKeys("instance-id", "nodepart");
  }

  @Test
  void printChecked_goodRecord_hasItsBytes() throws Exception {
    NodeRecord record = Node.of("i-0a", "app").fact("name", "\u00fcber").record();
    assertThat(RecordFormat.printChecked(record)).isEqualTo(RecordFormat.print(record));
  }

  @Test
  void printChecked_upTo64KiB_isGood() throws Exception {
    assertThat(RecordFormat.printChecked(recordOfSize(64 * 1024))).hasSize(64 * 1024);
  }

  @Test
  void printChecked_oneByteOver64KiB_isUnreadable() {
    NodeRecord record = recordOfSize(64 * 1024 + 1);
    assertThatThrownBy(() -> RecordFormat.printChecked(record))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("64");
  }

  /** Nobody else could read it, so it must not be announced. */
  @Test
  void printChecked_stringBeyondAReadersBound_isUnreadable() {
    NodeRecord record = Node.of("i-0a", "app").fact("note", "x".repeat(8 * 1024 + 1)).record();
    assertThatThrownBy(() -> RecordFormat.printChecked(record))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("bounds");
  }

  /** A record that prints as so many bytes, each of its strings within the bounds. */
  private static NodeRecord recordOfSize(int size) {
    List<String> notes = new ArrayList<>();
    Node node = Node.of("i-0a", "app").fact("notes", notes);
    for (int i = 0; i < 8; i++) {
      notes.add("x".repeat(8000));
    }
    notes.add("");
    notes.set(8, "x".repeat(size - RecordFormat.print(node.record()).length));
    return node.record();
  }

  private static String withFact(String fact) {
    return "{\"filetype\": \"nodepresence\", \"value\": {\"instance-id\": \"i-0a\","
        + " \"nodepart\": \"app\", "
        + fact
        + "}}";
  }

  private static NodeRecord parse(String text) throws UnreadableException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return RecordFormat.parse(bytes, bytes.length);
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
