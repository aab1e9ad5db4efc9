package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.format.JsonWriter.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private static final Map<String, Object> VALUE =
      Map.of("b", List.of(1L, 2), "a", Map.of(), "c", List.of());

  @Test
  void record_hasFourSpacesAndALineEnd() {
    assertThat(print(VALUE, Style.RECORD))
        .isEqualTo(
            """
            {
                "a": {},
                "b": [
                    1,
                    2
                ],
                "c": []
            }
            """);
  }

  @Test
  void answer_hasTwoSpacesAndALineEnd() {
    assertThat(print(VALUE, Style.ANSWER))
        .isEqualTo(
            """
            {
              "a": {},
              "b": [
                1,
                2
              ],
              "c": []
            }
            """);
  }

  @Test
  void compact_hasNoSpaceAndNoLineEnd() {
    assertThat(print(VALUE, Style.COMPACT)).isEqualTo("{\"a\":{},\"b\":[1,2],\"c\":[]}");
  }

  @Test
  void text_isAsciiWithPythonsEscapes() {
    assertThat(print("\u007f\u0000\u001f\n\r\t\b\f\"\\/\u00fc\u2028\ud83d\ude00", Style.COMPACT))
        .isEqualTo("\"\\u007f\\u0000\\u001f\\n\\r\\t\\b\\f\\\"\\\\/\\u00fc\\u2028\\ud83d\\ude00\"");
  }

  @Test
  void keys_areEscapedAsTextIs() {
    assertThat(print(Map.of("\u007f\u00fc", true), Style.COMPACT))
        .isEqualTo("{\"\\u007f\\u00fc\":true}");
  }

  @Test
  void value_thatIsNoJson_isABug() {
    assertThatThrownBy(() -> print(1.5, Style.COMPACT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Double");
  }

  private static String print(@Nullable Object value, Style style) {
    return new String(JsonWriter.print(value, style), StandardCharsets.US_ASCII);
  }
}
