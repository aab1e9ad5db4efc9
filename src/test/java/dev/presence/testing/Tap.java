package dev.presence.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a server on this machine, and counts what goes through; or is a bad one itself. */
public final class Tap implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** What is done with each connection. */
  interface Service {
    void serve(Socket client) throws IOException;
  }

  Tap(Service service) throws IOException {
    this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(() -> accept(service), "tap");
    accepting.setDaemon(true);
    accepting.start();
  }

  /** Passes everything on to that port. */
  public static Tap to(int port) throws IOException {
    Tap[] tap = new Tap[1];
    tap[0] = new Tap(client -> tap[0].pass(client, port));
    return tap[0];
  }

  /** A server that takes connections and says nothing. */
  public static Tap silent() throws IOException {
    return new Tap(client -> client.getInputStream().transferTo(OutputStream.nullOutputStream()));
  }

  /** A server that says the same without end. */
  public static Tap babbling(byte[] words) throws IOException {
    return new Tap(
        client -> {
          while (true) {
            client.getOutputStream().write(words);
          }
        });
  }

  /** A server that says this and hangs up. */
  public static Tap saying(byte[] words) throws IOException {
    return new Tap(
        client -> {
          client.getOutputStream().write(words);
          client.close();
        });
  }

  private void accept(Service service) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.incrementAndGet();
        begin(() -> service.serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Goes on until one side is gone. */
  interface Work {
    void run() throws IOException;
  }

  static void begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                return; // One side is gone.
              }
            },
            "tap");
    thread.setDaemon(true);
    thread.start();
  }

  private void pass(Socket client, int port) throws IOException {
    Socket server = server(port);
    begin(() -> copy(client, server));
    copy(server, client);
  }

  /** A connection to who listens at that port of this machine. */
  static Socket server(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private void copy(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.addAndGet(count);
        out.write(buffer, 0, count);
        out.flush();
      }
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How many connections were made. */
  public int connections() {
    return connections.get();
  }

  /** How many bytes went either way. */
  public long bytes() {
    return bytes.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
