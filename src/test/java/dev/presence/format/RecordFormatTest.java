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
import java.util.Set;
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
        Node.of("i-4e7cb59a")
            .part("db")
            .address("10.0.3.54")
            .port("mysql", 3306)
            .scope("fed1", "lamp")
            .state("idle")
            .fact("statelog", "setup:20261122-174646;initdone:20261122-174830;")
            .fact("statetss", "20261122-174830")
            .tss("20261122-174830")
            .build();
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
      NodeRecord again = RecordFormat.parse(printed, null);
      assertThat(text(RecordFormat.print(again))).as("seed %d", seed).isEqualTo(text(printed));
      assertThat(again).as("seed %d", seed).isEqualTo(parse(text(printed)));
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
    assertThat(record).isEqualTo(Node.of("i-0a").build());
  }

  @Test
  void parse_unknownFacts_travelUnchanged() throws Exception {
    NodeRecord record =
        parse(
            """
            {"filetype": "nodepresence", "value": {"instance-id": "i-0a", "nodepart": "app",
             "schema": {"a": [null, true, 9223372036854775808]}}}
            """);
    assertThat(text(JsonWriter.print(record.others().get("schema"), JsonWriter.Style.COMPACT)))
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
        "{'filetype': 'nodepresence', 'value': {}}      | nodepart: it is missing",
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
        "\"db_url\": \"mysql://root:hunter2@db\"",
        "\"statereason\": \"mysql://root:hunter2@db\"",
      })
  void read_factThatLooksLikeASecret_isNeitherInTheRecordNorRemembered(String fact)
      throws Exception {
    NodeRecord plain = Node.of("i-0a").build();
    RecordFormat.Read read = RecordFormat.read(withFact(fact).getBytes(StandardCharsets.UTF_8));
    assertThat(read.record()).isEqualTo(plain);
    assertThat(read.bytes()).isEqualTo(RecordFormat.print(plain));
    assertThat(parse(withFact(fact))).isEqualTo(plain);
  }

  @Test
  void read_recordWithoutSecrets_isRememberedAsItIs() throws Exception {
    byte[] bytes = new RandomJson(7).record("i-0a").getBytes(StandardCharsets.UTF_8);
    assertThat(RecordFormat.read(bytes).bytes()).isSameAs(bytes);
    assertThat(RecordFormat.read(bytes).record()).isEqualTo(RecordFormat.parse(bytes, null));
  }

  @Test
  void parse_unwantedFacts_areNotKept() throws Exception {
    byte[] bytes = withFact("\"schema\": 7, \"note\": 8").getBytes(StandardCharsets.UTF_8);
    assertThat(RecordFormat.parse(bytes, Set.of("note")))
        .isEqualTo(Node.of("i-0a").fact("note", 8L).build());
  }

  @Test
  void sameFacts_areTheSameWheneverTheyWereSaid() {
    NodeRecord early = Node.of("i-0a").address("10.0.0.1").tss("20261122-100000").build();
    NodeRecord late = Node.of("i-0a").address("10.0.0.1").tss("20261122-110000").build();
    NodeRecord other = Node.of("i-0a").address("10.0.0.2").tss("20261122-100000").build();
    NodeRecord oldest = Node.of("i-0a").address("10.0.0.1").build();
    assertThat(RecordFormat.sameFacts(early, late)).isTrue();
    assertThat(RecordFormat.sameFacts(early, oldest)).isTrue();
    assertThat(RecordFormat.sameFacts(oldest, late)).isTrue();
    assertThat(RecordFormat.sameFacts(early, other)).isFalse();
  }

  @Test
  void printChecked_goodRecord_hasItsBytes() throws Exception {
    NodeRecord record = Node.of("i-0a").fact("name", "\u00fcber").build();
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
        .hasMessage("is 65 KiB, and may have 64");
  }

  /** What fits as a stranger wrote it may be too much as this program prints it. */
  @ParameterizedTest
  @ValueSource(strings = {"nested", "not ASCII"})
  void printChecked_recordThatGrowsOver64KiB_isUnreadableAndSaysBoth(String how) throws Exception {
    String value =
        how.equals("nested")
            ? "[" + "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]],".repeat(250) + "1]"
            : "[" + ("\"" + "\u00fc".repeat(8000) + "\",").repeat(2) + "1]";
    String text = withFact("\"x\": " + value);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 * 1024);
    NodeRecord record = parse(text);
    assertThatThrownBy(() -> RecordFormat.printChecked(record))
        .isInstanceOf(UnreadableException.class)
        .hasMessageMatching("is [0-9]+ KiB, and may have 64");
  }

  /** Nobody else could read it, so it must not be announced. */
  @Test
  void printChecked_stringBeyondAReadersBound_isUnreadable() {
    NodeRecord record = Node.of("i-0a").fact("note", "x".repeat(8 * 1024 + 1)).build();
    assertThatThrownBy(() -> RecordFormat.printChecked(record))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("bounds");
  }

  /** A record that prints as so many bytes, each of its strings within the bounds. */
  private static NodeRecord recordOfSize(int size) {
    List<String> notes = new ArrayList<>();
    Node node = Node.of("i-0a").fact("notes", notes);
    for (int i = 0; i < 8; i++) {
      notes.add("x".repeat(8000));
    }
    notes.add("");
    notes.set(8, "x".repeat(size - RecordFormat.print(node.build()).length));
    return node.build();
  }

  private static String withFact(String fact) {
    return "{\"filetype\": \"nodepresence\", \"value\": {\"instance-id\": \"i-0a\","
        + " \"nodepart\": \"app\", "
        + fact
        + "}}";
  }

  private static NodeRecord parse(String text) throws UnreadableException {
    return RecordFormat.parse(text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
