package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.BeatFormat;
import dev.presence.model.Beat;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What disks, mounts and clocks that go wrong do to a node that beats, on the real program. */
class HeartbeatFaultsIT {
  /** Of a command whose time is three seconds. */
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  private static final String[] APPS = {"i-01", "i-02", "i-03"};

  private final Path folder;
  private final Installed installed;
  private final Path out;
  private final List<Path> mounts = new ArrayList<>();
  private final List<String> stopped = new ArrayList<>();

  HeartbeatFaultsIT(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.installed = new Installed(this.folder);
    this.out = folder.resolve("out.json");
  }

  @AfterEach
  void unmount() throws Exception {
    for (String pid : stopped) {
      Machine.can("sh", "-c", "kill -CONT " + pid);
    }
    for (Path mount : mounts) {
      Machine.must("umount", "-l", mount.toString());
    }
  }

  /** Three apps beat; from here on it is the balancer that beats. */
  private void fleet() throws Exception {
    for (String id : APPS) {
      installed.node(id, "app", "address.txt", "10.0.0." + id.charAt(3));
      beatOf(id);
    }
    installed.node("i-lb", "lb", "address.txt", "10.0.0.9");
  }

  private void beatOf(String id) throws Exception {
    String before = installed.environment.get("PRESENCE_NODEINFO");
    installed.environment.put("PRESENCE_NODEINFO", folder.resolve("nodes/" + id).toString());
    Ended ended =
        installed.presence("announce", "--beat", "--state-dir", folder.resolve("s-" + id) + "");
    assertThat(ended.status()).as("%s", ended).isZero();
    installed.environment.put("PRESENCE_NODEINFO", String.valueOf(before));
  }

