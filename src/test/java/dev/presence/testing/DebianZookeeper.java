package dev.presence.testing;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** The ZooKeeper of Debian's package, as a process of its own on loopback. */
public final class DebianZookeeper implements AutoCloseable {
  private static final Path JAR = Path.of("/usr/share/java/zookeeper.jar");
  private static final int TRIES = 20;

  private final Path folder;
  private final int port;
  private Process process;

  private DebianZookeeper(Path folder, int port) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = port;
    this.process = launched();
  }

  /** Starts one with its data in that folder; skips the test where there is none. */
  public static DebianZookeeper start(Path folder) throws IOException, InterruptedException {
    return start(folder, "clientPort", "");
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
    Machine.needs(Files.exists(JAR), "Debian's zookeeper: apt-get install zookeeper");
    try (ServerSocket free = new ServerSocket(0)) {
      Files.createDirectories(folder.resolve("data"));
      Files.writeString(
          folder.resolve("zoo.cfg"),
          """
          tickTime=2000
          dataDir=%s
          %sAddress=127.0.0.1
          %s=%d
          admin.enableServer=false
          %s"""
              .formatted(folder.resolve("data"), port, port, free.getLocalPort(), more));
      int number = free.getLocalPort();
      free.close();
      return new DebianZookeeper(folder, number);
    }
  }

  private Process launched() throws IOException, InterruptedException {
    Process launched =
        new ProcessBuilder(
                Installed.java(),
                "-Xmx256m",
                "-cp",
                classPath(),
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                folder.resolve("zoo.cfg").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!isListening()) {
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
    return "zk:127.0.0.1:" + port + path;
  }

  /** Kills it as a crash does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
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
    for (int i = 0; ; i++) {
      ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, 10_000, event -> {});
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
  public void close() {
    process.destroyForcibly();
  }
}
