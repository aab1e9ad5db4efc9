package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of agents on a ZooKeeper whose disk is full, and then has room again. */
class ZookeeperDiskIT {
  private static final Duration SESSION = Duration.ofSeconds(4);

  private final Path folder;
  private final Path disk;

  ZookeeperDiskIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.disk = Files.createDirectories(folder.resolve("zookeeper/data"));
  }

  @BeforeEach
  void mount() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount a small disk");
    Machine.needs(
        Machine.can("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()),
        "to be allowed to mount a tmpfs");
  }

  @AfterEach
  void unmount() throws Exception {
    Machine.can("umount", "-l", disk.toString());
  }

  @Test
  void aDiskThatIsFull_changesNoAnswerAndLosesNothingThatWasAcknowledged() throws Exception {
    Installed program = AgentFleet.program(folder);
    try (DebianZookeeper server = DebianZookeeper.startSmall(folder.resolve("zookeeper"));
        Scribes scribes = new Scribes(server.address("/written"))) {
      String zk = server.address("/presence?session=" + SESSION.toSeconds() + "s");
      Installed installed = new Installed(folder, program);
      try (AgentFleet fleet = new AgentFleet(installed, folder, "5s", zk)) {
        fleet.must("i-lb1", "init", zk);
        fleet.start("i-app1", "i-app2", "i-app3", "i-web1", "i-lb1");
        fleet.until(() -> fleet.isWhole(server.byHand(AgentFleet::marks)));
        Map<String, String> answers = fleet.answers();

        Machine.run("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4k");
        fleet.until(() -> !server.isAlive()); // It cannot write, and ends itself.
        isTriedInVain(fleet, server);
        Thread.sleep(SESSION.multipliedBy(3).toMillis());
        assertThat(fleet.answers()).isEqualTo(answers);
        for (String id : fleet.ids()) {
          fleet.until(() -> fleet.said(id).contains("cannot be reached: none of its servers"));
        }
        Ended told = fleet.run("i-lb1", "drain", "i-app2", "--reason", "disk");
        assertThat(told.status()).as("%s", told).isEqualTo(AgentFleet.NO_STORE);

        Files.delete(disk.resolve("filler"));
        server.startAgain();
        fleet.until(() -> fleet.isWhole(server.byHand(AgentFleet::marks)));
        assertThat(fleet.answers()).isEqualTo(answers);
        fleet.hears();
        scribes.check();
        assertThat(fleet.left()).isEmpty();
      }
    }
  }

  /** As whoever watches over it starts it again, while there is no room. */
  private static void isTriedInVain(AgentFleet fleet, DebianZookeeper server) throws Exception {
    try {
      server.startAgain();
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("no ZooKeeper");
    }
    fleet.until(() -> !server.isAlive());
  }
}
