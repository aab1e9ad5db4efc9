package dev.presence.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Address;
import dev.presence.testing.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers on the loopback. */
class ProbesTest {
  /** What is not to be reached. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final Duration SHORT = Duration.ofMillis(200);

  private final List<ServerSocket> servers = new ArrayList<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  private static InetAddress literal(String text) throws UnknownHostException {
    return InetAddress.getAllByName(text)[0];
  }

  /** A server that nobody accepts at: the kernel does, and nothing is ever answered. */
  private ServerSocket silent(String address) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, literal(address));
    servers.add(server);
    return server;
  }

  /** What a server does with a connection. */
  private interface Serving {
    void serve(Socket socket) throws IOException;
  }

  private int serving(String address, Serving serving) throws IOException {
    ServerSocket server = silent(address);
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  serving.serve(socket);
                } catch (IOException e) {
                  // The asker has heard enough, or the test is over.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  /** Answers so, once it has read the request to its empty line. */
  private int answering(String answer) throws IOException {
    return answering("127.0.0.1", answer);
  }

  private int answering(String address, String answer) throws IOException {
    return serving(
        address,
        socket -> {
          BufferedReader in =
              new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
          StringBuilder request = new StringBuilder();
          String line = in.readLine();
          while (line != null && !line.isEmpty()) {
            request.append(line).append('\n');
            line = in.readLine();
          }
          requests.add(request.toString());
          socket.getOutputStream().write(answer.getBytes(US_ASCII));
        });
  }

  private static Probes.Result ask(String address, String probe, Duration each) throws Exception {
    Map<String, Probes.Result> results =
        Probes.ask(Map.of("i-0a", new Address(address)), Probe.parse(probe), each);
    assertThat(results).containsOnlyKeys("i-0a");
    return Objects.requireNonNull(results.get("i-0a"));
  }

  private static Probes.Result get(int port) throws Exception {
    return ask("127.0.0.1", "http:" + port + "/health", LONG);
  }

  private int closedPort() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, literal("127.0.0.1"))) {
      return server.getLocalPort();
    }
  }

  @Test
  void tcp_ofAnOpenPort_passes() throws Exception {
    int port = silent("127.0.0.1").getLocalPort();

    assertThat(ask("127.0.0.1", "tcp:" + port, LONG).passed()).isTrue();
  }

  @Test
  void tcp_ofAClosedPort_failsAtOnceAndSaysWhy() throws Exception {
    assertThat(ask("127.0.0.1", "tcp:" + closedPort(), LONG).failure())
        .isEqualTo("Connection refused");
  }

  @Test
  void tcp_ofOneThatTakesNoConnection_failsWhenTheTimeIsOver() throws Exception {
    // A queue that is full: the kernel answers no more of them.
    ServerSocket full = new ServerSocket(0, 1, literal("127.0.0.1"));
    servers.add(full);
    Map<String, Address> targets = new LinkedHashMap<>();
    for (int i = 0; i < 8; i++) {
      targets.put("i-" + i, new Address("127.0.0.1"));
    }

    Map<String, Probes.Result> results =
        Probes.ask(targets, Probe.parse("tcp:" + full.getLocalPort()), SHORT);

    assertThat(results).containsOnlyKeys(targets.keySet());
    assertThat(results.values()).contains(new Probes.Result("no connection in 0.2 s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.0 302 Found\r\n",
        "HTTP/1.1 399\n",
        "HTTP/1.1 204\r\n"
      })
  void http_ofAGoodStatus_passes(String line) throws Exception {
    assertThat(get(answering(line + "Server: x\r\n\r\nbody"))).isEqualTo(new Probes.Result(null));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 199, 400, 404, 500, 503})
  void http_ofAnotherStatus_failsAndNamesIt(int status) throws Exception {
    assertThat(get(answering("HTTP/1.1 " + status + " x\r\n\r\n")).failure())
        .isEqualTo("HTTP status " + status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "\n",
        "HTTP/1.1\n",
        "HTTP/1.1 20\n",
        "HTTP/1.1 2000 OK\n",
        "HTTP/1.1 -20 OK\n",
        "HTTP/1.1 200 OK",
        "HTTP/x.1 200 OK\n",
        "ICY 200 OK\n"
      })
  void http_ofGarbage_fails(String answer) throws Exception {
    assertThat(get(answering(answer)).failure()).startsWith("no HTTP: ");
  }

  @Test
  void http_ofGarbage_isFitToPrint() throws Exception {
    assertThat(get(answering("\u001b[31m\u0007\n")).failure())
        .isEqualTo("no HTTP: \\u001b[31m\\u0007");
  }

  @Test
  void http_ofOneThatClosesAtOnce_fails() throws Exception {
    assertThat(get(answering("")).failure())
        .isEqualTo("the connection was closed without an answer");
  }

  @Test
  void http_ofOneThatTakesTheConnectionAndNeverAnswers_failsWhenTheTimeIsOver() throws Exception {
    int port = silent("127.0.0.1").getLocalPort();

    assertThat(ask("127.0.0.1", "http:" + port + "/", SHORT).failure())
        .isEqualTo("no answer in 0.2 s");
  }

  /** Writes for ever, to who lets it. */
  private static Serving endless(String start) {
    return socket -> {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(US_ASCII));
      byte[] more = "x".repeat(8192).getBytes(US_ASCII);
      while (true) {
        out.write(more);
      }
    };
  }

  @Test
  void http_ofAnEndlessStatusLine_failsWithoutReadingOn() throws Exception {
    assertThat(get(serving("127.0.0.1", endless("HTTP/1.1 200 "))).failure())
        .startsWith("no HTTP: HTTP/1.1 200 xxx")
        .hasSizeLessThan(80);
  }

  @Test
  void http_ofAnEndlessHeaderLine_passesWithoutReadingOn() throws Exception {
    assertThat(get(serving("127.0.0.1", endless("HTTP/1.1 200 OK\r\nX: "))).passed()).isTrue();
  }

  @Test
  void http_ofAnAnswerInPieces_isPutTogether() throws Exception {
    int port =
        serving(
            "127.0.0.1",
            socket -> {
              socket.setTcpNoDelay(true);
              for (char c : "HTTP/1.1 503 away\r\n".toCharArray()) {
                socket.getOutputStream().write(c);
              }
              while (socket.getInputStream().read() >= 0) {}
            });

    assertThat(get(port).failure()).isEqualTo("HTTP status 503");
  }

  @Test
  void http_asks_forThePathAtTheHost() throws Exception {
    int port = answering("HTTP/1.1 200 OK\r\n\r\n");

    ask("127.0.0.1", "http:" + port + "/health?deep=1", LONG);

    assertThat(requests.take())
        .startsWith("GET /health?deep=1 HTTP/1.0\nHost: 127.0.0.1:" + port + "\n");
  }

  @Test
  void http_ofIpv6_hasItsHostInBrackets() throws Exception {
    needsIpv6();
    int port = answering("::1", "HTTP/1.1 200 OK\r\n\r\n");

    assertThat(ask("::1", "http:" + port + "/", LONG).passed()).isTrue();

    assertThat(requests.take()).contains("\nHost: [::1]:" + port + "\n");
  }

  private static void needsIpv6() {
    boolean there = true;
    try (ServerSocket server = new ServerSocket(0, 1, literal("::1"))) {
      there = server.isBound();
    } catch (IOException e) {
      there = false;
    }
    Machine.needs(there, "IPv6 on the loopback");
  }

  @Test
  void ask_ofANameThatLeadsToADeadAddressFirst_triesTheNext() throws Exception {
    int port = silent("127.0.0.1").getLocalPort();
    InetAddress[] both = {literal("127.0.0.2"), literal("127.0.0.1")};

    Map<String, Probes.Result> results =
        Probes.ask(
            Map.of("i-0a", new Address("app.example")), new Probe(port, null), LONG, name -> both);

    assertThat(results).isEqualTo(Map.of("i-0a", new Probes.Result(null)));
  }

  @Test
  void ask_ofAHostName_looksItUp() throws Exception {
    int port = silent("127.0.0.1").getLocalPort();

    assertThat(ask("localhost", "tcp:" + port, LONG).passed()).isTrue();
  }

  @Test
  void ask_ofANameThatNobodyKnows_fails() {
    Map<String, Probes.Result> results =
        Probes.ask(
            Map.of("i-0a", new Address("app.example")),
            new Probe(80, null),
            LONG,
            name -> {
              throw new UnknownHostException(name + ": Name or service not known");
            });

    assertThat(results)
        .isEqualTo(Map.of("i-0a", new Probes.Result("app.example: Name or service not known")));
  }

  @Test
  void ask_whileLookupsHang_failsThoseAndKnowsNothingOfTheOnesBehind() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    int port = silent("127.0.0.1").getLocalPort();
    Map<String, Address> targets = new LinkedHashMap<>();
    for (int i = 0; i < Lookups.MOST_THREADS; i++) {
      targets.put("i-" + i, new Address("host-" + i + ".example"));
    }
    Map<String, Address> begun = new LinkedHashMap<>(targets);
    targets.put("behind", new Address("behind.example"));
    targets.put("literal", new Address("127.0.0.1"));

    Map<String, Probes.Result> results =
        Probes.ask(targets, new Probe(port, null), Duration.ofSeconds(1), new Hanging(over));

    over.countDown();
    assertThat(results.remove("literal")).isEqualTo(new Probes.Result(null));
    assertThat(results).containsOnlyKeys(begun.keySet());
    assertThat(results.values())
        .containsOnly(new Probes.Result("no address found for its name in 1 s"));
  }

  /** Knows nothing until it is told that all is over. */
  private record Hanging(CountDownLatch over) implements Lookups.Resolver {
    @Override
    public InetAddress[] lookUp(String name) throws UnknownHostException {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new UnknownHostException(name);
    }
  }

  @Test
  void ask_ofMany_isAnsweredByTheLivingHoweverManyAreDead() throws Exception {
    int dead = silent("127.0.0.1").getLocalPort();
    ServerSocket alive = new ServerSocket(dead, 50, literal("127.0.0.2"));
    servers.add(alive);
    Thread serving =
        new Thread(
            () -> {
              try (Socket socket = alive.accept()) {
                socket.getOutputStream().write("HTTP/1.0 200 OK\r\n".getBytes(US_ASCII));
                while (socket.getInputStream().read() >= 0) {}
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    serving.setDaemon(true);
    serving.start();
    Map<String, Address> targets = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      targets.put("dead-" + i, new Address("127.0.0.1"));
    }
    targets.put("alive", new Address("127.0.0.2"));

    Map<String, Probes.Result> results =
        Probes.ask(targets, new Probe(dead, "/"), Duration.ofSeconds(2));

    assertThat(results.remove("alive")).isEqualTo(new Probes.Result(null));
    assertThat(results).hasSize(40);
    assertThat(results.values()).containsOnly(new Probes.Result("no answer in 2 s"));
  }

  @Test
  void ask_ofNobody_isNothing() {
    assertThat(Probes.ask(Map.of(), new Probe(80, null), LONG)).isEmpty();
  }

  @Test
  void ask_whenInterrupted_knowsNothingOfThoseUnderWayAndStaysInterrupted() throws Exception {
    int port = silent("127.0.0.1").getLocalPort();
    Thread.currentThread().interrupt();

    Map<String, Probes.Result> results =
        Probes.ask(Map.of("i-0a", new Address("127.0.0.1")), new Probe(port, "/"), LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(results).isEmpty();
  }
}
