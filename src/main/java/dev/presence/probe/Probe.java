package dev.presence.probe;

import dev.presence.model.BadTextException;
import dev.presence.model.Digits;
import dev.presence.model.Printable;
import org.jspecify.annotations.Nullable;

/**
 * What to ask a machine: whether a TCP port takes a connection, or whether an HTTP server on it
 * answers with a status of 200 to 399.
 *
 * @param port 1 to 65535
 * @param path what to get, from its slash on; null to connect only
 */
public record Probe(int port, @Nullable String path) {
  /** The rule in words, for messages. */
  public static final String RULE =
      "a probe is tcp:PORT or http:PORT/PATH, such as tcp:3306 or http:8080/health, with a port of"
          + " 1 to 65535 and a path of at most 1000 visible ASCII characters";

  private static final String TCP = "tcp:";
  private static final String HTTP = "http:";
  private static final int LONGEST_PATH = 1000;

  public Probe {
    if (!isPort(port) || (path != null && !isPath(path))) {
      throw new IllegalArgumentException(RULE);
    }
  }

  /** Reads {@code tcp:PORT} or {@code http:PORT/PATH}. */
  public static Probe parse(String text) throws BadTextException {
    if (text.startsWith(TCP)) {
      int port = Digits.parse(text.substring(TCP.length()));
      if (isPort(port)) {
        return new Probe(port, null);
      }
    } else if (text.startsWith(HTTP)) {
      int slash = text.indexOf('/');
      int port = slash < 0 ? -1 : Digits.parse(text.substring(HTTP.length(), slash));
      if (isPort(port) && isPath(text.substring(slash))) {
        return new Probe(port, text.substring(slash));
      }
    }
    throw new BadTextException("\"" + Printable.of(text) + "\": " + RULE);
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65_535;
  }

  /** Nothing in it may end the line of the request; a fragment is no part of one (RFC 9112). */
  private static boolean isPath(String path) {
    if (!path.startsWith("/") || path.length() > LONGEST_PATH) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return true;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return path == null ? TCP + port : HTTP + port + path;
  }
}
