package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.GitServer;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Strace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JGit does to a program that runs each minute, unless it is kept from it. */
class GitTrapsIT {
  private final Path folder;
  private final Installed installed;

  GitTrapsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.installed = new Installed(folder);
  }

  /** Signed classes cost half the start, and end the build of an archive on Java 17. */
  @Test
  void jar_isNotSignedAndHasNoTablesOfSounds() throws Exception {
    List<String> names = new ArrayList<>();
    try (ZipFile jar = new ZipFile(installed.jar().toFile())) {
      for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
        names.add(all.nextElement().getName());
      }
    }
    assertThat(names)
        .anyMatch(name -> name.startsWith("org/eclipse/jgit/"))
        .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA|EC)"))
        .noneMatch(name -> name.startsWith("org/apache/commons/codec/language/"));
  }

  @Test
  void heartbeat_onARepositoryOfThisMachine_forksNothingMeasuresNothingAndIsQuiet()
      throws Exception {
    try (GitServer server = GitServer.bare(folder)) {
      installed.environment.put("PRESENCE_STORE", server.fileUrl());
      installed.environment.put(
          "PRESENCE_TIMEOUT", "60s"); // Traced, a start takes many times as long.
      installed.environment.put("HOME", folder.resolve("home-of-user").toString());
      assertThat(installed.presence("init", server.fileUrl()).status()).isZero();
      installed.node("i-0a", "app", "address.txt", "10.0.3.61");
      Strace strace =
          new Strace(folder).with("-e", "trace=execve,openat,creat,rename,clone3,vfork");

      Ended ended =
          strace.run(
              installed.command(
                  Installed.java(),
                  "-jar",
                  installed.jar().toString(),
                  "heartbeat",
                  "--part",
                  "app",
                  "--out",
                  folder.resolve("answer.json").toString()));

      assertThat(ended.status()).as("%s", ended).isZero();
      assertThat(ended.err()).isEmpty();
      assertThat(strace.calls())
          .noneMatch(call -> call.contains(".probe-"))
          .noneMatch(call -> call.contains(".config/jgit") || call.contains(".gitconfig"))
          .anyMatch(call -> call.contains("list.git"));
      assertThat(strace.calls().stream().filter(call -> call.startsWith("execve")))
          .noneMatch(call -> call.contains("git\"") || call.contains("/sh\""));
    }
  }
}
