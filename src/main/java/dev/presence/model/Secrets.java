package dev.presence.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Facts that look like secrets, by their name or as the password of a URL: a list is public to its
 * readers, so these are on none. Names are taken apart into words, so that {@code author} is no
 * {@code auth}; {@code api-key}, {@code api_key}, {@code apiKey} and {@code apikey} are the same.
 */
public final class Secrets {
  /** A secret wherever they stand in a name. */
  private static final List<String> PARTS =
      List.of(
          "password",
          "passwd",
          "pwd",
          "passphrase",
          "secret",
          "token",
          "credential",
          "privatekey",
          "sshkey",
          "apikey",
          "accesskey");

  /** A secret as a word of their own, or with an s behind. */
  private static final Set<String> WORDS =
      Set.of("pass", "dbpass", "auth", "bearer", "cookie", "otp", "session");

  /** A secret with the word key anywhere behind, unless the name says that it is the public one. */
  private static final Set<String> KEYS =
      Set.of(
          "private", "ssh", "api", "access", "host", "ssl", "tls", "cert", "rsa", "dsa", "ecdsa");

  private static final Set<String> PUBLIC = Set.of("public", "pub");

  /** Whether the fact, or anything inside it, looks like a secret. */
  public static boolean match(String name, @Nullable Object value) {
    if (name.equals(KnownFacts.PORTS)) {
      return false; // Numbers, whatever the ports are called.
    }
    return isSecretName(name) || hasPassword(name) || isSecret(value);
  }

  /** Whether a value looks like a secret, whatever it is called. */
  public static boolean isSecret(@Nullable Object value) {
    if (value instanceof String text) {
      return hasPassword(text);
    }
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (match(String.valueOf(entry.getKey()), entry.getValue())) {
          return true;
        }
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        if (isSecret(element)) {
          return true;
        }
      }
    }
    return false;
  }

  /** {@code scheme://user:password@host} anywhere in a text. */
  private static boolean hasPassword(String text) {
    int scheme = text.indexOf("://");
    while (scheme >= 0) {
      int start = scheme + 3;
      int colon = -1;
      int i = start;
      while (i < text.length() && "/?# \t\n\"'<>".indexOf(text.charAt(i)) < 0) {
        char c = text.charAt(i);
        if (c == ':' && colon < 0) {
          colon = i;
        } else if (c == '@' && colon >= 0 && i > colon + 1) {
          return true;
        }
        i++;
      }
      scheme = text.indexOf("://", start);
    }
    return false;
  }

  /** Whether a fact of that name is one, whatever it holds. */
  public static boolean isSecretName(String name) {
    List<String> words = words(name);
    String joined = String.join("", words);
    for (String part : PARTS) {
      if (joined.contains(part)) {
        return true;
      }
    }
    boolean kind = false;
    boolean key = false;
    boolean open = false;
    for (String word : words) {
      String single = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
      if (WORDS.contains(word) || WORDS.contains(single)) {
        return true;
      }
      key |= kind && single.equals("key");
      kind |= KEYS.contains(word);
      open |= PUBLIC.contains(word);
    }
    return key && !open;
  }

  /**
   * The words of a name, in lower case: runs of letters, which end before a capital that begins.
   */
  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      boolean letter = Character.isLetter(name.charAt(i));
      if ((!letter || begins(name, i)) && !word.isEmpty()) {
        words.add(word.toString().toLowerCase(Locale.ROOT));
        word.setLength(0);
      }
      if (letter) {
        word.append(name.charAt(i));
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** Whether a capital begins a word: in {@code dbAuth} and {@code HTTPAuth}, not in OTPs. */
  private static boolean begins(String name, int i) {
    if (i == 0 || !Character.isUpperCase(name.charAt(i))) {
      return false;
    }
    return Character.isLowerCase(name.charAt(i - 1))
        || (i + 2 < name.length()
            && Character.isLowerCase(name.charAt(i + 1))
            && Character.isLowerCase(name.charAt(i + 2)));
  }

  private Secrets() {}
}
