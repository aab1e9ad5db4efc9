package dev.presence.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts named like secrets: a list is public to its readers, so these are on none. */
public final class SecretNames {
  private static final List<String> WORDS =
      List.of("password", "passwd", "secret", "token", "privatekey");

  /** Whether the fact, or anything inside it, is named like a secret. */
  public static boolean match(String name, @Nullable Object value) {
    return matches(name) || matchesInside(value);
  }

  private static boolean matchesInside(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (match(String.valueOf(entry.getKey()), entry.getValue())) {
          return true;
        }
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        if (matchesInside(element)) {
          return true;
        }
      }
    }
    return false;
  }

  /** {@code private-key}, {@code private_key} and {@code privateKey} are one word here. */
  private static boolean matches(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      if (Character.isLetterOrDigit(name.charAt(i))) {
        letters.append(name.charAt(i));
      }
    }
    String plain = letters.toString().toLowerCase(Locale.ROOT);
    for (String word : WORDS) {
      if (plain.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private SecretNames() {}
}
