package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package table of CONTRIBUTING.md, held against every import line: one downward graph. */
class ImportTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/presence");
  private static final String OURS = "dev.presence.";

  /** Package to the packages and outside libraries that it may import, the JDK aside. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("", Set.of("cli")),
          Map.entry(
              "cli",
              Set.of(
                  "doctor",
                  "heartbeat",
                  "feed",
                  "node",
                  "memory",
                  "git",
                  "zk",
                  "page",
                  "store",
                  "format",
                  "resolve",
                  "process",
                  "probe",
                  "files",
                  "model",
                  "org.apache.commons.cli")),
          Map.entry(
              "doctor",
              Set.of(
                  "heartbeat",
                  "node",
                  "memory",
                  "store",
                  "format",
                  "resolve",
                  "process",
                  "files",
                  "model")),
          Map.entry(
              "heartbeat",
              Set.of(
                  "node", "store", "memory", "resolve", "feed", "process", "probe", "format",
                  "files", "model")),
          Map.entry("node", Set.of("format", "files", "model")),
          Map.entry("memory", Set.of("store", "format", "files", "model")),
          Map.entry("git", Set.of("store", "format", "files", "model", "org.eclipse.jgit")),
          Map.entry(
              "zk",
              Set.of(
                  "store",
                  "format",
                  "files",
                  "model",
                  "org.apache.curator",
                  "org.apache.zookeeper",
                  "org.apache.jute")),
          Map.entry("page", Set.of("resolve", "format", "files", "model")),
          Map.entry("store", Set.of("format", "files", "model")),
          Map.entry("feed", Set.of("format", "model")),
          Map.entry("format", Set.of("model", "com.fasterxml.jackson")),
          Map.entry("resolve", Set.of("model")),
          Map.entry("process", Set.of("model", "org.apache.commons.exec")),
          Map.entry("probe", Set.of("model")),
          Map.entry("files", Set.of()),
          Map.entry("model", Set.of()));

  /** The table lets nobody import what in the end imports him. */
  @Test
  void table_hasNoCircle() {
    for (String name : ALLOWED.keySet()) {
      assertThat(reachable(name, ALLOWED)).as("from %s", name).doesNotContain(name);
    }
  }

  private static Set<String> reachable(String from, Map<String, Set<String>> arrows) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(arrows.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(arrows.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  /** Classes of one package that need each other, each ring looked at. A new one fails. */
  private static final Set<Set<String>> RINGS =
      Set.of(
          // The tour is a command, and types commands as a person does.
          Set.of("Cli", "Commands", "DemoCommand", "HelpText"),
          // A list is read row by row from its file, which is what wrote it.
          Set.of("SeenFile", "SeenList"));

  @Test
  void classes_ofAPackage_areInNoOtherCircles() throws IOException {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (Path file : sources()) {
      arrows.put(file.toString(), neighbours(file));
    }
    Set<Set<String>> rings = new HashSet<>();
    for (String one : arrows.keySet()) {
      Set<String> ring = new TreeSet<>();
      for (String other : reachable(one, arrows)) {
        if (reachable(other, arrows).contains(one)) {
          ring.add(Path.of(other).getFileName().toString().replace(".java", ""));
        }
      }
      if (!ring.isEmpty()) {
        rings.add(ring);
      }
    }
    assertThat(rings).isEqualTo(RINGS);
  }

  /** The files beside this one whose class it names, comments aside. */
  private static Set<String> neighbours(Path file) throws IOException {
    StringBuilder code = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      String bare = line.strip();
      if (!bare.startsWith("*") && !bare.startsWith("/*") && !bare.startsWith("import ")) {
        int comment = bare.indexOf("// ");
        code.append(comment < 0 ? bare : bare.substring(0, comment)).append('\n');
      }
    }
    Set<String> named = new HashSet<>(List.of(code.toString().split("[^A-Za-z0-9_]+")));
    Set<String> neighbours = new TreeSet<>();
    try (DirectoryStream<Path> beside = Files.newDirectoryStream(file.resolveSibling(""))) {
      for (Path other : beside) {
        String name = other.getFileName().toString();
        if (name.endsWith(".java")
            && !other.getFileName().equals(file.getFileName())
            && named.contains(name.replace(".java", ""))) {
          neighbours.add(other.toString());
        }
      }
    }
    return neighbours;
  }

  /** A library is named in one package, so that it can be replaced there. */
  @Test
  void library_isInOnePackage() {
    Map<String, String> homes = new TreeMap<>();
    ALLOWED.forEach(
        (name, targets) -> {
          for (String target : targets) {
            if (target.contains(".")) {
              assertThat(homes.put(target, name)).as(target).isNull();
            }
          }
        });
    assertThat(homes)
        .isEqualTo(
            Map.of(
                "org.apache.commons.cli", "cli",
                "com.fasterxml.jackson", "format",
                "org.eclipse.jgit", "git",
                "org.apache.curator", "zk",
                "org.apache.zookeeper", "zk",
                "org.apache.jute", "zk",
                "org.apache.commons.exec", "process"));
  }

  @Test
  void imports_ofEveryPackage_areThoseOfTheTable() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Path file : sources()) {
      String name = packageOf(file);
      seen.add(name);
      for (String target : imports(file)) {
        boolean allowed =
            target.equals(name) || ALLOWED.getOrDefault(name, Set.of()).contains(target);
        if (!allowed) {
          wrong.add(file + " imports " + target);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).as("packages there are").containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String packageOf(Path file) {
    Path folder = SOURCES.relativize(file).getParent();
    return folder == null ? "" : folder.toString();
  }

  /**
   * What a file imports or names in full: our packages by their last name, libraries by a prefix.
   */
  private static Set<String> imports(Path file) throws IOException {
    Set<String> targets = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("import ")) {
        String name = line.replace("import ", "").replace("static ", "");
        if (name.startsWith(OURS)) {
          String rest = name.substring(OURS.length());
          targets.add(rest.substring(0, rest.indexOf('.')));
        } else if (!name.startsWith("java.")
            && !name.startsWith("javax.net.")
            && !name.startsWith("org.jspecify.")) {
          targets.add(library(name));
        }
      } else if (!line.startsWith("package ") && line.contains(OURS) && !line.contains("//")) {
        targets.add("a name in full: " + line.strip());
      }
    }
    return targets;
  }

  private static String library(String name) {
    for (Set<String> allowed : ALLOWED.values()) {
      for (String target : allowed) {
        if (name.startsWith(target + ".")) {
          return target;
        }
      }
    }
    return name;
  }
}
