package dev.presence.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every file of a list looks like: {@code {"filetype": KIND, "value": {...}}}, printed as
 * {@code python3 -m json.tool --sort-keys} prints it. Keys beside these two are ignored.
 */
final class Envelope {
  private static final String FILETYPE = "filetype";
  private static final String VALUE = "value";

  /** The value of a file of that kind. */
  @SuppressWarnings("unchecked") // JsonReader makes maps with text keys.
  static Map<String, @Nullable Object> open(String kind, String what, byte[] bytes)
      throws UnreadableException {
    Map<String, @Nullable Object> envelope = JsonReader.read(bytes, bytes.length);
    if (!kind.equals(envelope.get(FILETYPE))) {
      throw new UnreadableException("is no %s: its filetype is not \"%s\"".formatted(what, kind));
    }
    if (envelope.get(VALUE) instanceof Map<?, ?> value) {
      return (Map<String, @Nullable Object>) value;
    }
    throw new UnreadableException("is no " + what + ": its value is not an object");
  }

  /** The bytes of a file of that kind. */
  static byte[] close(String kind, Map<String, @Nullable Object> value) {
    return JsonWriter.print(Map.of(FILETYPE, kind, VALUE, value), JsonWriter.Style.RECORD);
  }

  /**
   * Bytes that every reader takes.
   *
   * @throws UnreadableException when they are too many
   */
  static byte[] bounded(byte[] bytes) throws UnreadableException {
    if (bytes.length > JsonReader.LARGEST) {
      throw new UnreadableException("is " + (bytes.length + 1023) / 1024 + " KiB, and may have 64");
    }
    return bytes;
  }

  private Envelope() {}
}
