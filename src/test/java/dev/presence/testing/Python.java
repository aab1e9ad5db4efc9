package dev.presence.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Python of this machine: the second opinion that the formats are promised against. */
public final class Python {
  private final Path folder;

  /**
   * The Python on the path; without one the test is skipped.
   *
   * @param folder an empty folder for what goes in and out
   */
  public Python(Path folder) {
    this.folder = folder;
    Machine.needs(isThere(), "python3");
  }

  private boolean isThere() {
    try {
      return run(List.of("--version"), "").length > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What {@code python3 -m json.tool --sort-keys} prints of each line, one after the other. */
  public String jsonTool(List<String> lines) throws IOException {
    // From a file, which it reads as UTF-8 whatever the locale.
    Path file = folder.resolve("lines.json");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return new String(
        run(List.of("-m", "json.tool", "--sort-keys", "--json-lines", file.toString()), ""),
        StandardCharsets.US_ASCII);
  }

  /** What {@code python3 -m json.tool --sort-keys} prints of one text. */
  public String jsonTool(String text) throws IOException {
    Path file = folder.resolve("text.json");
    Files.writeString(file, text);
    return new String(
        run(List.of("-m", "json.tool", "--sort-keys", file.toString()), ""),
        StandardCharsets.US_ASCII);
  }

  /** The lines that a script prints, given those lines. */
  public List<String> script(String script, List<String> lines) throws IOException {
    byte[] out = run(List.of("-c", script), String.join("\n", lines) + "\n");
    return new String(out, StandardCharsets.UTF_8).lines().toList();
  }

  private byte[] run(List<String> arguments, String input) throws IOException {
    // Files at both ends, since two pipes can block each other.
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Files.writeString(in, input);
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONUTF8", "1");
    builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    try {
      int exit = builder.start().waitFor();
      if (exit != 0) {
        throw new AssertionError("python3 exited with " + exit + ": " + Files.readString(err));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return Files.readAllBytes(out);
  }
}
