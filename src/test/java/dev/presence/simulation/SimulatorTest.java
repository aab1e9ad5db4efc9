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

/**
 * Fleets in which all goes wrong that can, and what no answer does for all that. Held against the
 * truth at each look and each announcement:
 *
 * <ul>
 *   <li>{@code BEATS_AND_STAYS}: who beats and is served goes by its own word or an order alone;
 *       with a clock that is wrong by an hour, its own, another's or the reader's, as {@code
 *       CLOCK_WRONG_AND_STAYS}
 *   <li>{@code DEAD_IN_TIME}, {@code GONE_IN_SEVEN}: a dead one is gone after seven beats, unless
 *       the cap, the last place or the fault of the list holds it; {@code CAP}: and then by its
 *       schedule
 *   <li>{@code BACK_AFTER_TWO}, {@code NOT_BACK_AFTER_ONE}: and back at its second advance or with
 *       a newer record, not sooner; {@code PLACE_TAKEN}: its address is another's meanwhile
 *   <li>{@code NEVER_EMPTY}: no part that had peers becomes empty by silence; {@code
 *       NEVER_SERVED_IS_NOT_KEPT}
 *   <li>{@code SPOKEN_AT_ONCE}, {@code ADDED_AT_ONCE}, {@code FACTS_ARE_THE_NEWEST}, {@code
 *       ANNOUNCED_STANDS}: nothing that is announced is lost
 *   <li>With marks that agents hold in the first list of every third fleet: who holds one lives
 *       without beats; one that is gone for a session more is dead, as {@code DEAD_IN_TIME}, and
 *       not sooner; what a server's pause, a session of the reader's own or a change to the timer
 *       takes away says nothing
 *   <li>{@code ASKED_FOR_ITS_BEAT}: a look between two beats passes over nobody who was not heard
 *   <li>{@code SAME_BYTES}: one view and one memory give the same bytes, whatever the order of the
 *       stores
 *   <li>{@code NO_CONTENT_FAILS_A_READER}, {@code INVENTED}, {@code FILE_UNTOUCHED}, {@code
 *       LIST_AT_FAULT}: no content of a store makes a reader fail, or make something up
 * </ul>
 */
class SimulatorTest {
  /** The same fleets in each run of CI. */
  private static final long FIRST_SEED = 32_000;

  /** From here on each fault has come often enough, and each invariant was in question. */
  private static final int HOURS = 12_000;

  /** What each build runs; more by {@code -Dpresence.simulation.hours}. */
  private static final int USUAL = 500;

  @Test
  void fleets_whateverGoesWrong_keepEveryInvariant() throws Exception {
    Counts counts = new Counts();
    String seed = System.getProperty("presence.simulation.seed", "");
    if (!seed.isEmpty()) {
      counts.add(run(Long.parseLong(seed)));
      System.out.println(counts.table());
      return;
    }
    double hours = Double.parseDouble(System.getProperty("presence.simulation.hours", "" + USUAL));
    runAll(hours, counts);
    System.out.println(counts.table());
    if (hours < HOURS) {
      return;
    }
    assertThat(counts.hours()).isGreaterThanOrEqualTo(HOURS);
    assertThat(counts.largeHours()).isGreaterThan(counts.hours() / 3);
    for (Fault fault : Fault.values()) {
      assertThat(counts.of(fault)).as("%s", fault).isGreaterThanOrEqualTo(fault.least());
    }
    for (Premise premise : Premise.values()) {
      assertThat(counts.of(premise)).as("%s", premise).isGreaterThanOrEqualTo(10);
    }
  }

  private static void runAll(double hours, Counts counts) throws Exception {
    List<Long> seeds = new ArrayList<>();
    double planned = 0;
    // The first one is a large fleet: it has more hours than a short run takes.
    for (long seed = FIRST_SEED + (hours < HOURS ? 1 : 0); planned < hours; seed++) {
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
