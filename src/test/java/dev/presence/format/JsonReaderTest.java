package dev.presence.format;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.presence.testing.RandomJson;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  static Stream<Arguments> bounds() {
    return Stream.of(
        arguments("nesting of arrays", nested(20, "[", "]"), nested(21, "[", "]")),
        arguments("nesting of objects", nested(20, "{\"a\":", "}"), nested(21, "{\"a\":", "}")),
        arguments("a string", quoted("x", 8 * 1024), quoted("x", 8 * 1024 + 1)),
        arguments("an escaped string", quoted("\\n", 8 * 1024), quoted("\\n", 8 * 1024 + 1)),
        arguments("a name", "{" + quoted("x", 256) + ":1}", "{" + quoted("x", 257) + ":1}"),
        arguments("a number", "9".repeat(32), "9".repeat(33)),
        arguments("a number inside", "[" + "9".repeat(32) + "]", "[" + "9".repeat(33) + "]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bounds")
  void value_atItsBound_isRead(String what, String within, String beyond) {
    assertThatCode(() -> read(within)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bounds")
  void value_overItsBound_isUnreadable(String what, String within, String beyond) {
    assertThatThrownBy(() -> read(beyond))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("beyond the bounds");
  }

  /** What bounds are for: no stack, and no time, is spent on it. */
  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void value_nestedThirtyThousandDeep_isUnreadable(String open) {
    assertThatThrownBy(() -> read(open.repeat(30_000))).isInstanceOf(UnreadableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"b\":{\"a\":1,\"a\":2}}",
        "{\"b\":[{\"c\":{\"a\":1,\"x\":0,\"a\":null}}]}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"\":1,\"\":1}",
      })
  void object_withAKeyTwice_isUnreadable(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("has a key twice");
  }

  @Test
  void objects_withTheSameKeyBesideEachOther_areRead() throws Exception {
    assertThat(read("[{\"a\":1},{\"a\":{\"a\":2}}]")).asString().isEqualTo("[{a=1}, {a={a=2}}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{},", "{}]", "{}x", "1 2", "{}\u0000", "{}\n{\"a\":1}"})
  void value_withMoreBehindIt_isUnreadable(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void value_withSpaceAroundIt_isRead() throws Exception {
    assertThat(read(" \r\n\t7 \r\n\t")).isEqualTo(7L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "[1e3]", "{\"a\":1E-2}", "-0.0", "1e999999999"})
  void number_thatIsNoInteger_isUnreadable(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("has a number that is no integer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "Infinity",
        "-Infinity",
        "-INF",
        "+1",
        "01",
        "-",
        "0x1F",
        "1.",
        ".5",
        "1e",
        "1_000",
        "tru",
        "TRUE",
        "True",
        "None",
        "nulls",
        "'a'",
        "a",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{1:1}",
        "{null:1}",
        "]",
        "}",
        ":",
        ",",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\t\"",
        "\"\n\"",
        "/* c */ 1",
        "// c\n1",
        "# c\n1",
      })
  void text_thatIsNoJson_isUnreadable(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("is not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t \r\n"})
  void nothing_isUnreadableAsEmpty(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("is empty");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a start byte alone,           22c322",
    "a continuation alone,         22a922",
    "cut in a character,           22e282",
    "overlong slash in two bytes,  22c0af22",
    "overlong slash in three,      22e080af22",
    "overlong NUL,                 22c08022",
    "a surrogate in three bytes,   22eda08022",
    "a surrogate pair in six,      22eda0bdedb88022",
    "beyond U+10FFFF,              22f490808022",
    "five bytes,                   22f88880808022",
    "FE,                           22fe22",
    "Latin-1,                      22fc62657222",
    "outside of a string,          7bff7d",
  })
  void bytes_thatAreNoUtf8_areUnreadable(String what, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> JsonReader.readValue(bytes, bytes.length))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("is not UTF-8");
  }

  static Stream<Charset> otherEncodings() {
    return Stream.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"));
  }

  /** A parser that guessed the encoding would read them, and bounds in bytes would lose sense. */
  @ParameterizedTest
  @MethodSource("otherEncodings")
  void bytes_inAnotherEncoding_areUnreadable(Charset encoding) {
    byte[] bytes = "{\"a\":\"b\"}".getBytes(encoding);
    assertThatThrownBy(() -> JsonReader.readValue(bytes, bytes.length))
        .isInstanceOf(UnreadableException.class);
  }

  /** Python's json.tool refuses it as well. */
  @ParameterizedTest
  @ValueSource(strings = {"efbbbf7b7d", "fffe7b007d00", "feff007b007d"})
  void bytes_withAByteOrderMark_areUnreadable(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> JsonReader.readValue(bytes, bytes.length))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void record_truncatedAnywhere_isUnreadable() {
    for (int seed = 0; seed < 50; seed++) {
      byte[] whole = new RandomJson(seed).record("i-0a").getBytes(UTF_8);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> RecordFormat.parse(cut, null))
            .as("seed %d, %d of %d bytes", seed, length, whole.length)
            .isInstanceOf(UnreadableException.class);
      }
    }
  }

  /** The buffer is used again for each file: what an earlier one left must not be seen. */
  @Test
  void bytes_behindTheLength_areNotRead() throws Exception {
    assertThat(JsonReader.readValue("12345".getBytes(UTF_8), 2)).isEqualTo(12L);
    assertThat(JsonReader.readValue("[1] {\"old\"".getBytes(UTF_8), 3)).isEqualTo(List.of(1L));
  }

  @Test
  void integers_aroundTheBoundsOfLong_keepTheirValue() throws Exception {
    assertThat(read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(read("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(read("-0")).isEqualTo(0L);
  }

  @Test
  void strings_areUnescaped() throws Exception {
    assertThat(read("\"\\u00fc\\n\\/\\ud83d\\ude00 \\ud800\""))
        .isEqualTo("\u00fc\n/\ud83d\ude00 \ud800");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"a\"", "true", "null"})
  void read_whatIsNoObject_isUnreadable(String text) {
    assertThatThrownBy(() -> JsonReader.read(text.getBytes(UTF_8), text.length()))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("is not a JSON object");
  }

  /** Messages go to a terminal and to logs, and what was read may be a secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"hunter2\":1,\"hunter2\":2}",
        "{\"a\":hunter2}",
        "hunter2",
        "\"hunter2",
        "{\"a\": \"hunter2\u001b[2J\"}",
      })
  void message_ofAnyFailure_repeatsNothing(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("hunter2")
        .matches("[ -~]+");
  }

  private static @Nullable Object read(String text) throws UnreadableException {
    byte[] bytes = text.getBytes(UTF_8);
    return JsonReader.readValue(bytes, bytes.length);
  }

  private static String nested(int depth, String open, String close) {
    return open.repeat(depth) + (open.equals("[") ? "" : "1") + close.repeat(depth);
  }

  private static String quoted(String part, int times) {
    return "\"" + part.repeat(times) + "\"";
  }
}
