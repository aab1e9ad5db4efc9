package dev.presence.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from UTF-8 bytes as plain values: {@link Map}, {@link List}, {@link String}, {@link
 * Long} or {@link BigInteger}, {@link Boolean}, null. Numbers are integers and keys come once.
 */
public final class JsonReader {
  /** The largest file in bytes. */
  public static final int LARGEST = 64 * 1024;

  private static final int DEEPEST = 20;
  private static final int LONGEST_STRING = 8 * 1024;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_NUMBER = 32;

  /** So many characters always fit into a long. */
  private static final int LONGEST_LONG = 18;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_STRING)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  /** Reads the first {@code length} bytes as one object. */
  public static Map<String, @Nullable Object> read(byte[] bytes, int length)
      throws UnreadableException {
    return object(readValue(bytes, length));
  }

  /** Reads one object that this program wrote, whatever its length and depth. */
  static Map<String, @Nullable Object> readOwn(byte[] bytes) throws UnreadableException {
    JsonFactory unbounded =
        JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();
    return object(readValue(unbounded, bytes, bytes.length));
  }

  @SuppressWarnings("unchecked") // Objects are read as maps with text keys.
  private static Map<String, @Nullable Object> object(@Nullable Object value)
      throws UnreadableException {
    if (value instanceof Map<?, ?> object) {
      return (Map<String, @Nullable Object>) object;
    }
    throw new UnreadableException("is not a JSON object");
  }

  /** Reads the first {@code length} bytes as one value of any kind. */
  public static @Nullable Object readValue(byte[] bytes, int length) throws UnreadableException {
    return readValue(FACTORY, bytes, length);
  }

  private static @Nullable Object readValue(JsonFactory factory, byte[] bytes, int length)
      throws UnreadableException {
    checkUtf8(bytes, length);
    try (JsonParser parser = factory.createParser(bytes, 0, length)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new UnreadableException("is empty");
      }
      Object value = value(parser, token);
      if (parser.nextToken() != null) {
        throw new UnreadableException("has more after its JSON value");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new UnreadableException(
          "is beyond the bounds of a list (nesting 20, a string 8 KiB, a name 256, a number 32)");
    } catch (JsonProcessingException e) {
      // The parser's own message repeats what it read, which may be a secret or a control sequence.
      throw new UnreadableException(
          "is not JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr());
    } catch (IOException e) {
      throw new UnreadableException("is not JSON");
    }
  }

  /** The parser itself takes some malformed sequences for characters. */
  private static void checkUtf8(byte[] bytes, int length) throws UnreadableException {
    int i = 0;
    while (i < length && bytes[i] >= 0) {
      i++;
    }
    if (i == length) {
      return;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, i, length - i));
    } catch (CharacterCodingException e) {
      throw new UnreadableException("is not UTF-8");
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser)
      throws IOException, UnreadableException {
    Map<String, @Nullable Object> object = new HashMap<>();
    String name = parser.nextFieldName();
    while (name != null) {
      if (object.containsKey(name)) {
        throw new UnreadableException("has a key twice");
      }
      object.put(name, value(parser, parser.nextToken()));
      name = parser.nextFieldName();
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser)
      throws IOException, UnreadableException {
    List<@Nullable Object> array = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      array.add(value(parser, token));
      token = parser.nextToken();
    }
    return array;
  }

  private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token)
      throws IOException, UnreadableException {
    if (token == null) {
      throw new UnreadableException("ends in the middle");
    }
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_FLOAT -> throw new UnreadableException("has a number that is no integer");
      default -> throw new UnreadableException("ends in the middle");
    };
  }

  /** By hand: the parser's own way to a number loads regular expressions. */
  private static Object integer(JsonParser parser) throws IOException {
    String digits = parser.getText();
    return digits.length() <= LONGEST_LONG
        ? (Object) Long.parseLong(digits)
        : inLong(new BigInteger(digits));
  }

  private static Object inLong(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private JsonReader() {}
}
