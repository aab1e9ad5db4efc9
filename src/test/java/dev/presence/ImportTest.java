package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package table of CONTRIBUTING.md, held against every import line: one downward graph. */
class ImportTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/presence");
  private static final String OURS = "dev.presence.";

  /** Package to the packages and outside libraries that it may import, the JDK aside. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "", Set.of("cli"),
          "cli",
              Set.of(
                  "heartbeat",
                  "node",
                  "memory",
                  "store",
                  "format",
                  "resolve",
                  "command",
                  "files",
                  "model",
                  "org.apache.commons.cli"),
          "heartbeat", Set.of("node", "store", "memory", "resolve", "command", "format", "model"),
          "node", Set.of("format", "files", "model"),
          "memory", Set.of("format", "files", "model"),
          "store", Set.of("format", "files", "model"),
          "format", Set.of("model", "com.fasterxml.jackson"),
          "resolve", Set.of("model"),
          "command", Set.of("model", "org.apache.commons.exec"),
          "files", Set.of());

  @Test
  void imports_ofEveryPackage_areThoseOfTheTable() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Path file : sources()) {
      String name = packageOf(file);
      seen.add(name);
      for (String target : imports(file)) {
        boolean allowed =
            name.equals("model")
                ? target.equals("model")
                : target.equals(name) || ALLOWED.getOrDefault(name, Set.of()).contains(target);
        if (!allowed) {
          wrong.add(file + " imports " + target);
        }
      }
    }
    Set<String> expected = new HashSet<>(ALLOWED.keySet());
    expected.add("model");
    assertThat(wrong).isEmpty();
    assertThat(seen).as("packages there are").containsExactlyInAnyOrderElementsOf(expected);
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
        } else if (!name.startsWith("java.") && !name.startsWith("org.jspecify.")) {
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
