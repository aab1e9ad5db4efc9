package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures, as Prometheus itself judges them. */
class MetricsIT {
  private final Path folder;
  private final Installed installed;

  MetricsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.installed = new Installed(folder);
  }

  private void check(Path metrics) throws Exception {
    Machine.needs(
        Machine.can("sh", "-c", "command -v promtool"), "promtool (Debian package prometheus)");
    Ended ended = Machine.run("sh", "-c", "promtool check metrics < '" + metrics + "'");
    assertThat(ended.status()).as("%s %s", ended, Files.readString(metrics)).isZero();
    assertThat(ended.err() + ended.out()).isEmpty();
  }

  @Test
  void metrics_ofABeatAndOfStatus_areAsPrometheusWantsThem() throws Exception {
    installed.node("i-01", "app", "address.txt", "10.0.0.1");
    assertThat(installed.presence("announce", "--beat").status()).isZero();
    Path metrics = folder.resolve("metrics \"q\"\\.prom");

    Ended beat =
        installed.presence(
            "heartbeat", "--part", "app", "--part", "db", "--metrics", metrics.toString());

    assertThat(beat.status()).as("%s", beat).isZero();
    assertThat(metrics).content().contains("presence_nodes{part=\"app\"");
    check(metrics);
    installed.presence("status", "--part", "app", "--metrics", metrics.toString());
    check(metrics);
  }

  @Test
  void metrics_whenNoStoreCanBeRead_areStillWritten() throws Exception {
    installed.node("i-01", "app", "address.txt", "10.0.0.1");
    installed.environment.put("PRESENCE_STORE", folder.resolve("none \"at\\all") + "");
    Path metrics = folder.resolve("presence.prom");

    Ended beat = installed.presence("heartbeat", "--part", "app", "--metrics", metrics.toString());

    assertThat(beat.status()).as("%s", beat).isEqualTo(11);
    assertThat(metrics).content().contains("} 0\n").contains("presence_store_up{");
    check(metrics);
  }
}
