package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many agents as processes that are started at one time, on one ZooKeeper of Debian's. */
class ZookeeperHerdIT {
  /** Each is a start of a JVM, and two processors run no more of them at once; fifty by hand. */
  private static final int AGENTS = Integer.getInteger("presence.zk.agents", 12);

  @Test
  void manyAgents_startedAtOnce_areAllMarkedAndAnswerTheSame(@TempDir Path folder)
      throws Exception {
    Installed program = AgentFleet.program(folder);
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= AGENTS; i++) {
      ids.add((i % 2 == 0 ? "i-app" : "i-lb") + (i + 1) / 2);
    }
    try (DebianZookeeper server = DebianZookeeper.start(folder.resolve("zookeeper"))) {
      String zk = server.address("/presence");
      try (AgentFleet fleet = new AgentFleet(new Installed(folder, program), folder, "1m", zk)) {
        fleet.must("i-lb1", "init", zk);
        long start = System.nanoTime();

        fleet.start(ids.toArray(new String[0]));
        fleet.until(() -> fleet.isWhole(server.byHand(AgentFleet::marks)));

        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Set<String> answers = new HashSet<>();
        for (String id : fleet.answers().keySet()) {
          answers.add(fleet.answer(id));
        }
        assertThat(answers).hasSize(1);
        assertThat(fleet.left()).isEmpty();
        System.out.printf(
            "%d agents: up, marked and of one answer in %d s; one of them: %d MB, %d threads%n",
            AGENTS,
            time.toSeconds(),
            figure(fleet.process("i-lb1"), "smaps_rollup", "Pss:") / 1024,
            figure(fleet.process("i-lb1"), "status", "Threads:"));
      }
    }
  }

  /** A number that the kernel knows of a process. */
  private static long figure(long process, String file, String name) throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/" + process, file))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no " + name);
  }
}
