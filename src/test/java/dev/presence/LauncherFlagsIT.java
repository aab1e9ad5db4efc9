package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher's flags make of a JVM. */
class LauncherFlagsIT {
  private final Path folder;
  private final Installed installed;

  LauncherFlagsIT(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.installed = new Installed(this.folder);
  }

  /** Puts a script in place of Java, which has the launcher's arguments. */
  private void java(String script) throws Exception {
    installed.environment.put("PRESENCE_JAVA", installed.script("java", script).toString());
  }

  @Test
  void command_whereTheTemporaryFolderIsFull_isQuiet() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to fill a disk that only one process sees");
    // A JVM's figures of itself are 32 KiB, always below /tmp.
    String full =
        "mkdir -p /tmp/hsperfdata_root"
            + " && mount -t tmpfs -o size=4k,mode=755 tmpfs /tmp/hsperfdata_root && exec \"$@\"";
    List<String> there = List.of("unshare", "--mount", "sh", "-c", full, "sh");

    Ended ended = installed.presenceBy(there, "--version");

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void command_onASmallMachine_hasHalfOfItsMemory() throws Exception {
    java("exec '" + Installed.java() + "' -XX:MaxRAM=512m -XX:+PrintFlagsFinal \"$@\"");

    Ended ended = installed.presence("--version");

    assertThat(ended.out() + ended.err()).containsPattern(" MaxHeapSize += " + (256 << 20) + " ");
  }

  /** Java is started elsewhere too, without the launcher. */
  @ParameterizedTest
  @ValueSource(strings = {"src/bench/jvm.py", "cookbook/libraries/program.rb"})
  void flags_areTheSameElsewhere(String other) throws Exception {
    java("echo \"${*%%-jar*}\" >'" + folder + "/flags'");

    assertThat(installed.presence("list").status()).isZero();

    String flags = Files.readString(folder.resolve("flags")).strip();
    assertThat(Files.readString(Path.of(other))).contains(flags.split(" ", -1));
  }
}
