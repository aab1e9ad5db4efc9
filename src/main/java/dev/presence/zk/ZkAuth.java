package dev.presence.zk;

import dev.presence.files.BoundedFile;
import dev.presence.model.Printable;
import dev.presence.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who this machine or person is to a ZooKeeper, by the file of {@code auth=}: a line each of {@code
 * user=NAME:PASSWORD}, {@code fleet=NAME:PASSWORD}, {@code people=NAME:HASH ...}, {@code
 * trust=FILE}, {@code key=FILE}.
 */
final class ZkAuth {
  private static final int LARGEST = 64 * 1024;
  private static final Set<String> WORDS = Set.of("user", "fleet", "people", "trust", "key");

  private final Map<String, String> lines;
  private final List<String> people;
  private final Map<String, Path> files;

  private ZkAuth(Map<String, String> lines, List<String> people, Map<String, Path> files) {
    this.lines = lines;
    this.people = people;
    this.files = files;
  }

  /** The file of that name; no message repeats what is in it. */
  static ZkAuth read(Path file, String store) throws StoreException {
    try {
      checkMode(file);
      String text = new String(BoundedFile.read(file, LARGEST), StandardCharsets.UTF_8);
      return parse(text);
    } catch (IOException e) {
      throw new StoreException(
          "%s: the file %s of auth= cannot be used: %s"
              .formatted(store, Printable.of(file), BoundedFile.reason(e)),
          e);
    }
  }

  private static void checkMode(Path file) throws IOException {
    try {
      for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
        if (!permission.name().startsWith("OWNER")) {
          throw new IOException("others may read or write it: make it the owner's, chmod 600");
        }
      }
    } catch (UnsupportedOperationException e) {
      return; // A file system with rights of its own.
    }
  }

  static ZkAuth parse(String text) throws IOException {
    Map<String, String> lines = new HashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      int equals = bare.indexOf('=');
      String word = equals < 0 ? "" : bare.substring(0, equals).strip();
      String value = bare.substring(equals + 1).strip();
      if (!WORDS.contains(word) || value.isEmpty() || lines.put(word, value) != null) {
        throw new IOException(
            "line %d is none of user=NAME:PASSWORD, fleet=NAME:PASSWORD, people=NAME:HASH, trust=FILE, key=FILE, each once"
                .formatted(number));
      }
    }
    List<String> people = new ArrayList<>();
    for (String one : lines.getOrDefault("people", "").split(" ", -1)) {
      if (!one.isEmpty()) {
        people.add(digest("people", one));
      }
    }
    for (String word : List.of("user", "fleet")) {
      if (lines.containsKey(word)) {
        digest(word, lines.getOrDefault(word, ""));
      }
    }
    boolean rights = lines.containsKey("user");
    if (rights != lines.containsKey("fleet") || rights == people.isEmpty()) {
      throw new IOException("user, fleet and people go together");
    }
    Map<String, Path> files = new HashMap<>();
    for (String word : List.of("trust", "key")) {
      if (!lines.containsKey(word)) {
        continue;
      }
      try {
        files.put(word, Path.of(lines.getOrDefault(word, "")).toAbsolutePath());
      } catch (InvalidPathException e) {
        throw new IOException(word + " is no file's path", e);
      }
    }
    return new ZkAuth(lines, List.copyOf(people), files);
  }

  private static String digest(String word, String value) throws IOException {
    int colon = value.indexOf(':');
    if (colon < 1 || colon == value.length() - 1 || !Printable.of(value).equals(value)) {
      throw new IOException(word + " is no NAME:" + (word.equals("people") ? "HASH" : "PASSWORD"));
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ZkAuth auth && auth.lines.equals(lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  /** Whether it names users; else only files of TLS. */
  boolean hasUser() {
    return lines.containsKey("user");
  }

  /** Whom it writes as, with the password. */
  String user() {
    return lines.getOrDefault("user", "");
  }

  /** What every node is besides, with the password: it may add names and nothing else. */
  String fleet() {
    return lines.getOrDefault("fleet", "");
  }

  /** Those who give orders and prune, each with a hash as ZooKeeper makes it. */
  List<String> people() {
    return people;
  }

  /** The certificates that are trusted; null for those that Java trusts. */
  @Nullable Path trust() {
    return files.get("trust");
  }

  /** The certificate and key that this machine shows; null for none. */
  @Nullable Path key() {
    return files.get("key");
  }
}
