package dev.presence.format;

import dev.presence.model.BadFactException;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.Printable;
import dev.presence.model.SecretNames;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record on a list: {@code {"filetype": "nodepresence", "value": {facts}}}, printed as {@code
 * python3 -m json.tool --sort-keys} prints it. Keys beside these two are ignored.
 */
public final class RecordFormat {
  private static final String FILETYPE = "filetype";
  private static final String VALUE = "value";
  private static final String NODEPRESENCE = "nodepresence";

  /** Reads the first {@code length} bytes as a record. */
  public static NodeRecord parse(byte[] bytes, int length) throws UnreadableException {
    Map<String, @Nullable Object> envelope = JsonReader.read(bytes, length);
    if (!NODEPRESENCE.equals(envelope.get(FILETYPE))) {
      throw new UnreadableException("is no record: its filetype is not \"nodepresence\"");
    }
    return record(envelope.get(VALUE));
  }

  /** The record of facts that were read by {@link JsonReader}. */
  @SuppressWarnings("unchecked") // JsonReader makes maps with text keys.
  public static NodeRecord record(@Nullable Object facts) throws UnreadableException {
    if (!(facts instanceof Map<?, ?>)) {
      throw new UnreadableException("is no record: its value is not an object");
    }
    Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) facts;
    dropSecrets(map);
    try {
      return NodeRecord.of(map);
    } catch (BadFactException e) {
      throw new UnreadableException("has a bad fact: " + Printable.of(e.getMessage()));
    }
  }

  /** Whoever wrote a secret on a list: it goes no further from here. */
  private static void dropSecrets(Map<String, @Nullable Object> facts) {
    Iterator<Map.Entry<String, @Nullable Object>> rest = facts.entrySet().iterator();
    while (rest.hasNext()) {
      Map.Entry<String, @Nullable Object> fact = rest.next();
      if (!KnownFacts.isKnown(fact.getKey()) && SecretNames.match(fact.getKey(), fact.getValue())) {
        rest.remove();
      }
    }
  }

  /** The record's bytes; the same facts give the same bytes. */
  public static byte[] print(NodeRecord record) {
    return JsonWriter.print(
        Map.of(FILETYPE, NODEPRESENCE, VALUE, record.facts()), JsonWriter.Style.RECORD);
  }

  /**
   * The record's bytes, read back as any reader would, before anybody sees them.
   *
   * @throws UnreadableException when a reader would not believe them
   */
  public static byte[] printChecked(NodeRecord record) throws UnreadableException {
    byte[] bytes = print(record);
    if (bytes.length > JsonReader.LARGEST) {
      throw new UnreadableException("is " + bytes.length / 1024 + " KiB, and may have 64");
    }
    if (!parse(bytes, bytes.length).facts().equals(record.facts())) {
      throw new IllegalStateException("a record does not read back as it was printed");
    }
    return bytes;
  }

  private RecordFormat() {}
}
