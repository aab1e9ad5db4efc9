package dev.presence.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program as a command to start once more: the same Java, classes and flags. */
public final class OwnProgram {
  private static final String MAIN = "dev.presence.Main";

  /** The command line of these arguments. */
  public static List<String> command(List<String> arguments) {
    String classes = System.getProperty("java.class.path", "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(ClassArchive.FLAGS);
    if (classes.endsWith(".jar")) {
      Path archive = ClassArchive.ofThisProcess().file();
      if (Files.exists(archive)) {
        command.add("-XX:SharedArchiveFile=" + archive);
      }
    }
    command.add("-cp");
    command.add(classes);
    command.add(MAIN);
    command.addAll(arguments);
    return command;
  }

  private OwnProgram() {}
}
