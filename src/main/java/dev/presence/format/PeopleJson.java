package dev.presence.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * What people and other programs get as JSON, from typed records: reports, tables, findings. It
 * looks like an answer (two spaces, sorted keys, ASCII, one line end). Data binding takes a cold
 * JVM 2.7 times what an empty one takes, so the run of each minute never comes here.
 */
public final class PeopleJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(JsonWriter.FACTORY)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private static final ObjectWriter WRITER =
      MAPPER.writer(JsonWriter.printer(JsonWriter.Style.ANSWER));

  /** Writes a value and a line end; the elements of an iterable are asked for one by one. */
  public static void write(Object value, OutputStream out) throws IOException {
    WRITER.writeValue(out, value);
    out.write('\n');
  }

  /** The bytes of a value. */
  public static byte[] print(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try {
      write(value, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private PeopleJson() {}
}
