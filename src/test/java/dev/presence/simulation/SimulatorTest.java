package dev.presence.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Fleets in which all goes wrong that can, and what no answer does for all that. */
class SimulatorTest {
  /** The same fleets in each run of CI. */
  private static final long FIRST_SEED = 32_000;

  /** What CI takes minutes for; elsewhere a twentieth of it. */
  private static final int HOURS = 10_000;

  @Test
  void fleets_whateverGoesWrong_keepEveryInvariant() throws Exception {
    Counts counts = new Counts();
    String seed = System.getProperty("presence.simulation.seed", "");
    if (!seed.isEmpty()) {
      counts.add(run(Long.parseLong(seed)));
      System.out.println(counts.table());
      return;
    }
    String usual = "" + ("true".equals(System.getenv("CI")) ? HOURS : HOURS / 20);
    double hours = Double.parseDouble(System.getProperty("presence.simulation.hours", usual));
    runAll(hours, counts);
    System.out.println(counts.table());
    if (hours < HOURS) {
      return;
    }
    assertThat(counts.hours()).isGreaterThanOrEqualTo(HOURS);
    assertThat(counts.largeHours()).isGreaterThan(counts.hours() / 3);
    for (Fault fault : Fault.values()) {
      assertThat(counts.of(fault)).as("%s", fault).isGreaterThanOrEqualTo(100);
    }
    for (Premise premise : Premise.values()) {
      assertThat(counts.of(premise)).as("%s", premise).isGreaterThanOrEqualTo(100);
    }
  }

  private static void runAll(double hours, Counts counts) throws Exception {
    List<Long> seeds = new ArrayList<>();
    double planned = 0;
    for (long seed = FIRST_SEED; planned < hours; seed++) {
      seeds.add(seed);
      planned += Setting.of(seed).hours();
    }
    ExecutorService workers =
        Executors.newFixedThreadPool(Math.min(2, Runtime.getRuntime().availableProcessors()));
    try {
      CompletionService<Counts> runs = new ExecutorCompletionService<>(workers);
      for (long seed : seeds) {
        runs.submit(() -> run(seed));
      }
      for (int i = 0; i < seeds.size(); i++) {
        counts.add(runs.take().get()); // The first that fails ends all.
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failed) {
        throw failed;
      }
      throw e;
    } finally {
      workers.shutdownNow();
    }
  }

  private static Counts run(long seed) throws IOException {
    Path memory = Path.of("/dev/shm"); // No disk is to be worn out for this.
    Path folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "presence-simulation")
            : Files.createTempDirectory("presence-simulation");
    try {
      Fleet fleet = new Fleet(Setting.of(seed), folder);
      fleet.run();
      return fleet.counts;
    } finally {
      SimNode.delete(folder);
    }
  }
}
