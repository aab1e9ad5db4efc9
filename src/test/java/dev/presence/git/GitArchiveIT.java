package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.process.ClassArchive;
import dev.presence.testing.GitServer;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.SshServer;
import dev.presence.testing.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The class archive has what a list in Git needs, by the list {@code git-classes}: names first,
 * then the lambdas of JGit, which else are spun anew in each run. On Java 17, {@code mvn verify
 * -Dit.test=GitArchiveIT -Dgolden.update=true} writes it anew from real runs.
 */
class GitArchiveIT {
  private static final Path LIST = Path.of("src/main/resources/dev/presence/process/git-classes");

  /** The JDK's own; the list is of 17, and newer ones need some more. */
  private static final int MOST = Runtime.version().feature() > 17 ? 150 : 60;

  private final Path folder;
  private final Installed installed;
  private final GitServer server;
  private final List<Path> lists = new ArrayList<>();

  GitArchiveIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.installed = new Installed(folder);
    installed.environment.put("PRESENCE_TIMEOUT", "60s"); // Without an archive, on any machine.
    this.server = GitServer.serving(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void java(List<String> flags, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Installed.java()));
    command.addAll(ClassArchive.FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-jar", installed.jar().toString()));
    command.addAll(List.of(arguments));
    Ended ended = installed.run(command.toArray(new String[0]));
    assertThat(ended.status()).as("%s", ended).isZero();
  }

  /** A run of which the JVM lists the classes. */
  private void listed(String... arguments) throws Exception {
    Path list = folder.resolve("classes-" + lists.size());
    lists.add(list);
    java(List.of("-XX:DumpLoadedClassList=" + list), arguments);
  }

  /** Two nodes beat, and see each other do it. */
  private void beats(Path answer, Run run) throws Exception {
    for (int i = 0; i < 6; i++) {
      String id = "i-0" + i % 2;
      installed.node(id, "app", "address.txt", "10.0.3." + i % 2, "round.txt", "of " + i / 4);
      installed.environment.put("PRESENCE_STATE_DIR", folder.resolve("state-" + id).toString());
      run.of("heartbeat", "--part", "app", "--out", answer.toString());
    }
  }

  private interface Run {
    void of(String... arguments) throws Exception;
  }

  private void trained(String address) throws Exception {
    for (String layout : List.of("branch", "refs")) {
      String store = address + (address.contains("?") ? "&" : "?") + "layout=" + layout;
      installed.environment.put("PRESENCE_STORE", store);
      listed("init", store);
      beats(folder.resolve("answer.json"), this::listed);
      listed("resolve", "--part", "app");
      listed("announce");
    }
  }

  @Test
  void archive_hasNearlyAllThatABeatNeeds() throws Exception {
    if (Boolean.getBoolean("golden.update")) {
      update();
    }
    Ended built = installed.presence("archive");
    assertThat(built.status()).as("%s", built).isZero();
    String store = server.url() + "?layout=refs";
    installed.environment.put("PRESENCE_STORE", store);
    assertThat(installed.presence("init", store).status()).isZero();
    Path log = folder.resolve("classes.log");
    List<String> flags =
        List.of(
            "-XX:SharedArchiveFile=" + installed.archive(), "-Xlog:class+load=info:file=" + log);
    beats(folder.resolve("answer.json"), (String... arguments) -> java(flags, arguments));

    List<String> missing =
        Files.readString(log)
            .lines()
            .filter(line -> !line.contains("source: shared objects file"))
            .toList();

    assertThat(Files.readString(log)).contains("dev.presence.git.Session source: shared");
    assertThat(missing)
        .filteredOn(
            line -> line.contains("] org.eclipse.jgit.") || line.contains("] dev.presence."))
        .hasSizeLessThan(8);
    assertThat(missing).hasSizeLessThan(MOST);
  }

  private void update() throws Exception {
    listed("demo");
    trained(server.url());
    trained(server.fileUrl());
    try (SshServer ssh = SshServer.start(folder)) {
      Path program = installed.script("path/ssh", ssh.script());
      installed.environment.merge("PATH", "", (path, none) -> program.getParent() + ":" + path);
      trained("git:" + SshServer.HOST + ":" + server.repository());
    }
    try (WebServer web = WebServer.start(folder, false)) {
      Path secret = folder.resolve("secret");
      Files.writeString(secret, WebServer.NAME + ":" + WebServer.TOKEN);
      trained(web.url() + "?auth=" + secret);
    }
    Files.write(LIST, merged());
  }

  private List<String> merged() throws IOException {
    Set<String> usual = new LinkedHashSet<>(Files.readAllLines(lists.get(0)));
    Set<String> names = new LinkedHashSet<>();
    Set<String> lambdas = new LinkedHashSet<>();
    Set<String> forms = new LinkedHashSet<>();
    for (Path list : lists) {
      for (String line : Files.readAllLines(list)) {
        if (!line.startsWith("#") && !usual.contains(line)) {
          (line.startsWith("@lambda-form") ? forms : line.startsWith("@") ? lambdas : names)
              .add(line);
        }
      }
    }
    List<String> merged = new ArrayList<>(names);
    merged.addAll(lambdas);
    merged.addAll(forms);
    return merged;
  }
}
