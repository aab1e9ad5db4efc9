package dev.presence.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes what shells and {@code man} read of the program, from the tables that {@code --help} is
 * made of. The build runs it; no command does.
 */
final class ShellFiles {
  private static final int DAY_LENGTH = "2026-11-22".length();

  /**
   * Writes them.
   *
   * @param arguments the folder to write into, the version, and the moment of the build's files in
   *     ISO 8601, so that two builds write the same
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    String day = arguments[2].substring(0, DAY_LENGTH);
    write(folder.resolve("completions/presence.bash"), BashCompletion.print());
    write(folder.resolve("completions/_presence"), ZshCompletion.print());
    write(folder.resolve("completions/presence.fish"), FishCompletion.print());
    write(folder.resolve("man/presence.1"), ManPage.print("presence " + arguments[1], day));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private ShellFiles() {}
}
