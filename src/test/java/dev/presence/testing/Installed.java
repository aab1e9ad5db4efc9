package dev.presence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/**
 * The jar that was built and the launcher, installed in a folder of the test's, with a list, a
 * memory and nodes; nothing of the machine's own configuration is looked at.
 */
public final class Installed {
  public final Path home;
  public final Path list;
  public final Path state;

  /** What programs get, and a test may change; nothing else of the test's own environment. */
  public final Map<String, String> environment = new HashMap<>();

  private final Path folder;

  public Installed(Path folder) throws IOException {
    this(folder, "home");
  }

  /**
   * Installs into a folder of that name.
   *
   * @param folder the test's own; others may look into it from here on
   */
  public Installed(Path folder, String name) throws IOException {
    this(folder, folder.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.copy(builtJar(), jar());
    Files.copy(Path.of("bin/presence"), launcher());
  }

  /** The program of another, and all else of its own. */
  public Installed(Path folder, Installed other) throws IOException {
    this(folder, other.home);
  }

  private Installed(Path folder, Path home) throws IOException {
    this.folder = folder;
    this.home = home;
    this.list = folder.resolve("list");
    this.state = folder.resolve("state");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    environment.put("PRESENCE_JAVA", java());
    environment.put(
        "PRESENCE_CONFIG", Files.writeString(folder.resolve("c.json"), "{}").toString());
    environment.put("PRESENCE_STORE", list.toString());
    environment.put("PRESENCE_STATE_DIR", state.toString());
    environment.put("PRESENCE_NODEINFO", folder.resolve("nodes/none").toString());
    Files.createDirectories(list.resolve("all"));
  }

  /** With the class archive that a node has. */
  public static Installed withArchive(Path folder) throws IOException, InterruptedException {
    Installed installed = new Installed(folder);
    Machine.Ended ended = installed.presence("archive");
    Assertions.assertEquals(0, ended.status(), ended::err);
    return installed;
  }

  private static Path builtJar() {
    String jar = System.getProperty("presence.jar");
    if (jar == null) {
      throw new IllegalStateException("no -Dpresence.jar: run 'mvn verify', which names the jar");
    }
    return Path.of(jar);
  }

  /** Puts beside it what a list in ZooKeeper needs. */
  public void addZk() throws IOException {
    Files.copy(builtJar().resolveSibling("presence-zk.jar"), home.resolve("presence-zk.jar"));
  }

  /** The Java that the tests run on. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  public Path jar() {
    return home.resolve("presence.jar");
  }

  public Path launcher() {
    return home.resolve("bin/presence");
  }

  /** Where the launcher looks for the class archive. */
  public Path archive() throws IOException {
    String java = Path.of(java()).toRealPath().toString();
    return Path.of(
        home.toRealPath() + "/archive" + java.substring(0, java.length() - "/bin/java".length()),
        "presence.jsa");
  }

  public Path record(String id) {
    return list.resolve("all/" + id + ".json");
  }

  /** A nodeinfo folder of a node; more facts are file names and texts in turn. */
  public Path node(String id, String part, String... facts) throws IOException {
    Path info = Files.createDirectories(folder.resolve("nodes").resolve(id));
    Files.writeString(info.resolve("instance-id.txt"), id);
    Files.writeString(info.resolve("nodepart.txt"), part);
    for (int i = 0; i < facts.length; i += 2) {
      Files.writeString(info.resolve(facts[i]), facts[i + 1]);
    }
    environment.put("PRESENCE_NODEINFO", info.toString());
    return info;
  }

  /** An executable shell script, in a folder of the test's own. */
  public Path script(String path, String text) throws IOException {
    Path script = folder.resolve(path);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The command line of a program in this environment alone. */
  public List<String> command(String... program) {
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of(program));
    return command;
  }

  /** Runs a program in this environment alone. */
  public Machine.Ended run(String... program) throws IOException, InterruptedException {
    return Machine.run(command(program), Map.of());
  }

  /** Runs the launcher. */
  public Machine.Ended presence(String... arguments) throws IOException, InterruptedException {
    List<String> program = new ArrayList<>(List.of(launcher().toString()));
    program.addAll(List.of(arguments));
    return run(program.toArray(new String[0]));
  }

  /** Runs the launcher through another program, such as {@code ip netns exec NAME}. */
  public Machine.Ended presenceBy(List<String> other, String... arguments)
      throws IOException, InterruptedException {
    List<String> program = new ArrayList<>(other);
    program.add(launcher().toString());
    program.addAll(List.of(arguments));
    return run(program.toArray(new String[0]));
  }
}
