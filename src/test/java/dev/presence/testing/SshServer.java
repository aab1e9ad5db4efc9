package dev.presence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A real sshd on loopback that takes one key and no password, and an {@code ssh} for the tests in
 * front of the machine's own, with a configuration, known hosts and keys of the test's.
 */
public final class SshServer implements AutoCloseable {
  /** As the configuration names the machine. */
  public static final String HOST = "presence-list";

  private static final String SSHD = "/usr/sbin/sshd";

  private final Path folder;
  private final Path log;
  private final Process sshd;

  private SshServer(Path folder, Path log, Process sshd) {
    this.folder = folder;
    this.log = log;
    this.sshd = sshd;
  }

  /** Starts it, with all that belongs to it in a folder of its own. */
  public static SshServer start(Path parent) throws IOException, InterruptedException {
    Machine.needs(Files.isExecutable(Path.of(SSHD)), "openssh-server");
    Path folder = Files.createDirectories(parent.resolve("sshd"));
    for (String key : List.of("host", "known", "stranger")) {
      generate(folder.resolve(key));
    }
    int port = GitServer.freePort();
    Files.copy(folder.resolve("known.pub"), folder.resolve("authorized"));
    Files.writeString(
        folder.resolve("hosts"),
        "[127.0.0.1]:%d %s".formatted(port, Files.readString(folder.resolve("host.pub"))));
    Path config =
        Files.writeString(
            folder.resolve("sshd_config"),
            """
            ListenAddress 127.0.0.1:%d
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            MaxStartups 200
            AcceptEnv GIT_PROTOCOL
            """
                .formatted(port, folder.resolve("host"), folder.resolve("authorized")));
    if (Machine.isRoot()) {
      Files.createDirectories(Path.of("/run/sshd")); // Where a boot would have made it.
    }
    Path log = folder.resolve("log");
    Process sshd =
        new ProcessBuilder(SSHD, "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    SshServer server = new SshServer(folder, log, sshd);
    server.use(port, "known", "hosts");
    GitServer.awaitPort(port, sshd);
    return server;
  }

  private static String generate(Path key) throws IOException, InterruptedException {
    Machine.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    return Files.readString(Path.of(key + ".pub")).split(" ", 3)[1];
  }

  /**
   * Makes a key, and lets it in by this line alone.
   *
   * @param line of {@code authorized_keys}, in which {@code AAAA...} stands for the key
   */
  public void authorize(String name, String line) throws IOException, InterruptedException {
    String key = generate(folder.resolve(name));
    Files.writeString(
        folder.resolve("authorized"),
        line.replace("AAAA...", key) + '\n',
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** From now on the client has that key. */
  public void useKey(String name) throws IOException {
    use(port(), name, "hosts");
  }

  /** Puts the client together. */
  private void use(int port, String key, String hosts) throws IOException {
    Files.writeString(
        folder.resolve("ssh_config"),
        """
        Host %s
          HostName 127.0.0.1
          Port %d
          IdentityFile %s
          IdentitiesOnly yes
          UserKnownHostsFile %s
          StrictHostKeyChecking yes
        """
            .formatted(HOST, port, folder.resolve(key), folder.resolve(hosts)));
  }

  private int port() throws IOException {
    String text = Files.readString(folder.resolve("ssh_config"));
    return Integer.parseInt(text.replaceAll("(?s).*Port (\\d+).*", "$1"));
  }

  /** From now on the client has a key that the server does not know. */
  public void useStrangersKey() throws IOException {
    useKey("stranger");
  }

  /** From now on the client does not know the server. */
  public void forgetHost() throws IOException {
    use(port(), "known", "no-hosts");
  }

  /** What the {@code ssh} of the tests has to do. */
  public String script() {
    return "exec /usr/bin/ssh -F '" + folder.resolve("ssh_config") + "' \"$@\"";
  }

  /** What sshd has said. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> children = sshd.descendants().toList();
    sshd.destroy();
    children.forEach(ProcessHandle::destroy);
    sshd.waitFor();
  }
}
