package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.presence.testing.MovableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with facts and a list, in a folder of the test's. Commands run in this process, at a time
 * that stands; nothing of the machine's own configuration or memory is looked at.
 */
final class Fleet {
  final Path folder;
  final Path list;
  final Path state;
  final Path config;
  final MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");

  /** What commands get, and a test may change: names the list, the state folder, no nodeinfo. */
  final Map<String, String> environment = new HashMap<>();

  Fleet(Path folder) {
    this.folder = folder;
    this.list = folder.resolve("list");
    this.state = folder.resolve("state");
    this.config = folder.resolve("presence.json");
    write("presence.json", "{}");
    environment.put("PRESENCE_CONFIG", config.toString());
    environment.put("PRESENCE_STORE", list.toString());
    environment.put("PRESENCE_STATE_DIR", state.toString());
    environment.put("PRESENCE_NODEINFO", folder.resolve("no-nodeinfo").toString());
    run("init", list.toString()).ended(0);
  }

  /** Writes a file below the folder. */
  Path write(String path, String text) {
    Path file = folder.resolve(path);
    try {
      Files.createDirectories(folder.resolve(path + "/..").normalize());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A nodeinfo folder of a node of fed1, lamp; more facts are file names and texts in turn. */
  Path node(String id, String part, String... facts) {
    Path info = folder.resolve("nodes").resolve(id);
    write("nodes/" + id + "/instance-id.txt", id + "\n");
    write("nodes/" + id + "/nodepart.txt", part + "\n");
    write("nodes/" + id + "/address.txt", "10.0.3." + (1 + Math.floorMod(id.hashCode(), 254)));
    write("nodes/" + id + "/deployment.txt", "fed1");
    write("nodes/" + id + "/stacktype.txt", "lamp");
    for (int i = 0; i < facts.length; i += 2) {
      write("nodes/" + id + "/" + facts[i], facts[i + 1]);
    }
    return info;
  }

  /** The same node, announced. */
  Path announced(String id, String part, String... facts) {
    Path info = node(id, part, facts);
    as(id, "announce").ended(0);
    return info;
  }

  /** Puts a file on the list as a stranger would. */
  Path onList(String name, String text) {
    return write("list/all/" + name, text);
  }

  /** A record on the list of a node that says these facts, as JSON members. */
  Path recordOf(String id, String members) {
    return onList(
        id + ".json",
        "{\"filetype\": \"nodepresence\", \"value\": {\"instance-id\": \""
            + id
            + "\", "
            + members
            + "}}");
  }

  /** Runs a command line on a machine that is no node. */
  Run run(String... arguments) {
    return run(clock, arguments);
  }

  Run run(Clock clock, String... arguments) {
    return run(clock, null, arguments);
  }

  /** Runs a command line whose stdout is a terminal, of which the launcher says this. */
  Run onTerminal(String terminal, String... arguments) {
    return run(clock, terminal, arguments);
  }

  private Run run(Clock clock, @Nullable String terminal, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new Cli(
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                terminal,
                environment,
                clock)
            .run(arguments);
    return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Runs a command line as a node of {@link #node}. */
  Run as(String id, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--nodeinfo", folder.resolve("nodes").resolve(id).toString()));
    return run(all.toArray(new String[0]));
  }

  /** Takes the list away, as when its server is. */
  void loseList() {
    move(list, folder.resolve("list.away"));
  }

  void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
