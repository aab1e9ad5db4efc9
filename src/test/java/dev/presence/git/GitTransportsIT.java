package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.GitServer;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.SshServer;
import dev.presence.testing.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same list by each way that leads to it: the jar that was built, the machine's own ssh against
 * a real sshd, and a real web server with {@code git http-backend}, with TLS and without.
 */
class GitTransportsIT {
  private static Installed program;

  private final Path folder;
  private final Installed installed;
  private final GitServer repository;
  private AutoCloseable server = () -> {};

  @BeforeAll
  static void install(@TempDir Path folder) throws Exception {
    program = Installed.withArchive(folder);
  }

  GitTransportsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    installed = new Installed(folder, program);
    installed.environment.put(
        "PRESENCE_TIMEOUT", "60s"); // Fourteen cold starts of TLS, on any machine.
    repository = GitServer.bare(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private SshServer ssh() throws Exception {
    SshServer ssh = SshServer.start(folder);
    server = ssh;
    Path program = installed.script("path/ssh", ssh.script());
    installed.environment.merge("PATH", "", (path, none) -> program.getParent() + ":" + path);
    return ssh;
  }

  private String sshUrl() {
    return "git:" + SshServer.HOST + ":" + repository.repository();
  }

  private WebServer web(boolean tls) throws Exception {
    WebServer web = WebServer.start(folder, tls);
    server = web;
    if (tls) {
      installed.environment.put(
          "PRESENCE_JAVA",
          installed.script("trusting/java", web.java(Installed.java())).toString());
    }
    return web;
  }

  private Path secret(String text) throws Exception {
    return Files.writeString(folder.resolve("secret"), text + "\n");
  }

  private String store(String transport) throws Exception {
    if (transport.equals("file")) {
      return repository.fileUrl();
    }
    if (transport.equals("ssh")) {
      ssh();
      return sshUrl();
    }
    String secret = WebServer.NAME + ":" + WebServer.TOKEN;
    return web(transport.equals("https")).url() + "?auth=" + secret(secret);
  }

  private Ended must(String... arguments) throws Exception {
    Ended ended = installed.presence(arguments);
    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).isEmpty();
    return ended;
  }

  @ParameterizedTest
  @CsvSource({
    "file, branch",
    "file, refs",
    "ssh, branch",
    "ssh, refs",
    "http, branch",
    "http, refs",
    "https, branch",
    "https, refs"
  })
  void list_byEachTransport_isTheSameList(String transport, String layout) throws Exception {
    String address = store(transport);
    String store = address + (address.contains("?") ? "&" : "?") + "layout=" + layout;
    installed.environment.put("PRESENCE_STORE", store);
    must("init", store);
    Path out = folder.resolve("answer.json");
    for (String id : new String[] {"i-0a", "i-0b", "i-0a"}) {
      installed.node(id, "app", "address.txt", "10.0.3." + (id.endsWith("a") ? 1 : 2));
      must("heartbeat", "--part", "app", "--out", out.toString());
    }
    assertThat(out).content().contains("i-0a", "i-0b");

    must("announce", "--beat");
    must("drain", "i-0b");
    assertThat(must("resolve", "--part", "app", "--format", "lines").out())
        .contains("peer\ti-0a", "draining\ti-0b");
    must("undrain", "i-0b");
    must("remove", "i-0b");
    assertThat(must("history", "i-0a").out()).contains("i-0a");
    assertThat(
            must("list", "--store", "git:file://" + repository.repository() + "?layout=" + layout)
                .out())
        .contains("i-0a");
    repository.check();
  }

  @Test
  void ssh_withAKeyOrAServerThatIsNotKnown_isSaidAtOnce() throws Exception {
    SshServer ssh = ssh();
    must("init", sshUrl());

    ssh.useStrangersKey();
    Ended stranger = installed.presence("list", "--store", sshUrl());
    assertThat(stranger.status()).isEqualTo(11);
    assertThat(stranger.err()).contains("Permission denied").contains(sshUrl());

    ssh.forgetHost();
    Ended unknown = installed.presence("list", "--store", sshUrl());
    assertThat(unknown.status()).isEqualTo(11);
    assertThat(unknown.err()).contains("Host key verification failed");
  }

  @Test
  void ssh_withoutTheProgram_isSaid() throws Exception {
    installed.environment.put("PATH", folder.resolve("tools").toString());
    for (String tool : new String[] {"sh", "env", "readlink", "rm", "dirname"}) {
      installed.script("tools/" + tool, "exec /usr/bin/" + tool + " \"$@\"");
    }

    Ended ended = installed.presence("list", "--store", sshUrl());

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("'ssh'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "fleet:wrong"})
  void https_withTheWrongToken_isSaidWithoutIt(String secret) throws Exception {
    String url = web(true).url();
    String store = secret.isEmpty() ? url : url + "?auth=" + secret(secret);

    Ended ended = installed.presence("list", "--store", store);

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err())
        .contains(url, "not authorized")
        .doesNotContain("wrong")
        .doesNotContain(WebServer.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void https_withATokenOfTheNetrc_works(boolean isRight) throws Exception {
    WebServer web = web(true);
    Path home = Files.createDirectories(folder.resolve("me"));
    Files.writeString(
        home.resolve(".netrc"),
        "machine 127.0.0.1 login %s password %s\n"
            .formatted(WebServer.NAME, isRight ? WebServer.TOKEN : "wr0ng"));
    installed.environment.put("HOME", home.toString());
    installed.environment.put(
        "PRESENCE_JAVA",
        installed
            .script(
                "trusting/java",
                web.java(Installed.java()).replace("\"$@\"", "-Duser.home='" + home + "' \"$@\""))
            .toString());

    Ended ended = installed.presence("init", web.url());

    assertThat(ended.status()).as("%s", ended).isEqualTo(isRight ? 0 : 11);
    assertThat(ended.err()).doesNotContain("wr0ng");
  }

  /** Who redirects may not learn the token of the host that was named. */
  @Test
  void http_redirectedToAnotherHost_tellsNoToken() throws Exception {
    WebServer web = web(false);
    String store = web.redirected() + "?auth=" + secret(WebServer.NAME + ":" + WebServer.TOKEN);

    Ended ended = installed.presence("list", "--store", store);

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).doesNotContain(WebServer.TOKEN);
  }

  @Test
  void https_ofACertificateThatNobodySigned_isSaid() throws Exception {
    WebServer web = web(true);
    installed.environment.put("PRESENCE_JAVA", Installed.java());

    Ended ended = installed.presence("list", "--store", web.url());

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("certif");
  }
}
