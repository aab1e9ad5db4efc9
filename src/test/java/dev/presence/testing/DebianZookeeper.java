package dev.presence.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The ZooKeeper of Debian's package, as a process of its own on loopback. */
public final class DebianZookeeper implements AutoCloseable {
  private static final Path JAR = Path.of("/usr/share/java/zookeeper.jar");

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

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
