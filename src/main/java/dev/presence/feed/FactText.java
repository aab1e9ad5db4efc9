package dev.presence.feed;

import dev.presence.format.JsonWriter;
import dev.presence.model.Peer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The other facts of a peer as text, where a format has a place for them. */
final class FactText {
  /** Why a peer is left out for {@link #uncarried}, before the fact's name. */
  static final String HALVED = "has half of a character in its fact ";

  /** Text as it is, all else as compact JSON; null where the peer does not say it. */
  static @Nullable String of(Peer peer, String name) {
    Object value = peer.facts().get(name);
    return value == null || value instanceof String
        ? (String) value
        : new String(JsonWriter.print(value, JsonWriter.Style.COMPACT), StandardCharsets.US_ASCII);
  }

  /** The fact whose text no file in UTF-8 can hold: with half of a character; null for none. */
  static @Nullable String uncarried(Peer peer) {
    for (Map.Entry<String, @Nullable Object> fact : peer.facts().entrySet()) {
      if (isHalved(fact.getValue())) {
        return fact.getKey();
      }
    }
    return null;
  }

  private static boolean isHalved(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (isHalved(entry.getKey()) || isHalved(entry.getValue())) {
          return true;
        }
      }
      return false;
    }
    if (value instanceof Iterable<?> list) {
      for (Object element : list) {
        if (isHalved(element)) {
          return true;
        }
      }
      return false;
    }
    return value instanceof String text && isHalved(text);
  }

  private static boolean isHalved(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  /** A name in which every character that is no letter, digit or underscore is an underscore. */
  static String identifier(String name) {
    StringBuilder identifier = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      identifier.append(plain ? c : '_');
    }
    return identifier.toString();
  }

  private FactText() {}
}
