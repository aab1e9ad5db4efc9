package dev.presence.cli;

import dev.presence.model.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a transcript and prints it anew. Its lines:
 *
 * <pre>
 * # a remark
 * &#64; 20261122-180000        the time from here on
 * > nodeinfo/zone.txt a        writes a file in the case's folder; without text, deletes it
 * % PRESENCE_PART app          sets an environment variable
 * $ presence list              a command; what follows up to the next such line is its output:
 * ! a line of stderr
 * = 12                         its exit status, where it is not 0
 * | # By presence              a line of its output that begins as a remark does
 * </pre>
 *
 * <p>{@code {dir}} is the case's folder; the list is {@code {dir}/list}.
 */
final class Transcript {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern DEMO = Pattern.compile("/\\S*/presence-demo-[0-9]+");

  private final Path dir;
  private final Map<String, String> environment = new HashMap<>();
  private final StringBuilder printed = new StringBuilder();
  private Clock clock = at("20261122-180000");

  Transcript(Path dir) {
    this.dir = dir;
    environment.put("PRESENCE_STORE", dir.resolve("list").toString());
    environment.put("PRESENCE_NODEINFO", dir.resolve("nodeinfo").toString());
    environment.put("PRESENCE_STATE_DIR", dir.resolve("state").toString());
    environment.put("SUDO_USER", "ops");
  }

  private static Clock at(String stamp) {
    return Clock.fixed(new Stamp(stamp).instant(), ZoneOffset.UTC);
  }

  String run(String transcript) throws IOException {
    for (String line : transcript.split("\n", -1)) {
      if (line.startsWith("#") || (line.isEmpty() && (printed.isEmpty() || endsWithRemark()))) {
        printed.append(line).append('\n');
      } else if (line.startsWith("@ ")) {
        clock = at(line.substring(2));
        printed.append(line).append('\n');
      } else if (line.startsWith("> ")) {
        write(line.substring(2));
        printed.append(line).append('\n');
      } else if (line.startsWith("% ")) {
        String[] words = line.split(" ", 3);
        environment.put(words[1], words[2].replace("{dir}", dir.toString()));
        printed.append(line).append('\n');
      } else if (line.startsWith("$ presence ")) {
        printed.append(line).append('\n');
        command(line.substring("$ presence ".length()));
      }
    }
    return printed.toString();
  }

  private boolean endsWithRemark() {
    int start = printed.lastIndexOf("\n", printed.length() - 2) + 1;
    return printed.charAt(start) == '#';
  }

  private void write(String words) throws IOException {
    int space = words.indexOf(' ');
    if (space < 0) {
      delete(dir.resolve(words));
      return;
    }
    Path file = dir.resolve(words.substring(0, space));
    Files.createDirectories(file.getParent());
    Files.writeString(file, words.substring(space + 1) + "\n");
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          delete(file);
        }
      }
    }
    Files.delete(path);
  }

  private void command(String text) throws IOException {
    Matcher words = WORD.matcher(text.replace("{dir}", dir.toString()));
    List<String> arguments =
        words.results().map(w -> w.group(1) == null ? w.group(2) : w.group(1)).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = status(arguments, out, err);
    deleteDemo(out.toString(StandardCharsets.UTF_8));
    normal(out).lines().forEach(line -> printed.append(shown(line)).append('\n'));
    normal(err).lines().forEach(line -> printed.append("! ").append(line).append('\n'));
    if (status != 0) {
      printed.append("= ").append(status).append('\n');
    }
  }

  /** Whoever runs the tests: to the program it is always the same person. */
  private int status(List<String> arguments, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    String user = System.setProperty("user.name", "jane");
    try {
      return new Cli(stream(out), stream(err), environment, clock)
          .run(arguments.toArray(new String[0]));
    } finally {
      System.setProperty("user.name", user);
    }
  }

  /** The tour leaves its list to play with; a test does not. */
  private static void deleteDemo(String said) throws IOException {
    Matcher demo = DEMO.matcher(said);
    if (demo.find()) {
      delete(Path.of(demo.group()));
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Of a program's output, a line that a transcript would take for a remark of its own. */
  private static String shown(String line) {
    return line.startsWith("#") ? "| " + line : line;
  }

  /** What differs from machine to machine gets a name. */
  private String normal(ByteArrayOutputStream bytes) {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replace(dir.toString(), "{dir}")
        .replaceAll(DEMO.pattern(), "{demo}")
        .replace(System.getProperty("java.version"), "{java}")
        .replace(System.getProperty("java.home"), "{java.home}")
        .replace(Path.of("target/classes").toAbsolutePath().toString(), "{classes}");
  }
}
