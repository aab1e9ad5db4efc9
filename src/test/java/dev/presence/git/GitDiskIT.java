package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.GitServer;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A repository on a disk that is full: behind a server, and by its path. */
class GitDiskIT {
  private final Path disk;
  private final Installed installed;

  GitDiskIT(@TempDir Path folder) throws Exception {
    this.installed = new Installed(folder);
    this.disk = Files.createDirectory(folder.resolve("disk"));
  }

  @BeforeEach
  void mount() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount a small disk");
    Machine.needs(
        Machine.can("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
        "to be allowed to mount a tmpfs");
  }

  @AfterEach
  void unmount() throws Exception {
    // Skipped, there is none; and one that stays lets nobody delete the test's folder.
    Machine.can("umount", "-l", disk.toString());
  }

  private Ended announce(String zone) throws Exception {
    installed.node("i-0a", "app", "address.txt", "10.0.3.61", "zone.txt", zone);
    return installed.presence("announce", "--beat");
  }

  @ParameterizedTest
  @CsvSource({"git, branch", "git, refs", "file, branch", "file, refs"})
  void announce_onAFullDisk_failsAndLosesNothingUntilThereIsRoom(String transport, String layout)
      throws Exception {
    try (GitServer server = GitServer.serving(disk)) {
      String url = transport.equals("git") ? server.url() : server.fileUrl();
      installed.environment.put("PRESENCE_STORE", url + "?layout=" + layout);
      assertThat(installed.presence("init", url).status()).isZero();
      assertThat(announce("a").status()).isZero();
      String refs = server.git("for-each-ref");
      Machine.run("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4k");

      Ended full = announce("b");

      assertThat(full.status()).as("%s", full).isEqualTo(11);
      assertThat(full.out()).isEmpty();
      assertThat(full.err())
          .hasLineCount(1)
          .contains(server.repository().getFileName().toString())
          .contains("No space left on device");
      assertThat(server.git("for-each-ref")).isEqualTo(refs);
      assertThat(installed.presence("show", "i-0a").out()).containsPattern("zone +a\n");
      server.check();
      assertThat(Tree.names(server.repository().resolve("objects")))
          .noneMatch(name -> name.contains("incoming"));

      Files.delete(disk.resolve("filler"));
      Ended again = announce("b");
      assertThat(again.status()).as("%s", again).isZero();
      assertThat(installed.presence("show", "i-0a").out()).containsPattern("zone +b\n");
      server.check();
    }
  }
}
