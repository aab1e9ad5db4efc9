package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout that nobody has built, with a stand-in for Maven. */
class FreshCheckoutIT {
  private final Path checkout;
  private final Installed installed;

  FreshCheckoutIT(@TempDir Path folder) throws Exception {
    this.checkout = folder.toRealPath().resolve("checkout");
    this.installed = new Installed(folder.toRealPath());
    Files.createDirectories(checkout.resolve("bin"));
    Files.copy(installed.launcher(), checkout.resolve("bin/presence"));
  }

  private Ended presenceWithMaven(String script) throws Exception {
    Path maven = installed.script("maven/mvn", "echo \"$@\" >arguments\n" + script);
    installed.environment.merge("PATH", maven.getParent() + ":", (path, first) -> first + path);
    return installed.run(checkout.resolve("bin/presence").toString(), "list");
  }

  @Test
  void launcher_builds_andSaysHowLongThatTakes() throws Exception {
    String jar = installed.jar().toString();

    Ended ended =
        presenceWithMaven("mkdir target && cp '" + jar + "' target && echo '[INFO] done'");

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.out()).isEqualTo(installed.presence("list").out());
    assertThat(ended.err().lines())
        .containsExactly(
            "presence: first use of this checkout: building it with Maven takes a minute or two",
            "[INFO] done");
    assertThat(checkout.resolve("target/archive")).isDirectory();
    assertThat(checkout.resolve("arguments"))
        .hasContent("-q -B -Dstyle.color=never -DskipTests package");
  }

  @Test
  void launcher_whoseBuildFails_saysSo() throws Exception {
    Ended ended = presenceWithMaven("echo '[ERROR] no disk'; exit 1");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .endsWith("[ERROR] no disk\npresence: the build in " + checkout + " failed: see above\n");
  }
}
