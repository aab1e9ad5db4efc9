package dev.presence.format;

import dev.presence.model.BadFactException;
import dev.presence.model.KnownFacts;
import dev.presence.model.Order;
import dev.presence.model.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person says of a node, filetype {@code nodeorder}; docs/formats.md. */
public final class OrderFormat {
  private static final String KIND = "nodeorder";
  private static final String BY = "by";
  private static final String REASON = "reason";
  private static final String UNTIL = "until";
  private static final String OF = "of";

  public static Order parse(byte[] bytes) throws UnreadableException {
    Fields fields = new Fields(Envelope.open(KIND, "order", bytes));
    try {
      return new Order(
          fields.id(),
          word(fields.needed(KnownFacts.STATE)),
          free(fields, BY),
          free(fields, REASON),
          Fields.needed(fields.stamp(KnownFacts.TSS), KnownFacts.TSS),
          fields.stamp(UNTIL),
          fields.stamp(OF));
    } catch (BadFactException e) {
      throw new UnreadableException("has a bad value: " + e.getMessage());
    }
  }

  /** Text for people; what looks like a secret goes no further from here. */
  private static @Nullable String free(Fields fields, String name) throws BadFactException {
    String text = fields.text(name);
    return text == null || Secrets.match(name, text) ? null : text;
  }

  /** What is to be remembered of an order's file: what may hold a secret is printed anew. */
  public static byte[] kept(Order order, byte[] bytes) throws UnreadableException {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains("://") ? print(order) : bytes;
  }

  private static Order.Word word(String text) throws BadFactException {
    for (Order.Word word : Order.Word.values()) {
      if (word.text().equals(text)) {
        return word;
      }
    }
    throw new BadFactException(KnownFacts.STATE, "it is draining, left or lifted");
  }

  /**
   * The order's bytes.
   *
   * @throws UnreadableException when no reader would take them
   */
  public static byte[] print(Order order) throws UnreadableException {
    Map<String, @Nullable Object> value = new HashMap<>();
    value.put(KnownFacts.INSTANCE_ID, order.id().value());
    value.put(KnownFacts.STATE, order.word().text());
    value.put(KnownFacts.TSS, order.tss().value());
    FactsFormat.put(value, BY, order.by());
    FactsFormat.put(value, REASON, order.reason());
    FactsFormat.put(value, UNTIL, order.until() == null ? null : order.until().value());
    FactsFormat.put(value, OF, order.of() == null ? null : order.of().value());
    byte[] bytes = Envelope.bounded(Envelope.close(KIND, value));
    parse(bytes);
    return bytes;
  }

  private OrderFormat() {}
}
