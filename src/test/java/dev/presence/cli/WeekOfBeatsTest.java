package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that beats for a week remembers no more than after a day. */
class WeekOfBeatsTest {
  private static final int DAY = 1440;

  /** A minute of a processor, so CI alone takes all of it. */
  private static final int DAYS = "true".equals(System.getenv("CI")) ? 7 : 2;

  private static final String BEAT =
      """
      {"filetype":"nodebeat","value":{"acted":{},"every":60,"instance-id":"i-a1",\
      "seq":%d,"writer":"5f0c"}}
      """;

  @Test
  void state_afterAWeekOfBeats_isNoLargerThanAfterADay(@TempDir Path folder) throws Exception {
    Fleet fleet = new Fleet(folder);
    fleet.announced("i-a1", "app");
    fleet.node("i-lb", "lb");
    long afterADay = 0;
    for (int minute = 1; minute <= DAYS * DAY; minute++) {
      fleet.clock.move(Duration.ofMinutes(1));
      // The app is down for an hour each day, so that the answer and the journal change.
      if (minute % DAY < DAY - 60) {
        fleet.write("list/beat/i-a1.json", BEAT.formatted(fleet.clock.instant().getEpochSecond()));
      }
      beat(fleet, "i-lb", "--part", "app", "--part", "lb");
      if (minute == DAY) {
        afterADay = size(folder.resolve("states"));
      }
    }

    assertThat(size(folder.resolve("states"))).isLessThanOrEqualTo(afterADay + 4096);
  }

  private static void beat(Fleet fleet, String id, String... parts) {
    String[] all = new String[parts.length + 3];
    all[0] = "heartbeat";
    all[1] = "--state-dir";
    all[2] = fleet.folder.resolve("states").resolve(id).toString();
    System.arraycopy(parts, 0, all, 3, parts.length);
    fleet.as(id, all).ended(0);
  }

  private static long size(Path folder) throws IOException {
    long size = 0;
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.toList()) {
        size += Files.isRegularFile(path) ? Files.size(path) : 0;
      }
    }
    return size;
  }
}