  private Ended heartbeat(String... more) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("heartbeat", "--part", "app", "--out", out.toString()));
    all.addAll(List.of("--timeout", "3s"));
    all.addAll(List.of(more));
    long start = System.nanoTime();
    Ended ended = installed.presence(all.toArray(new String[0]));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ENOUGH);
    return ended;
  }

  private Ended well(String... more) throws Exception {
    Ended ended = heartbeat(more);
    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).as("%s", ended).isEmpty();
    assertAllServed();
    return ended;
  }

  private void assertAllServed() throws IOException {
    assertThat(out).content().contains(APPS);
  }

  private Beat beat(Path list, String id) throws Exception {
    return BeatFormat.parse(Files.readAllBytes(list.resolve("beat/" + id + ".json")));
  }

  private Path disk(String size) throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount a small disk");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted =
        Machine.can("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString());
    Machine.needs(mounted, "to be allowed to mount a tmpfs");
    mounts.add(disk);
    return disk;
  }

  private static void fill(Path disk) throws Exception {
    Machine.run("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4k");
    assertThat(Machine.can("sh", "-c", "echo x >'" + disk + "/x'")).as("a full disk").isFalse();
    Files.deleteIfExists(disk.resolve("x"));
  }

  private static List<String> hidden(Path list) throws IOException {
    try (Stream<Path> paths = Files.walk(list)) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith("."))
          .map(Path::toString)
          .toList();
    }
  }

  // Stores that hang.

  @Test
  void beat_thatIsAPipe_costsNoTimeAndNobody() throws Exception {
    fleet();
    well();
    Path pipe = installed.list.resolve("beat/i-02.json");
    Files.delete(pipe);
    Machine.must("mkfifo", pipe.toString());

    Ended ended = heartbeat();

    assertThat(ended.status()).as("%s", ended).isZero();
    assertAllServed();
  }

  @Test
  void beat_ofThisNodeThatIsAPipe_isReplaced() throws Exception {
    fleet();
    well();
    Path pipe = installed.list.resolve("beat/i-lb.json");
    Files.delete(pipe);
    Machine.must("mkfifo", pipe.toString());

    Ended ended = heartbeat();

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(Files.isRegularFile(pipe)).isTrue();
    assertAllServed();
  }

  @Test
  void list_onAMountThatStoppedAnswering_isAwayInItsTimeAndThenBack() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount");
    Machine.needs(Machine.can("bindfs", "--version"), "bindfs (Debian package bindfs)");
    fleet();
    Path mount = Files.createDirectory(folder.resolve("mount"));
    boolean mounted = Machine.can("bindfs", installed.list.toString(), mount.toString());
    Machine.needs(mounted, "FUSE, to mount a file system that can be stopped");
    mounts.add(mount);
    installed.environment.put("PRESENCE_STORE", mount.toString());
    well();
    String before = Tree.file(out);
    String pid = Machine.must("pgrep", "-f", "bindfs .* " + mount).strip();
    stopped.add(pid);
    Machine.signal("STOP", Long.parseLong(pid));

    Ended ended = heartbeat();

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains(mount.toString());
    assertThat(Tree.file(out)).isEqualTo(before);
    Machine.signal("CONT", Long.parseLong(pid));
    well();
    assertThat(hidden(installed.list)).isEmpty();
  }

  @Test
  void list_besideOneOnAMountThatStoppedAnswering_isAnnouncedToAndServesAll() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount");
    Machine.needs(Machine.can("bindfs", "--version"), "bindfs (Debian package bindfs)");
    fleet();
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.createDirectory(other.resolve("all"));
    Path mount = Files.createDirectory(folder.resolve("mount"));
    boolean mounted = Machine.can("bindfs", other.toString(), mount.toString());
    Machine.needs(mounted, "FUSE, to mount a file system that can be stopped");
    mounts.add(mount);
    installed.environment.put("PRESENCE_STORE", installed.list + "\n" + mount);
    well();
    long seq = beat(installed.list, "i-lb").seq();
    String pid = Machine.must("pgrep", "-f", "bindfs .* " + mount).strip();
    stopped.add(pid);
    Machine.signal("STOP", Long.parseLong(pid));

    Ended ended = heartbeat();

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).contains(mount.toString());
    assertThat(beat(installed.list, "i-lb").seq()).isGreaterThan(seq);
    assertAllServed();
  }

  // Disks.

  @Test
  void list_thatBecameReadOnly_isReadAndTheFailureIsSaid() throws Exception {
    Path disk = disk("1m");
    Files.createDirectory(disk.resolve("all"));
    installed.environment.put("PRESENCE_STORE", disk.toString());
    fleet();
    well();
    Machine.must("mount", "-o", "remount,ro", disk.toString());

    Ended ended = heartbeat();

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("Read-only file system");
    assertAllServed();
    Machine.must("mount", "-o", "remount,rw", disk.toString());
    well();
  }

  @Test
  void list_onAFullDisk_keepsRecordsAndBeatsAndLeavesNothingBehind() throws Exception {
    Path disk = disk("1m");
    Files.createDirectory(disk.resolve("all"));
    installed.environment.put("PRESENCE_STORE", disk.toString());
    fleet();
    well();
    String record = Tree.file(disk.resolve("all/i-lb.json"));
    Beat beat = beat(disk, "i-lb");
    fill(disk);

    Ended ended = heartbeat();

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("No space left on device");
    assertThat(Tree.file(disk.resolve("all/i-lb.json"))).isEqualTo(record);
    assertThat(beat(disk, "i-lb")).isEqualTo(beat);
    assertThat(hidden(disk)).isEmpty();
    assertAllServed();
    Files.delete(disk.resolve("filler"));
    well();
    assertThat(beat(disk, "i-lb").seq()).isGreaterThan(beat.seq());
  }

  @Test
  void stateFolder_onAFullDisk_costsOneLineAndIsWellAfterwards() throws Exception {
    fleet();
    Path disk = disk("1m");
    installed.environment.put("PRESENCE_STATE_DIR", disk.resolve("state").toString());
    well();
    fill(disk);
    for (int i = 0; i < 3; i++) {
      for (String id : APPS) {
        beatOf(id);
      }
      long seq = beat(installed.list, "i-lb").seq();

      Ended ended = heartbeat();

      assertThat(ended.status()).as("%s", ended).isZero();
      assertThat(ended.err()).contains("nothing is remembered in");
      assertThat(beat(installed.list, "i-lb").seq()).isGreaterThan(seq);
      assertAllServed();
    }
    Files.delete(disk.resolve("filler"));

    well();

    assertThat(hidden(disk)).isEmpty();
  }

  @Test
  void stateFolder_thatIsFullFromTheBeginning_servesAll() throws Exception {
    fleet();
    Path disk = disk("64k");
    installed.environment.put("PRESENCE_STATE_DIR", disk.resolve("state").toString());
    fill(disk);
    for (int i = 0; i < 2; i++) {
      Ended ended = heartbeat();

      assertThat(ended.status()).as("%s", ended).isZero();
      assertThat(ended.err()).contains("nothing is remembered in");
      assertAllServed();
    }
  }

  @Test
  void stateFolder_thatBecameReadOnly_servesAllAndBeats() throws Exception {
    fleet();
    Path disk = disk("1m");
    installed.environment.put("PRESENCE_STATE_DIR", disk.resolve("state").toString());
    well();
    Machine.must("mount", "-o", "remount,ro", disk.toString());

    Ended ended = heartbeat();

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.err()).contains("Read-only file system");
    assertAllServed();
    Machine.must("mount", "-o", "remount,rw", disk.toString());
    well();
  }

  // Clocks.

  /** From here on commands see the time moved by that: {@code -2d}, {@code +800d}. */
  private void moveClock(String by) throws Exception {
    Path library = falseClock();
    Machine.needs(library != null, "libfaketimeMT.so.1 (Debian package faketime)");
    installed.environment.put("LD_PRELOAD", String.valueOf(library));
    installed.environment.put("FAKETIME", by);
    installed.environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    installed.environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // It makes each wait too long.
    installed.environment.put("NO_FAKE_STAT", "1");
  }

  /**
   * The library of faketime. Its wrapper fails wherever a killed process of the same number left
   * its semaphore.
   */
  private static @Nullable Path falseClock() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/usr/lib"))) {
      for (Path folder : folders) { // Debian has one for each architecture.
        Path library = folder.resolve("faketime/libfaketimeMT.so.1");
        if (Files.exists(library)) {
          return library;
        }
      }
    }
    return null;
  }

  private void rightClock() {
    installed.environment.keySet().removeAll(List.of("LD_PRELOAD", "FAKETIME"));
  }

  @Test
  void clock_setBackTwoDays_countsOnAndDropsNobody() throws Exception {
    fleet();
    well();
    long seq = beat(installed.list, "i-lb").seq();
    String record = Files.readString(installed.record("i-lb"));
    moveClock("-2d");
    assertThat(installed.run("date", "+%s").out().strip())
        .isLessThan(Long.toString(Instant.now().getEpochSecond() - 86400));

    for (int i = 1; i <= 8; i++) {
      well();
      assertThat(beat(installed.list, "i-lb").seq()).isEqualTo(seq + i);
    }

    assertThat(Files.readString(installed.record("i-lb"))).isEqualTo(record);
    rightClock();
    well();
  }

  @Test
  void clock_thatWasAheadOnce_dropsNobodyThenOrAfterwards() throws Exception {
    fleet();
    well();
    moveClock("+800d");
    for (int i = 0; i < 3; i++) {
      well();
    }
    long seq = beat(installed.list, "i-lb").seq();
    rightClock();

    for (int i = 1; i <= 3; i++) {
      for (String id : APPS) {
        beatOf(id);
      }
      well();
      assertThat(beat(installed.list, "i-lb").seq()).isEqualTo(seq + i);
    }
  }

  @Test
  void clock_ofOnePeerThatIsAheadByYears_makesNoOtherTheDeadOne() throws Exception {
    fleet();
    moveClock("+2000d");
    beatOf("i-01");
    rightClock();
    for (int i = 0; i < 3; i++) {
      for (String id : APPS) {
        beatOf(id);
      }
      well();
    }
  }

  @Test
  void clock_setBackWhileTheMemoryHasTheFuture_isNoDamage() throws Exception {
    fleet();
    moveClock("+3d");
    well();
    rightClock();
    for (String id : APPS) {
      beatOf(id);
    }
    well();

    Ended status = installed.presence("explain", "app");

    assertThat(status.status()).as("%s", status).isZero();
    assertThat(status.out()).contains(APPS);
  }
}
