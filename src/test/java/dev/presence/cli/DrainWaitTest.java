package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person drains i-app; i-lb asks for apps, with a memory of its own. */
class DrainWaitTest {
  private final Fleet fleet;

  DrainWaitTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
  }

  @BeforeEach
  void announce() {
    fleet.node("i-app", "app", "ports.json", "{\"http\": 80}");
    fleet.node("i-lb", "lb");
    fleet.as("i-app", "heartbeat").ended(0);
    balancer();
  }

  private void balancer() {
    fleet
        .as(
            "i-lb",
            "heartbeat",
            "--part",
            "app",
            "--out",
            fleet.folder.resolve("app.json").toString(),
            "--state-dir",
            fleet.folder.resolve("s-lb").toString())
        .ended(0);
  }

  private Run drain(String... operands) {
    List<String> all = new ArrayList<>(List.of("drain"));
    all.addAll(List.of(operands));
    all.addAll(List.of("--wait", "--reason", "disk"));
    return fleet.as("i-app", all.toArray(new String[0]));
  }

  private static void gaveUp(Run run, String words) {
    assertThat(run.ended(14).err()).contains(words);
  }

  private static void awaitWords(ByteArrayOutputStream said, String words) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!said.toString(UTF_8).contains(words)) {
      assertThat(System.nanoTime()).as("'%s' is said in time: %s", words, said).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void drain_ofAnother_namesItsUserAndReturnsWhenThatActed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Cli person =
        new Cli(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            fleet.environment,
            fleet.clock);
    CompletableFuture<Integer> drain =
        CompletableFuture.supplyAsync(() -> person.run("drain", "i-app", "--wait"));
    awaitWords(err, "waiting for i-lb to act on the draining of i-app");
    balancer(); // Acts on the draining; that it did, its next beat tells.
    assertThat(drain).isNotDone();
    balancer();

    assertThat(drain.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(out.toString(UTF_8)).contains("i-app is drained: i-lb acted on it");
  }

  @Test
  void drain_ofItself_givesUpInTimeAndNamesWhoDidNot() {
    gaveUp(drain("--timeout", "2s"), "i-lb did not act on the draining of i-app");
  }

  @Test
  void drain_whoseUserNeverBeats_saysThatNobodyCanTell() throws IOException {
    Files.delete(fleet.list.resolve("beat/i-lb.json"));

    gaveUp(drain(), "i-lb never beat");
  }

  @Test
  void drain_whileTheBeatsCannotBeRead_callsNobodyBeatless() {
    Path beats = fleet.folder.resolve("beats");
    gaveUp(drain("--timeout", "2s", "--beat-store", beats.toString()), "cannot be read perhaps");
  }

  @Test
  void drain_thatNobodyAsksFor_returnsAtOnce() {
    fleet.node("i-db", "db");
    fleet.as("i-db", "announce").ended(0);

    assertThat(fleet.as("i-db", "drain", "--wait").ended(0).out()).contains("nobody asks for db");
  }

  @Test
  void drain_ofAStranger_isUsage() {
    Run run = fleet.as("i-app", "drain", "i-nobody", "--wait").ended(2);

    assertThat(run.err()).contains("no record of i-nobody is known, so nobody can tell");
  }

  /** What a person said is neither renewed nor ended by a shutdown and a boot. */
  @Test
  void shutdown_ofANodeThatDrains_leavesThePersonsDrain() {
    fleet.as("i-app", "drain", "--reason", "disk").ended(0);

    fleet.as("i-app", "drain", "--shutdown").ended(0);
    fleet.as("i-app", "heartbeat").ended(0);

    assertThat(fleet.as("i-app", "show", "i-app").out()).contains("draining", "disk");
  }
}
