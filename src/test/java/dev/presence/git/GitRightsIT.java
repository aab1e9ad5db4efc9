package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.GitServer;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rights as docs/git.md sets them up: its lines of authorized_keys and its hook, a real sshd, a
 * key for each of two nodes and for a person. What a key may push in all ways that there are is
 * {@link PreReceiveTest}'s.
 */
class GitRightsIT {
  private final Path folder;
  private final Installed installed;
  private final GitServer repository;
  private final SshServer ssh;

  GitRightsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    installed = new Installed(folder);
    repository = GitServer.bare(folder);
    Files.copy(
        Path.of("docs/git/pre-receive"), repository.repository().resolve("hooks/pre-receive"));
    for (String line : documented("git config ")) {
      repository.git(line.substring("git ".length()).split(" ", -1));
    }
    ssh = SshServer.start(folder);
    List<String> lines = documented("restrict,command=");
    assertThat(lines).hasSize(2);
    ssh.authorize("i-0a", lines.get(0));
    ssh.authorize("i-0b", lines.get(0).replace("i-0a", "i-0b"));
    ssh.authorize("anna", lines.get(1));
    Path program = installed.script("path/ssh", ssh.script());
    installed.environment.merge("PATH", "", (path, none) -> program.getParent() + ":" + path);
    installed.environment.put("PRESENCE_TIMEOUT", "60s");
  }

  private static List<String> documented(String beginning) throws Exception {
    return Files.readString(Path.of("docs/git.md"))
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  @AfterEach
  void stop() throws Exception {
    ssh.close();
    repository.close();
  }

  private Ended as(String key, String... arguments) throws Exception {
    ssh.useKey(key);
    if (key.startsWith("i-")) {
      installed.node(key, "app", "address.txt", "10.0.3." + (key.endsWith("a") ? 1 : 2));
    }
    return installed.presence(arguments);
  }

  private void must(String key, String... arguments) throws Exception {
    Ended ended = as(key, arguments);
    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"branch", "refs"})
  void aNodesKey_writesItsOwnEntryAndNobodyElses(String layout) throws Exception {
    String store = "git:" + SshServer.HOST + ":" + repository.repository() + "?layout=" + layout;
    installed.environment.put("PRESENCE_STORE", store);
    must("anna", "init", store);
    must("i-0a", "heartbeat", "--part", "app", "--out", folder.resolve("answer.json").toString());
    must("i-0b", "announce", "--beat");

    installed.node("i-0a", "app", "address.txt", "10.0.3.66");
    ssh.useKey("i-0b");
    assertRefused(installed.presence("announce"), "presence: refs/", "i-0b");
    assertRefused(as("i-0b", "drain", "i-0a"), "takes a change of presence/all/i-0b.json alone");

    must("anna", "drain", "i-0a", "--reason", "new disk");
    assertThat(as("i-0b", "show", "i-0a").out()).contains("draining", "new disk");
    Ended drained = as("i-0a", "announce", "--beat");
    assertThat(drained.status()).as("%s", drained).isZero();
    must("i-0b", "leave");
    repository.check();
  }

  private static void assertRefused(Ended ended, String... words) {
    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("presence: ").contains(words);
  }

  /** The hook names the pusher's node, so a key without one gets nowhere. */
  @Test
  void aKeyOfNobody_writesNothing() throws Exception {
    String store = "git:" + SshServer.HOST + ":" + repository.repository();
    assertRefused(as("known", "init", store), "this key is of no node and no person");
    assertThat(repository.git("for-each-ref")).isEmpty();
  }
}
