package dev.presence.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints plain values as ASCII JSON, the same bytes for the same values: keys by code point,
 * escapes as Python's {@code json} writes them.
 */
public final class JsonWriter {
  /** How far apart things stand. */
  public enum Style {
    /** Four spaces and a line end, as {@code python3 -m json.tool --sort-keys}: records. */
    RECORD(4),
    /** Two spaces and a line end: answers and reports. */
    ANSWER(2),
    /** No space and no line end: what is hashed or kept a line each. */
    COMPACT(0);

    private final int indent;

    Style(int indent) {
      this.indent = indent;
    }
  }

  private static final CharacterEscapes ESCAPES = new PythonEscapes();

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .characterEscapes(ESCAPES)
          .build();

  /**
   * Prints a value.
   *
   * @param value a {@link Map} with text keys, {@link Iterable}, {@link String}, {@link Long},
   *     {@link Integer}, {@link BigInteger}, {@link Boolean} or null, and the same inside
   */
  public static byte[] print(@Nullable Object value, Style style) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      if (style != Style.COMPACT) {
        generator.setPrettyPrinter(printer(style));
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (style != Style.COMPACT) {
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  static PrettyPrinter printer(Style style) {
    DefaultIndenter indenter = new DefaultIndenter(" ".repeat(style.indent), "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("")
                .withRootSeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      writeObject(generator, map);
    } else if (value instanceof Iterable<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof String text) {
      generator.writeString(text);
    } else if (value instanceof Long number) {
      generator.writeNumber(number);
    } else if (value instanceof Integer number) {
      generator.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      generator.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value == null) {
      generator.writeNull();
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void writeObject(JsonGenerator generator, Map<?, ?> map) throws IOException {
    String[] names = map.keySet().toArray(new String[0]);
    Arrays.sort(names, CodePointOrder.INSTANCE);
    generator.writeStartObject();
    for (String name : names) {
      generator.writeFieldName(name);
      write(generator, map.get(name));
    }
    generator.writeEndObject();
  }

  /** Python escapes DEL, which Jackson leaves as it is. */
  private static final class PythonEscapes extends CharacterEscapes {
    private static final int DEL = 0x7f;

    private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

    private PythonEscapes() {
      escapes[DEL] = CharacterEscapes.ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
      return null;
    }
  }

  private JsonWriter() {}
}
