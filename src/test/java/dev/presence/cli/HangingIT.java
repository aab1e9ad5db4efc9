package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that do not answer, as on a mount whose server is gone: one deadline for all of them. */
class HangingIT {
  /** Of a command whose time is three seconds. */
  private static final Duration ENOUGH = Duration.ofSeconds(20);

  private final Path folder;
  private final Installed installed;

  HangingIT(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.installed = new Installed(this.folder);
  }

  @BeforeEach
  void announce() throws Exception {
    installed.node("i-0a", "app", "address.txt", "10.0.0.1");
    assertThat(installed.presence("announce").status()).isZero();
    assertThat(installed.presence("resolve", "--part", "app").status()).isZero();
  }

  /** Runs a command that opens a pipe whose other end nobody opens. */
  private Ended hanging(Path path, String... arguments) throws Exception {
    Files.deleteIfExists(path);
    assertThat(installed.run("mkfifo", path.toString()).status()).isZero();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--timeout", "3s"));
    long start = System.nanoTime();
    Ended ended = installed.presence(all.toArray(new String[0]));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ENOUGH);
    return ended;
  }

  @Test
  void stateFolder_thatHangs_endsTheCommandInItsTime() throws Exception {
    installed.node("i-0b", "app", "address.txt", "10.0.0.2");
    assertThat(installed.presence("announce").status()).isZero();

    Ended ended = hanging(installed.state.resolve("lock"), "resolve", "--part", "app");

    assertThat(ended.status()).as("%s", ended).isEqualTo(14);
    assertThat(ended.err()).contains("did not end in 3 s", "the state folder");
  }

  @Test
  void facts_thatHang_endTheCommandInItsTime() throws Exception {
    Path facts = Path.of(installed.environment.get("PRESENCE_NODEINFO"));

    Ended ended = hanging(facts.resolve(".lock"), "announce");

    assertThat(ended.status()).as("%s", ended).isEqualTo(14);
  }

  @Test
  void stdout_namedAsOut_isRefusedWithAWordThatHelps() throws Exception {
    String command = installed.launcher() + " resolve --part app --out /dev/stdout";

    Ended ended =
        installed.run(
            "bash",
            "-c",
            "set -o pipefail; '" + command.replace(" resolve", "' resolve") + " | cat");

    assertThat(ended.status()).isEqualTo(10);
    assertThat(ended.err()).contains("/dev/stdout: is no regular file");
  }
}
