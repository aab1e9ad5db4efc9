package dev.presence.format;

import dev.presence.model.BadFactException;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.Printable;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Typed values of a JSON object, each with the rule of its form. The original system wrote {@code
 * ""} for what it did not have, so an empty text is an absent one.
 */
final class Fields {
  private static final int MOST_PORT = 65535;

  private final Map<String, @Nullable Object> fields;

  Fields(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  @Nullable String text(String name) throws BadFactException {
    if (!fields.containsKey(name)) {
      return null;
    }
    if (fields.get(name) instanceof String text) {
      return text.isEmpty() ? null : text;
    }
    throw new BadFactException(name, "it is not text");
  }

  String needed(String name) throws BadFactException {
    return needed(text(name), name);
  }

  static <T> T needed(@Nullable T value, String name) throws BadFactException {
    if (value == null) {
      throw new BadFactException(name, "it is missing");
    }
    return value;
  }

  NodeName id() throws BadFactException {
    return id(KnownFacts.INSTANCE_ID);
  }

  NodeName id(String name) throws BadFactException {
    String text = needed(name);
    require(NodeName.isValid(text), name, NodeName.RULE);
    return new NodeName(text);
  }

  @Nullable String label(String name) throws BadFactException {
    String text = text(name);
    require(text == null || Scope.isLabel(text), name, Scope.RULE);
    return text;
  }

  @Nullable Stamp stamp(String name) throws BadFactException {
    String text = text(name);
    require(text == null || Stamp.isValid(text), name, Stamp.RULE);
    return text == null ? null : new Stamp(text);
  }

  /** An integer within bounds, both included; null when it is not there. */
  @Nullable Long integer(String name, long least, long most) throws BadFactException {
    if (!fields.containsKey(name)) {
      return null;
    }
    if (fields.get(name) instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw new BadFactException(name, "it is an integer from " + least + " to " + most);
  }

  List<String> texts(String name) throws BadFactException {
    List<String> texts = new ArrayList<>();
    if (fields.containsKey(name)) {
      require(fields.get(name) instanceof List<?>, name, "it is a list of texts");
      for (Object element : (List<?>) fields.get(name)) {
        require(element instanceof String, name, "it is a list of texts");
        texts.add((String) element);
      }
    }
    return texts;
  }

  /** Port name to number, by name. */
  SortedMap<String, Integer> ports() throws BadFactException {
    SortedMap<String, Integer> ports = new TreeMap<>();
    if (!fields.containsKey(KnownFacts.PORTS)) {
      return ports;
    }
    if (!(fields.get(KnownFacts.PORTS) instanceof Map<?, ?> said)) {
      throw new BadFactException(KnownFacts.PORTS, "it is an object such as {\"http\": 80}");
    }
    for (Map.Entry<?, ?> port : said.entrySet()) {
      String name = String.valueOf(port.getKey());
      if (!KnownFacts.isPortName(name)) {
        throw new BadFactException(
            KnownFacts.PORTS,
            "the name \"" + Printable.of(name) + "\" is not 1 to 63 of A-Z, a-z, 0-9, '_', '-'");
      }
      if (!(port.getValue() instanceof Long number) || number < 1 || number > MOST_PORT) {
        throw new BadFactException(
            KnownFacts.PORTS, name + " is not an integer from 1 to " + MOST_PORT);
      }
      ports.put(name, number.intValue());
    }
    return ports;
  }

  static void require(boolean held, String name, String rule) throws BadFactException {
    if (!held) {
      throw new BadFactException(name, rule);
    }
  }
}
