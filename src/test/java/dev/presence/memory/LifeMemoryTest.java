package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.BoundedFile;
import dev.presence.model.Life;
import dev.presence.model.Shown;
import dev.presence.model.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifeMemoryTest extends MemoryTestCase {
  private static final long NOW = 1_795_369_710_000L;
  private static final long DAY = 86_400_000L;
  private static final Stamp AT = new Stamp("20261122-174830");

  LifeMemoryTest(@TempDir Path folder) {
    super(folder);
  }

  private LifeMemory memory() {
    return new LifeMemory(state());
  }

  private void write(long look, Map<String, Life> lives, Map<String, Shown> shown, long now) {
    assertThat(state().change(soon(), () -> memory().write(look, lives, shown, now))).isNull();
  }

  private void write(Map<String, Life> lives) {
    write(7, lives, Map.of(), NOW);
  }

  private static Life life(long at) {
    return new Life(30, 61_000, 6, at, 1_795_369_000, -12, STORE, null, Map.of());
  }

  @Test
  void recall_ofNothing_isNothingAndNoDamage() {
    LifeMemory.Recalled recalled = memory().recall();

    assertThat(recalled.isKnown()).isFalse();
    assertThat(recalled.lives()).isEmpty();
    assertThat(recalled.warning()).isNull();
  }

  @Test
  void recall_ofALife_hasEachOfItsColumns() {
    Life life =
        life(NOW)
            .dying(new Life.Death(Life.Cause.SILENT, AT, "20261101-000000", 1, "did not beat"));
    Life beating =
        new Life(
            86400,
            0,
            7,
            NOW - 5,
            17,
            3,
            "git:x#y",
            null,
            Map.of(
                STORE,
                new Life.Pulse(1_795_369_710L, "v1", 7),
                "git:x#y",
                new Life.Pulse(Long.MAX_VALUE, "", 0)));

    write(Map.of("i-0a", life, "i-0b", beating));

    LifeMemory.Recalled recalled = memory().recall();
    assertThat(recalled.look()).isEqualTo(7);
    assertThat(recalled.lives()).isEqualTo(Map.of("i-0a", life, "i-0b", beating));
    assertThat(recalled.warning()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Life.Standing.class)
  void recall_ofMarks_isTheSame(Life.Standing standing) {
    Life life = life(NOW).marked(Map.of("zk:h/p", new Life.Mark(10, standing, 4_000)));
    Life beating =
        new Life(
            60,
            0,
            7,
            NOW,
            0,
            0,
            "",
            new Life.Death(Life.Cause.SILENT, AT, "", 0, "lost its mark"),
            Map.of(STORE, new Life.Pulse(5, "", 7)),
            Map.of(STORE, new Life.Mark(4, standing, 0), "zk:h/p", new Life.Mark(60, standing, 1)));

    write(Map.of("i-0a", life, "i-0b", beating));

    assertThat(memory().recall().lives()).isEqualTo(Map.of("i-0a", life, "i-0b", beating));
  }

  /** A version without marks reads beats until an empty column. */
  @Test
  void write_ofMarks_putsThemBehindAnEmptyColumn() throws IOException {
    Life life =
        new Life(60, 0, 7, NOW, 0, 0, "", null, Map.of("/s", new Life.Pulse(5, "v", 7)))
            .marked(Map.of("zk:h/p", new Life.Mark(10, Life.Standing.GONE, 0)));

    write(Map.of("i-0a", life));

    assertThat(Files.readString(folder.resolve("life/lives")))
        .endsWith("\t/s\t5\tv\t7\t\tzk:h/p\t10\tGONE\t0\n");
  }

  @ParameterizedTest
  @EnumSource(Life.Cause.class)
  void recall_ofADeathWithBeats_isTheSame(Life.Cause cause) {
    Life life =
        new Life(
            60,
            0,
            7,
            NOW,
            0,
            0,
            "",
            new Life.Death(cause, AT, "", 0, ""),
            Map.of(STORE, new Life.Pulse(5, "", 7)));

    write(Map.of("i-0a", life));

    assertThat(memory().recall().lives()).containsEntry("i-0a", life);
  }

  @Test
  void recall_ofWhyInSeveralLines_isOneLine() {
    Life life = life(NOW).dying(new Life.Death(Life.Cause.PROBE, AT, "", 0, "says\tno\nand\r\nno"));

    write(Map.of("i-0a", life));

    assertThat(memory().recall().warning()).isNull();
    assertThat(memory().recall().lives().keySet()).containsExactly("i-0a");
  }

  /** Those of stores are paths, and nearly anything may stand in one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/srv/a b", "/srv/üñ", "git:https://h/x.git#main:p", "/srv/part", "node", "=,;"})
  void recall_ofAStoreWithAStrangeName_isTheSame(String store) {
    Life life =
        new Life(60, 0, 7, NOW, 0, 0, store, null, Map.of(store, new Life.Pulse(5, "1:2:3", 7)));
    Shown shown = new Shown(List.of("i-0a"), List.of(), NOW);

    write(7, Map.of("i-0a", life), Map.of("app in " + store, shown), NOW);

    assertThat(memory().recall().lives()).containsEntry("i-0a", life);
    assertThat(memory().recall().shown()).containsEntry("app in " + store, shown);
  }

  @Test
  void recall_ofWhatWasShown_hasItsPeersAndEvents() {
    Shown shown =
        new Shown(
            List.of("i-0a", "i-0b"),
            List.of(new Shown.Event(NOW - 1, 3, 1), new Shown.Event(NOW, 2, 0)),
            NOW);
    Shown empty = new Shown(List.of(), List.of(), NOW);

    write(1, Map.of(), Map.of("app in any", shown, "db in any", empty), NOW);

    assertThat(memory().recall().shown())
        .isEqualTo(Map.of("app in any", shown, "db in any", empty));
  }

  @Test
  void write_ofTheSame_isTheSameBytesWhateverTheOrder() throws IOException {
    write(Map.of("i-0a", life(NOW), "i-0b", life(NOW), "i-0c", life(NOW)));
    byte[] first = Files.readAllBytes(file("life"));

    write(memory().recall().lives());

    assertThat(BoundedFile.hasBytes(file("life"), first)).isTrue();
  }

  @Test
  void write_forgetsAfterTwoDaysWhoWasNotAskedFor() {
    write(Map.of("i-0a", life(NOW - 2 * DAY), "i-0b", life(NOW - 2 * DAY + 1)));

    assertThat(memory().recall().lives().keySet()).containsExactly("i-0b");
  }

  @Test
  void write_forgetsAfterThirtyDaysWhatWasNotAsked() {
    Shown old = new Shown(List.of("i-0a"), List.of(), NOW - 30 * DAY);
    Shown young = new Shown(List.of("i-0a"), List.of(), NOW - 30 * DAY + 1);

    write(1, Map.of(), Map.of("app in any", old, "db in any", young), NOW);

    assertThat(memory().recall().shown().keySet()).containsExactly("db in any");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 40, 60, 100})
  void recall_ofATornFile_saysSoAndRemembersNothing(int left) throws IOException {
    write(Map.of("i-0a", life(NOW), "i-0b", life(NOW)));
    byte[] all = Files.readAllBytes(file("life"));
    assertThat(all.length).isGreaterThan(100);
    Files.write(file("life"), java.util.Arrays.copyOf(all, left));

    LifeMemory.Recalled recalled = memory().recall();

    assertThat(recalled.lives()).isEmpty();
    assertThat(recalled.look()).isZero();
    assertThat(recalled.warning()).contains("who was seen alive", folder.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"presence-life\t2\t7\n", "presence-life\t1\tx\n", "\n", "{}\n"})
  void recall_ofAnotherVersion_saysSo(String text) throws IOException {
    write(Map.of("i-0a", life(NOW)));
    Files.writeString(file("life"), text);

    assertThat(memory().recall().warning()).contains("damaged");
  }

  @Test
  void recall_ofAFileThatIsAFolder_saysSo() throws IOException {
    Files.createDirectories(folder.resolve("life/lives"));

    assertThat(memory().recall().warning()).isNotNull();
  }

  @Test
  void memory_ofNoFolder_isNothing() throws IOException {
    LifeMemory none = new LifeMemory(new StateFolder(null, false));

    none.write(1, Map.of("i-0a", life(NOW)), Map.of(), NOW);

    assertThat(none.recall().isKnown()).isFalse();
  }
}
