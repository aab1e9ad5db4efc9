package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.RecordFormat;
import dev.presence.model.NodeRecord;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills announcing processes, as a power cut or the kernel short of memory does. */
class KilledAnnouncerIT {
  private static final int KILLS = 25;
  private static final long SEED = 4711;

  private final Installed installed;
  private final Path all;

  KilledAnnouncerIT(@TempDir Path folder) throws IOException {
    this.installed = new Installed(folder);
    this.all = installed.list.resolve("all");
  }

  private Process startAnnouncing(int round) throws IOException {
    // Two essays, so that a torn record is neither.
    installed.node("i-0a", "app", "essay.txt", String.valueOf(round % 2).repeat(8000));
    List<String> command =
        installed.command(Installed.java(), "-jar", installed.jar().toString(), "announce");
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private boolean isWriting() throws IOException {
    return Tree.names(all).stream().anyMatch(name -> name.startsWith(".i-0a.json."));
  }

  private void deleteHidden() throws IOException {
    for (String name : Tree.names(all)) {
      if (name.startsWith(".")) {
        Files.delete(all.resolve(name));
      }
    }
  }

  private void assertWhole(int round) throws Exception {
    byte[] bytes = Files.readAllBytes(installed.record("i-0a"));
    NodeRecord record = RecordFormat.parse(bytes, null);
    assertThat(record.others().get("essay"))
        .as("seed %s, round %s", SEED, round)
        .isIn("0".repeat(8000), "1".repeat(8000));
  }

  @Test
  void record_ofAnAnnouncerKilledAtRandomMoments_isAlwaysWhole() throws Exception {
    assertThat(startAnnouncing(0).waitFor()).isZero();
    Random random = new Random(SEED);
    for (int round = 1; round <= KILLS; round++) {
      Process announcing = startAnnouncing(round);
      announcing.waitFor(random.nextInt(800), TimeUnit.MILLISECONDS);
      announcing.destroyForcibly().waitFor();

      assertWhole(round);
    }
    assertAnnouncesAndListsWell();
  }

  @Test
  void record_ofAnAnnouncerKilledWhileItWrites_isAlwaysWhole() throws Exception {
    assertThat(startAnnouncing(0).waitFor()).isZero();
    int halves = 0;
    for (int round = 1; round <= 4 * KILLS && halves < KILLS / 2; round++) {
      Process announcing = startAnnouncing(round);
      while (announcing.isAlive() && !isWriting()) {
        Thread.onSpinWait();
      }
      announcing.destroyForcibly().waitFor();

      assertWhole(round);
      halves += isWriting() ? 1 : 0;
      deleteHidden();
    }
    // About every second kill leaves a half-written file; without any, this would show nothing.
    assertThat(halves).isPositive();
    assertAnnouncesAndListsWell();
  }

  /** What the dead left costs the living nothing. */
  private void assertAnnouncesAndListsWell() throws Exception {
    assertThat(startAnnouncing(KILLS + 1).waitFor()).isZero();
    Ended ended = installed.presence("list");
    assertThat(ended.out()).contains("i-0a");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
  }
}
