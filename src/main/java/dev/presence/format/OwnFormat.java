package dev.presence.format;

import dev.presence.model.NodeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of its own announcements: a record, with the stores that have it beside.
 */
public final class OwnFormat {
  private static final String STORES = "stores";

  /**
   * The record last announced.
   *
   * @param stores the names of those that were ever written
   */
  public record Own(NodeRecord record, List<String> stores) {}

  public static Own parse(byte[] bytes) throws UnreadableException {
    NodeRecord record = RecordFormat.parse(bytes, null);
    List<String> stores = new ArrayList<>();
    if (JsonReader.readOwn(bytes).get(STORES) instanceof List<?> list) {
      for (Object store : list) {
        stores.add(String.valueOf(store));
      }
    }
    return new Own(record, stores);
  }

  public static byte[] print(Own own) {
    Map<String, @Nullable Object> facts = new HashMap<>();
    facts.put("filetype", "nodepresence");
    facts.put("value", FactsFormat.facts(own.record()));
    facts.put(STORES, own.stores());
    return JsonWriter.print(facts, JsonWriter.Style.RECORD);
  }

  private OwnFormat() {}
}
