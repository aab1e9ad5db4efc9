package dev.presence.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.presence.testing.RandomJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeopleJsonTest {
  private static final int MANY = 100_000;

  private record Row(
      String name, @Nullable String address, int age, Map<String, @Nullable Object> facts) {}

  private record Rows(String store, Iterable<Row> rows, boolean all) {}

  @Test
  void records_areSortedIndentedAndEndInOneLineEnd() {
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("b", List.of());
    facts.put("a", Map.of());
    facts.put("B", new BigInteger("9223372036854775808"));
    Rows rows = new Rows("/srv", List.of(new Row("i-0a", "10.0.0.1", 7, facts)), true);
    assertThat(text(PeopleJson.print(rows)))
        .isEqualTo(
            """
            {
              "all": true,
              "rows": [
                {
                  "address": "10.0.0.1",
                  "age": 7,
                  "facts": {
                    "B": 9223372036854775808,
                    "a": {},
                    "b": []
                  },
                  "name": "i-0a"
                }
              ],
              "store": "/srv"
            }
            """);
  }

  /** What a record has not is left out; a fact that is null was said so. */
  @Test
  void nothing_isLeftOutOfARecordAndKeptInAMap() {
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("none", null);
    assertThat(text(PeopleJson.print(new Row("i-0a", null, 0, facts))))
        .isEqualTo(
            """
            {
              "age": 0,
              "facts": {
                "none": null
              },
              "name": "i-0a"
            }
            """);
  }

  @Test
  void text_isAsciiWithTheEscapesOfTheOtherFiles() {
    for (int seed = 0; seed < 1000; seed++) {
      String text = new RandomJson(seed).text();
      Map<String, Object> value = Map.of("k" + text, List.of(text));
      assertThat(text(PeopleJson.print(value)))
          .as("seed %d", seed)
          .isEqualTo(text(JsonWriter.print(value, JsonWriter.Style.ANSWER)));
    }
  }

  /** Keys are in the order of {@link String}, which beyond U+FFFF is not that of the answer. */
  @Test
  void factsOfAnyNode_areAllThere() throws Exception {
    for (int seed = 0; seed < 1000; seed++) {
      byte[] record = new RandomJson(seed).record("i-0a").getBytes(UTF_8);
      Map<String, @Nullable Object> value = JsonReader.read(record, record.length);
      byte[] printed = PeopleJson.print(value);
      assertThat(JsonReader.read(printed, printed.length)).as("seed %d", seed).isEqualTo(value);
    }
  }

  @Test
  void listOfThousands_isWrittenWhileItIsMade() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    FirstBytes out = new FirstBytes(asked);
    PeopleJson.write(counted(asked), out);
    assertThat(asked).hasValue(MANY);
    assertThat(out.askedAtFirst).isBetween(1, MANY / 50);
  }

  @Test
  void listOfThousandsWithinARecord_isWrittenWhileItIsMade() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    FirstBytes out = new FirstBytes(asked);
    PeopleJson.write(new Rows("/srv", counted(asked), true), out);
    assertThat(asked).hasValue(MANY);
    assertThat(out.askedAtFirst).isBetween(1, MANY / 50);
  }

  /** As does a table that is piped into {@code head}. */
  @Test
  void outputThatIsClosed_isSaidAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThatThrownBy(() -> PeopleJson.write(counted(asked), closed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Broken pipe");
    assertThat(asked.get()).isLessThan(MANY / 50);
  }

  @Test
  void output_isLeftOpen() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.write(b);
          }

          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    PeopleJson.write(List.of(), out);
    PeopleJson.write(Map.of(), out);
    assertThat(text(bytes.toByteArray())).isEqualTo("[]\n{}\n");
  }

  @Test
  void value_thatIsNoJson_isABug() {
    assertThatThrownBy(() -> PeopleJson.print(new Object()))
        .hasCauseInstanceOf(JsonMappingException.class);
  }

  private static Iterable<Row> counted(AtomicInteger asked) {
    return () -> {
      Iterator<Integer> numbers = IntStream.range(0, MANY).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return numbers.hasNext();
        }

        @Override
        public Row next() {
          asked.incrementAndGet();
          return new Row("i-" + numbers.next(), null, 0, Map.of());
        }
      };
    };
  }

  /** How many elements were asked for when the first bytes came out. */
  private static final class FirstBytes extends OutputStream {
    private final AtomicInteger asked;
    private int askedAtFirst = -1;

    private FirstBytes(AtomicInteger asked) {
      this.asked = asked;
    }

    @Override
    public void write(int b) {
      askedAtFirst = askedAtFirst < 0 ? asked.get() : askedAtFirst;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      write(0);
    }
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
