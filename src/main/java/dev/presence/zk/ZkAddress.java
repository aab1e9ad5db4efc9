package dev.presence.zk;

import dev.presence.model.BadTextException;
import dev.presence.model.Printable;
import dev.presence.store.StoreOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list in ZooKeeper as people name it: {@code
 * zk:HOST:PORT,.../PATH[?session=10s&tls=yes&auth=FILE]}. The path is mandatory, so that two lists
 * can share an ensemble. No secret is in it, so all of it may be printed.
 */
final class ZkAddress {
  private static final String SCHEME = "zk:";
  private static final String STORE = "a ZooKeeper store";
  private static final List<String> OPTIONS = List.of("session=10s", "tls=yes", "auth=FILE");
  private static final int USUAL_PORT = 2181;
  private static final int LONGEST_HOST = 253;

  /** Shorter ones end with every pause of a collector, longer ones tell of no crash. */
  private static final int SHORTEST_SESSION = 2;

  private static final int LONGEST_SESSION = 300;

  private final List<String> servers;
  private final String path;
  private Duration session = Duration.ofSeconds(10);
  private boolean tls;
  private @Nullable Path auth;

  private ZkAddress(List<String> servers, String path) {
    this.servers = servers;
    this.path = path;
  }

  /** The list of that address; the message of an error repeats no option's value. */
  static ZkAddress parse(String address) throws BadTextException {
    String rest = address.substring(SCHEME.length());
    String options = "";
    int mark = rest.indexOf('?');
    if (mark >= 0) {
      options = rest.substring(mark + 1);
      rest = rest.substring(0, mark);
    }
    if (rest.indexOf('@') >= 0) {
      throw new BadTextException(
          "a ZooKeeper store has no name or password in it, as stores are printed: put them into a file of your own and name it with ?auth=FILE");
    }
    if (rest.startsWith("//")) {
      throw new BadTextException(
          "a ZooKeeper store is no URL: write it without the //, as in zk:zk1:2181/presence");
    }
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new BadTextException(
          "the store \"%s\" has no path: write zk:HOST:PORT/PATH, as in zk:zk1:2181,zk2:2181/presence"
              .formatted(Printable.of(SCHEME + rest)));
    }
    List<String> servers = new ArrayList<>();
    for (String server : rest.substring(0, slash).split(",", -1)) {
      servers.add(server(server));
    }
    ZkAddress parsed = new ZkAddress(servers, path(rest.substring(slash)));
    for (Map.Entry<String, String> option :
        StoreOptions.parse(STORE, options, OPTIONS).entrySet()) {
      parsed.set(option.getKey(), option.getValue());
    }
    return parsed;
  }

  /** {@code zk1} is {@code zk1:2181}; IPv6 stands in brackets. */
  private static String server(String text) throws BadTextException {
    int colon = text.lastIndexOf(':');
    String host = text;
    int port = USUAL_PORT;
    if (colon > text.lastIndexOf(']')) {
      host = text.substring(0, colon);
      port = number(text.substring(colon + 1), 1, 65535);
    }
    if (!isHost(host) || port < 0) {
      throw new BadTextException(
          "\"%s\" is no server of a ZooKeeper store: write HOST:PORT, the port 1 to 65535, an IPv6 address in brackets"
              .formatted(Printable.of(text)));
    }
    return host + ':' + port;
  }

  private static boolean isHost(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
    String name = bracketed ? host.substring(1, host.length() - 1) : host;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && (bracketed ? ":.%".indexOf(c) < 0 : ".-_".indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_HOST;
  }

  private static String path(String text) throws BadTextException {
    String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String[] names = path.split("/", -1);
    for (int i = 1; i < names.length; i++) {
      String name = names[i];
      boolean special = name.isEmpty() || name.equals(".") || name.equals("..");
      if (special || name.indexOf(' ') >= 0 || !Printable.of(name).equals(name)) {
        throw badPath(text);
      }
    }
    if (names.length < 2 || names[1].equals("zookeeper")) {
      throw badPath(text);
    }
    return path;
  }

  private static BadTextException badPath(String text) {
    return new BadTextException(
        "\"%s\" is no path of a list in ZooKeeper: give the list one of its own, as in zk:zk1:2181/presence"
            .formatted(Printable.of(text)));
  }

  private void set(String name, String value) throws BadTextException {
    switch (name) {
      case "tls" -> tls = StoreOptions.isYes(STORE, name, value);
      case "session" -> session = session(value);
      default -> auth = file(name, value);
    }
  }

  private static Duration session(String value) throws BadTextException {
    int seconds =
        value.endsWith("s")
            ? number(value.substring(0, value.length() - 1), SHORTEST_SESSION, LONGEST_SESSION)
            : -1;
    if (seconds < 0) {
      throw StoreOptions.bad(
          STORE,
          "session",
          "%ds to %ds, in seconds as in session=10s".formatted(SHORTEST_SESSION, LONGEST_SESSION));
    }
    return Duration.ofSeconds(seconds);
  }

  private static Path file(String name, String text) throws BadTextException {
    try {
      if (!text.isEmpty()) {
        return Path.of(text).toAbsolutePath();
      }
    } catch (InvalidPathException e) {
      throw StoreOptions.bad(STORE, name, "a file's path");
    }
    throw StoreOptions.bad(STORE, name, "a file's path");
  }

  /** Of digits alone; -1 when it is none, or out of bounds. */
  private static int number(String text, int least, int most) {
    if (text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number < least || number > most ? -1 : number;
  }

  /** The same in every run, whatever the options: they make no other list of it. */
  String name() {
    return SCHEME + hosts() + path;
  }

  /** As the client takes it: {@code zk1:2181,zk2:2181}. */
  String hosts() {
    return String.join(",", servers);
  }

  List<String> servers() {
    return servers;
  }

  /** Where the list is in the ensemble: {@code /presence}. */
  String path() {
    return path;
  }

  Duration session() {
    return session;
  }

  boolean tls() {
    return tls;
  }

  @Nullable Path auth() {
    return auth;
  }
}
