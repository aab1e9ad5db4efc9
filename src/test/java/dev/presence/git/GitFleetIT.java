package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.GitServer;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.SshServer;
import dev.presence.testing.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many machines on one repository: the jar that was built, a process a node, a real git daemon. */
class GitFleetIT {
  /** Each is a start of a JVM, and two processors run no more of them at once; fifty by hand. */
  private static final int NODES = Integer.getInteger("presence.git.nodes", 6);

  private static final String LAST = "i-%02d".formatted(NODES - 1);

  private static Installed program;

  private final Path folder;
  private final Installed installed;
  private final GitServer server;

  private AutoCloseable other = () -> {};

  @BeforeAll
  static void install(@TempDir Path folder) throws Exception {
    program = Installed.withArchive(folder);
  }

  GitFleetIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    installed = new Installed(folder, program);
    server = GitServer.serving(folder);
  }

  @AfterEach
  void stop() throws Exception {
    other.close();
    server.close();
  }

  /** The list by that transport, whose server is started. */
  private String url(String transport) throws Exception {
    return switch (transport) {
      case "file" -> server.fileUrl();
      case "ssh" -> {
        SshServer ssh = SshServer.start(folder);
        other = ssh;
        Path program = installed.script("path/ssh", ssh.script());
        installed.environment.merge("PATH", "", (path, none) -> program.getParent() + ":" + path);
        yield "git:" + SshServer.HOST + ":" + server.repository();
      }
      case "http" -> {
        WebServer web = WebServer.start(folder, false);
        other = web;
        Path secret = folder.resolve("secret");
        Files.writeString(secret, WebServer.NAME + ":" + WebServer.TOKEN);
        yield web.url() + "?auth=" + secret;
      }
      default -> server.url();
    };
  }

  /** A node that runs by itself, with a memory of its own. */
  private record Running(String id, Process process, Path err) {}

  private Running start(String id, String... arguments) throws Exception {
    String address = "10.0.3." + (1 + Math.floorMod(id.hashCode(), 250)); // Or they clash.
    installed.node(id, "app", "address.txt", address, "ports.json", "{\"http\": 80}");
    List<String> program = new ArrayList<>(List.of(installed.launcher().toString()));
    program.addAll(List.of(arguments));
    program.addAll(List.of("--state-dir", folder.resolve("state-" + id).toString()));
    Path err = folder.resolve(id + ".err");
    Process process =
        new ProcessBuilder(installed.command(program.toArray(new String[0])))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    return new Running(id, process, err);
  }

  private List<Running> everybody(String store, String timeout) throws Exception {
    installed.environment.put("PRESENCE_STORE", store);
    List<Running> all = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      all.add(start("i-%02d".formatted(i), "announce", "--beat", "--timeout", timeout));
    }
    return all;
  }

  private List<String> records(String store) throws Exception {
    return store.contains("layout=refs")
        ? server
            .git("for-each-ref", "--format=%(refname:lstrip=3)", "refs/presence/all")
            .lines()
            .toList()
        : server
            .git("ls-tree", "--name-only", "main", "presence/all/")
            .lines()
            .filter(name -> name.endsWith(".json"))
            .map(name -> name.replaceAll(".*/|\\.json$", ""))
            .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "git, branch",
    "git, refs",
    "ssh, branch",
    "ssh, refs",
    "http, branch",
    "http, refs",
    "file, branch",
    "file, refs"
  })
  void announce_byManyProcessesAtOnce_losesNone(String transport, String layout) throws Exception {
    String url = url(transport);
    String store = url + (url.contains("?") ? "&" : "?") + "layout=" + layout;
    assertThat(installed.presence("init", store).status()).isZero();

    for (Running node : everybody(store, "120s")) {
      assertThat(node.process().waitFor()).as(Files.readString(node.err())).isZero();
    }

    assertThat(records(store)).hasSize(NODES);
    assertThat(server.git("for-each-ref", "refs/presence/beat").lines()).hasSize(NODES);
    server.check();
    assertThat(installed.presence("list").out()).contains("i-00", LAST);
  }

  /** Some may not come to it in ten seconds; they say so. */
  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void announce_byManyProcessesInTheUsualTime_losesNothingThatWasReported(String options)
      throws Exception {
    String store = server.url() + options;
    assertThat(installed.presence("init", store).status()).isZero();

    assertReportedIsThere(store, everybody(store, "10s"));
    server.check();
  }

  /** What was reported written is there; who gave up said so. */
  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void announce_whileTheServerIsKilledAndStarted_losesNothingThatWasReported(String options)
      throws Exception {
    String store = server.url() + options;
    assertThat(installed.presence("init", store).status()).isZero();
    List<Running> all = everybody(store, "120s");
    for (int i = 0; i < 3; i++) {
      Thread.sleep(4000);
      server.kill();
      server.start();
    }

    assertReportedIsThere(store, all);
    server.git("fsck", "--strict", "--no-dangling");
    Ended again = installed.presence("announce", "--beat");
    assertThat(again.status()).as("%s", again).isZero();
  }

  private void assertReportedIsThere(String store, List<Running> all) throws Exception {
    List<String> reported = new ArrayList<>();
    for (Running node : all) {
      int status = node.process().waitFor();
      if (status == 0) {
        reported.add(node.id());
      } else {
        assertThat(status).isEqualTo(11);
        assertThat(Files.readString(node.err())).contains(server.url());
      }
    }

    assertThat(records(store)).containsAll(reported);
  }

  @Test
  void heartbeats_ofTwoNodes_seeEachOtherAndOneGo() throws Exception {
    String store = server.url() + "?layout=refs";
    assertThat(installed.presence("init", store).status()).isZero();
    installed.environment.put("PRESENCE_STORE", store);
    Path out = folder.resolve("answer.json");
    for (String id : List.of("i-0a", "i-0b", "i-0a")) {
      String[] beat = {"heartbeat", "--part", "app", "--out", out.toString()};
      Running node = start(id, beat);
      assertThat(node.process().waitFor()).as(Files.readString(node.err())).isZero();
      assertThat(Files.readString(node.err())).isEmpty();
    }
    assertThat(Files.readString(out)).contains("i-0a", "i-0b");

    Running gone = start("i-0b", "leave");
    assertThat(gone.process().waitFor()).isZero();
    Running other = start("i-0a", "heartbeat", "--part", "app", "--out", out.toString());
    assertThat(other.process().waitFor()).as(Files.readString(other.err())).isZero();

    assertThat(Files.readString(out)).contains("i-0a").doesNotContain("i-0b");
    assertThat(server.git("for-each-ref", "--format=%(refname)", "refs/presence/beat"))
        .isEqualTo("refs/presence/beat/i-0a");
    server.check();
  }
}
