package dev.presence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bare repository made by the real {@code git}, and a real {@code git daemon} in front of it. */
public final class GitServer implements AutoCloseable {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_AUTHOR_NAME", "somebody",
          "GIT_AUTHOR_EMAIL", "somebody@invalid",
          "GIT_COMMITTER_NAME", "somebody",
          "GIT_COMMITTER_EMAIL", "somebody@invalid");

  /** What hooks find in their environment; to be filled before the daemon starts. */
  public final Map<String, String> environment = new HashMap<>();

  private final Path repository;
  private final int port;
  private @Nullable Process daemon;

  private GitServer(Path repository, int port) {
    this.repository = repository;
    this.port = port;
  }

  /** A new and empty repository in that folder. */
  public static GitServer bare(Path folder) throws IOException, InterruptedException {
    Machine.needs(Machine.can("git", "--version"), "git");
    Path repository = folder.resolve("list.git");
    must("git", "init", "-q", "--bare", "-b", "main", repository.toString());
    return new GitServer(repository, freePort());
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The same with the daemon running. */
  public static GitServer serving(Path folder) throws IOException, InterruptedException {
    GitServer server = bare(folder);
    server.start();
    return server;
  }

  /** Starts the daemon, and waits until it takes connections. */
  public void start() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "git",
            "daemon",
            "--base-path=" + repository.getParent(),
            "--export-all",
            "--enable=receive-pack",
            "--listen=127.0.0.1",
            "--port=" + port,
            "--max-connections=0",
            "--reuseaddr");
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    daemon = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    awaitPort(port, daemon);
  }

  /** Waits until a server takes connections. */
  static void awaitPort(int port, Process server) throws IOException, InterruptedException {
    for (int tries = 0; !answers(port); tries++) {
      if (tries == 1000 || !server.isAlive()) {
        throw new IOException(server.info().command().orElse("the server") + " does not start");
      }
      Thread.sleep(10);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Kills the daemon and whatever it serves just now. */
  public void kill() throws InterruptedException {
    Process running = daemon;
    daemon = null;
    if (running != null) {
      List<ProcessHandle> children = running.descendants().toList();
      running.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      running.waitFor();
    }
  }

  public Path repository() {
    return repository;
  }

  public int port() {
    return port;
  }

  /** As stores name it, by the daemon. */
  public String url() {
    return "git://127.0.0.1:" + port + "/list.git";
  }

  /** As stores name it, by its files. */
  public String fileUrl() {
    return "git:file://" + repository;
  }

  private static String must(String... command) throws IOException, InterruptedException {
    Machine.Ended ended = Machine.run(List.of(command), ENVIRONMENT);
    if (ended.status() != 0) {
      throw new IOException(List.of(command) + ": " + ended);
    }
    return ended.out().strip();
  }

  /** Runs the real git in the repository; it has to succeed. */
  public String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    return must(command.toArray(new String[0]));
  }

  /** Nothing is broken, and no push left a lock. */
  public void check() throws IOException, InterruptedException {
    git("fsck", "--strict", "--no-dangling");
    try (Stream<Path> files = Files.walk(repository)) {
      List<Path> locks = files.filter(file -> file.toString().endsWith(".lock")).toList();
      if (!locks.isEmpty()) {
        throw new IOException("locks are left: " + locks);
      }
    }
  }

  /** Writes a blob. */
  public String blob(byte[] bytes) throws IOException, InterruptedException {
    return object("blob", bytes);
  }

  /** Writes an object of that type, be it nonsense. */
  public String object(String type, byte[] bytes) throws IOException, InterruptedException {
    Path file = Files.createTempFile("presence-object", "");
    try {
      Files.write(file, bytes);
      return git("hash-object", "-w", "-t", type, "--literally", file.toString());
    } finally {
      Files.delete(file);
    }
  }

  /**
   * Commits one thing to a branch, as a strange hand would.
   *
   * @param mode such as 100644
   * @param path null to empty the branch
   */
  public void commit(String branch, String mode, String id, @Nullable String path)
      throws IOException, InterruptedException {
    String ref = "refs/heads/" + branch;
    boolean isThere = !git("for-each-ref", ref).isEmpty();
    String index = "GIT_INDEX_FILE=" + repository.resolve("strange-index");
    List<String> command = List.of("env", index, "git", "-C", repository.toString());
    List<String> reading = new ArrayList<>(command);
    reading.addAll(
        isThere && path != null ? List.of("read-tree", ref) : List.of("read-tree", "--empty"));
    must(reading.toArray(new String[0]));
    if (path != null) {
      List<String> adding = new ArrayList<>(command);
      adding.addAll(List.of("update-index", "--add", "--cacheinfo", mode + "," + id + "," + path));
      must(adding.toArray(new String[0]));
    }
    List<String> writing = new ArrayList<>(command);
    writing.add("write-tree");
    String tree = must(writing.toArray(new String[0]));
    String commit =
        isThere
            ? git("commit-tree", "-m", "strange", "-p", ref, tree)
            : git("commit-tree", "-m", "strange", tree);
    git("update-ref", ref, commit);
  }

  /** Puts a ref at a commit of one file. */
  public void chain(String ref, String file, byte[] bytes)
      throws IOException, InterruptedException {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.writeBytes(("100644 " + file + '\0').getBytes(UTF_8));
    tree.writeBytes(HexFormat.of().parseHex(blob(bytes)));
    String commit = git("commit-tree", "-m", "strange", object("tree", tree.toByteArray()));
    git("update-ref", ref, commit);
  }

  /** Takes an object away, so that whoever asks for it gets an error. */
  public void lose(String object) throws IOException, InterruptedException {
    Path packs = repository.resolve("objects/pack");
    List<Path> all;
    try (Stream<Path> files = Files.list(packs)) {
      all = files.filter(file -> file.toString().endsWith(".pack")).toList();
    }
    for (Path pack : all) {
      Path moved = repository.resolve(pack.getFileName());
      Files.move(pack, moved);
      must("sh", "-c", "git -C '" + repository + "' unpack-objects -q < '" + moved + "'");
      Files.delete(moved);
    }
    String id = git("rev-parse", object);
    Files.delete(
        repository.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2)));
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
