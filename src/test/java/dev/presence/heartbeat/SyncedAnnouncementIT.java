package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "Written" is on the disk: asked of the kernel, since only a power cut would show it otherwise.
 */
class SyncedAnnouncementIT {
  private final Path folder;
  private final Installed installed;

  SyncedAnnouncementIT(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.installed = new Installed(this.folder);
  }

  @Test
  void announce_syncsTheFileRenamesItAndSyncsTheFolder() throws Exception {
    Machine.needs(Machine.can("strace", "-f", "true"), "strace, and to be let trace");
    installed.node("i-0a", "app", "address.txt", "10.0.3.61");
    Path trace = folder.resolve("trace");

    Ended ended =
        installed.run(
            "strace",
            "-f",
            "-y",
            "-o",
            trace.toString(),
            "-e",
            "trace=fsync,fdatasync,rename,renameat,renameat2",
            Installed.java(),
            "-jar",
            installed.jar().toString(),
            "announce");

    assertThat(ended.status()).as("%s", ended).isZero();
    String all = installed.list.resolve("all").toRealPath().toString();
    List<String> calls =
        Files.readAllLines(trace).stream()
            .filter(line -> line.contains(all) && line.contains("= 0"))
            .map(line -> kind(line, all))
            .toList();
    assertThat(calls).containsExactly("sync file", "rename", "sync folder");
  }

  private static String kind(String line, String folder) {
    if (line.contains("rename")) {
      return "rename";
    }
    return line.contains("<" + folder + ">") ? "sync folder" : "sync file";
  }
}
