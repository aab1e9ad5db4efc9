package dev.presence.testing;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** The ZooKeeper of Debian's package, as a process of its own on loopback. */
public final class DebianZookeeper implements AutoCloseable {
  private static final Path JAR = Path.of("/usr/share/java/zookeeper.jar");
  private static final int TRIES = 20;

  private final Path folder;
  private final int port;
  private final List<String> by;
  private Process process;
  private @Nullable Process way;

  /**
   * Starts one.
   *
   * @param folder where its {@code zoo.cfg} is
   * @param port at which this machine reaches it
   * @param by the program that starts it, such as {@code ip netns exec NAME}; none for itself
   */
  DebianZookeeper(Path folder, int port, List<String> by) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = port;
    this.by = by;
    this.process = launched();
  }

  /** Starts one with its data in that folder; skips the test where there is none. */
  public static DebianZookeeper start(Path folder) throws IOException, InterruptedException {
    return start(folder, "clientPort", "");
  }

  /** One whose log of changes takes from its disk only what it needs. */
  public static DebianZookeeper startSmall(Path folder) throws IOException, InterruptedException {
    return start(folder, "clientPort", "preAllocSize=16\n");
  }

  /** One on a machine of that network, whose address is its own; this machine has a way to it. */
  public static DebianZookeeper startOn(Network network, String machine, Path folder)
      throws IOException, InterruptedException {
    Machine.needs(Machine.can("socat", "-V"), "socat: apt-get install socat");
    String address = network.address(machine);
    configure(folder, "clientPortAddress=%s\nclientPort=2181\n".formatted(address));
    int port = freePorts(1)[0];
    List<String> by = network.on(machine);
    Process way =
        new ProcessBuilder(
                "socat",
                "TCP-LISTEN:%d,bind=127.0.0.1,fork".formatted(port),
                "EXEC:%s socat - TCP\\:%s\\:2181".formatted(String.join(" ", by), address))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    DebianZookeeper server = new DebianZookeeper(folder, port, by);
    server.way = way;
    return server;
  }

  /** The same behind TLS alone, with the key in that store, which is opened by {@code changeit}. */
  public static DebianZookeeper startSecure(Path folder, Path keys)
      throws IOException, InterruptedException {
    return start(
        folder,
        "secureClientPort",
        """
        serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory
        ssl.keyStore.location=%s
        ssl.keyStore.password=changeit
        ssl.keyStore.type=PKCS12
        ssl.clientAuth=none
        """
            .formatted(keys));
  }

  private static DebianZookeeper start(Path folder, String port, String more)
      throws IOException, InterruptedException {
    int number = freePorts(1)[0];
    configure(folder, "%sAddress=127.0.0.1\n%1$s=%d\n%s".formatted(port, number, more));
    return new DebianZookeeper(folder, number, List.of());
  }

  /** Writes what it is to be, in words of its own; skips the test where there is none. */
  static void configure(Path folder, String more) throws IOException {
    Machine.needs(Files.exists(JAR), "Debian's zookeeper: apt-get install zookeeper");
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("zoo.cfg"),
        """
        tickTime=2000
        dataDir=%s
        admin.enableServer=false
        %s"""
            .formatted(folder.resolve("data"), more));
  }

  /** So many, each another one. */
  static int[] freePorts(int count) throws IOException {
    int[] ports = new int[count];
    List<ServerSocket> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket free = new ServerSocket(0);
      all.add(free);
      ports[i] = free.getLocalPort();
    }
    for (ServerSocket free : all) {
      free.close();
    }
    return ports;
  }

  private Process launched() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(by);
    command.addAll(List.of(Installed.java(), "-Xmx256m", "-cp", classPath()));
    command.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
    command.add(folder.resolve("zoo.cfg").toString());
    Process launched =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (by.isEmpty() ? !isListening() : mode().isEmpty()) {
      if (System.nanoTime() > end || !launched.isAlive()) {
        launched.destroyForcibly();
        throw new IOException("no ZooKeeper: " + Files.readString(folder.resolve("log")));
      }
      Thread.sleep(50);
    }
    return launched;
  }

  /** Debian's jar names the Netty without which there is no TLS nowhere. */
  private static String classPath() throws IOException {
    StringBuilder all = new StringBuilder(JAR.toString());
    try (DirectoryStream<Path> netty = Files.newDirectoryStream(JAR.getParent(), "netty*.jar")) {
      for (Path jar : netty) {
        all.append(':').append(jar);
      }
    }
    return all.toString();
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public String address(String path) {
    return "zk:" + server() + path;
  }

  /** Host and port. */
  String server() {
    return "127.0.0.1:" + port;
  }

  /** What it says it is, such as {@code leader}; empty when it serves nobody. */
  String mode() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return said.replaceAll("(?sm).*^Mode: (\\w+)$.*|.*", "$1");
    } catch (SocketException | SocketTimeoutException e) {
      return "";
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it as a crash does. */
  public void kill() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    deleteSocket();
  }

  /** Java makes one for who attaches, and deletes it at an end that is no crash. */
  private void deleteSocket() throws IOException {
    Files.deleteIfExists(Path.of("/tmp/.java_pid" + process.pid()));
  }

  public void startAgain() throws IOException, InterruptedException {
    process = launched();
  }

  /** The same server on another disk, which has nothing. */
  public void startEmpty() throws IOException, InterruptedException {
    Files.move(folder.resolve("data"), folder.resolve("data-before"));
    Files.createDirectories(folder.resolve("data"));
    startAgain();
  }

  /** Stands still from here on, with the connections and all, until it is resumed. */
  public void pause() throws IOException, InterruptedException {
    Machine.signal("STOP", process.pid());
  }

  public void resume() throws IOException, InterruptedException {
    Machine.signal("CONT", process.pid());
  }

  /** What is done by hand, in a session of its own; a server listens before it serves. */
  public <T> T byHand(ZkServer.Hand<T> hand) throws Exception {
    return byHand(server(), hand);
  }

  static <T> T byHand(String servers, ZkServer.Hand<T> hand) throws Exception {
    for (int i = 0; ; i++) {
      ZooKeeper client = new ZooKeeper(servers, 10_000, event -> {});
      try {
        return hand.of(client);
      } catch (KeeperException.ConnectionLossException e) {
        if (i == TRIES) {
          throw e;
        }
      } finally {
        client.close();
      }
    }
  }

  /** Ends a session as it does that of a client of which it has not heard for too long. */
  @SuppressWarnings("BanJNDI") // The address is that process's own.
  public void expire(long session) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
    try (JMXConnector beans =
        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
      ZkServer.expire(beans.getMBeanServerConnection(), session);
    } finally {
      machine.detach();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    if (way != null) {
      way.destroy();
    }
    deleteSocket();
  }
}
