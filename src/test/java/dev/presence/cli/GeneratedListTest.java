package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.RandomFleet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of generated lists in real folders, through the real command line. */
class GeneratedListTest {
  private static final int FLEETS = 200;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T17:48:30Z"), ZoneOffset.UTC);

  private Path folder = Path.of("");

  @BeforeEach
  void useFolder(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void answer_ofTheSameMembership_hasTheSameBytesHoweverItIsKept() throws IOException {
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.of(seed, 12);
      Path expected = resolve(seed + "-one", lists(seed + "-one", fleet, 1));
      List<Path> lists = lists(seed + "-many", fleet, 1 + seed % 4);
      assertThat(resolve(seed + "-many", lists))
          .as("seed %d", seed)
          .hasSameBinaryContentAs(expected);
      Collections.reverse(lists);
      // Another memory, so that nothing but what is on the lists has a say.
      assertThat(resolve(seed + "-reversed", lists))
          .as("seed %d, stores reversed", seed)
          .hasSameBinaryContentAs(expected);
    }
  }

  @Test
  void out_whenNothingChanged_isNotTouched() throws IOException {
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.of(seed, 12);
      String name = Integer.toString(seed);
      Path out = resolve(name, lists(name, fleet, 2));
      // Long past, so that a write now would show however coarse the file system's clock is.
      Files.setLastModifiedTime(out, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
      Map<String, Object> before = identity(out);
      resolve(name, lists(name, fleet, 2));
      assertThat(identity(out)).as("seed %d", seed).isEqualTo(before);
    }
  }

  /** Shows that the test above would notice: a change does touch the file. */
  @Test
  void out_whenAPeerCame_isReplaced() throws IOException {
    RandomFleet fleet = RandomFleet.of(0, 0);
    Path out = resolve("out", lists("out", fleet, 1));
    Map<String, Object> before = identity(out);
    fleet.put(
        Map.of(
            "instance-id", "i-0a",
            "nodepart", "app",
            "deployment", "fed1",
            "stacktype", "lamp",
            "address", "10.0.0.1"));
    resolve("out", lists("out", fleet, 1));
    assertThat(identity(out)).isNotEqualTo(before);
    assertThat(out).content().contains("i-0a");
  }

  private static Map<String, Object> identity(Path file) throws IOException {
    return Files.readAttributes(file, "unix:ino,ctime,lastModifiedTime,size,mode");
  }

  /** Keeps a fleet in so many folders, every other one in the flat form of the original system. */
  private List<Path> lists(String name, RandomFleet fleet, int stores) throws IOException {
    List<Path> lists = new ArrayList<>();
    for (Map<String, String> files : fleet.spread(stores)) {
      Path list = folder.resolve(name + "-list-" + lists.size());
      Path all = Files.createDirectories(list.resolve("all"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        boolean flat = lists.size() % 2 == 1;
        Files.deleteIfExists(all.resolve(file.getKey()));
        Files.writeString((flat ? list : all).resolve(file.getKey()), file.getValue());
      }
      lists.add(list);
    }
    return lists;
  }

  private Path resolve(String name, List<Path> lists) throws IOException {
    Path out = folder.resolve(name + "-out.json");
    // A configuration of its own, since that of this machine has a say otherwise.
    Path config = Files.writeString(folder.resolve("presence.json"), "{}");
    List<String> arguments =
        new ArrayList<>(
            Arrays.asList(
                ("resolve --part app --part data=db* --fact schema"
                        + " --deployment fed1 --stacktype lamp")
                    .split(" ", -1)));
    arguments.addAll(
        List.of(
            "--config=" + config,
            "--nodeinfo=" + folder.resolve("no-nodeinfo"),
            "--state-dir=" + folder.resolve(name + "-state"),
            "--out=" + out));
    for (Path list : lists) {
      arguments.add("--store=" + list);
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stdout = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
    int exit =
        new Cli(stdout, new PrintStream(err, true, UTF_8), Map.of(), CLOCK)
            .run(arguments.toArray(new String[0]));
    assertThat(exit).as("exit of %s: %s", name, err.toString(UTF_8)).isZero();
    return out;
  }
}
