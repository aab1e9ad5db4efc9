package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.RecordFormat;
import dev.presence.testing.Nodes;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of an agent, run fast: what its turns and its watches take, they give back. */
class AgentLeakTest {
  private static final int TURNS = 1440;
  private static final int EVENTS_A_TURN = 70;
  private static final int WARM_UP = 200;

  private final Path folder;
  private final Fleet fleet;
  private int written;

  AgentLeakTest(@TempDir Path folder) {
    this.folder = folder;
    this.fleet = new Fleet(folder);
    fleet.announced("i-app1", "app");
    fleet.node("i-lb", "lb");
  }

  private Agent agent() {
    String[] options = {
      "--part",
      "app",
      "--out",
      folder.resolve("out.json").toString(),
      "--nodeinfo",
      folder.resolve("nodes/i-lb").toString()
    };
    Arguments parsed =
        Arguments.parse(
            Flags.concat(Flags.COMMON, new AgentCommand().flags().toArray(new Flag[0])), options);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    return new Agent(
        new Wiring(
            new Settings(parsed, fleet.environment),
            new Console(nowhere, nowhere, null),
            fleet.environment,
            Clock.systemUTC()));
  }

  /** Each is a hidden file that comes, and a record that takes another one's place. */
  private void events() throws Exception {
    for (int i = 0; i < EVENTS_A_TURN / 2; i++) {
      written++;
      Map<String, String> facts =
          Map.of(
              "nodepart",
              "app",
              "address",
              "10.1.%d.%d".formatted(written / 250 % 250, written % 250));
      Path hidden = fleet.list.resolve("all/.i-app1.json.test.tmp");
      Files.write(hidden, RecordFormat.print(Nodes.node("i-app1", facts)));
      Files.move(
          hidden, fleet.list.resolve("all/i-app1.json"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void turns(Agent agent, int turns) throws Exception {
    for (int i = 0; i < turns; i++) {
      events();
      agent.turn(i % 10 == 0 ? Turn.BEAT : Turn.LOOK);
    }
  }

  private static long heap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long openFiles() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @Test
  void agent_overADayOfTurnsAndAHundredThousandEvents_takesNoMore() throws Exception {
    try (Agent agent = agent()) {
      turns(agent, WARM_UP);
      long heap = heap();
      int threads = threads();
      long files = openFiles();

      turns(agent, TURNS);

      assertThat(written * 2).isGreaterThan(100_000);
      assertThat(heap() - heap).as("bytes more than %d", heap).isLessThan(1 << 20);
      assertThat(threads()).isLessThanOrEqualTo(threads + 1); // The reaper of a child may stay.
      assertThat(openFiles()).isLessThanOrEqualTo(files + 1);
    }
  }
}
