package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.JournalFormat;
import dev.presence.format.PeopleJson;
import dev.presence.heartbeat.Metrics;
import dev.presence.heartbeat.Notice;
import dev.presence.heartbeat.View;
import dev.presence.model.Acting;
import dev.presence.model.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/heartbeat.md, and docs/page.md, show what is shipped, and what they show works. */
class HeartbeatDocTest {
  private String page = "";

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("docs/heartbeat.md"));
  }

  @Test
  void page_ofUnitsAndCrontab_hasEachFileToTheLetter() throws IOException {
    page += Files.readString(Path.of("docs/page.md"));
    for (String folder : List.of("src/main/systemd", "src/main/cron")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.toList()) {
          assertThat(page).contains("\n" + Files.readString(file) + "```\n");
        }
      }
    }
  }

  @Test
  void page_ofTheConfiguration_namesWhatAConfigurationTakes(@TempDir Path folder)
      throws IOException {
    int start = page.indexOf("```json\n{\n  \"store\"") + 8;
    Path file = folder.resolve("presence.json");
    Files.writeString(file, page.substring(start, page.indexOf("```", start)));

    Config config = Config.read(file.toFile(), true);

    assertThat(config.values(Flags.ON_CHANGE)).isNotEmpty();
    assertThat(config.values(Flags.NOTIFY)).isNotEmpty();
  }

  @Test
  void page_ofNotices_hasOneAsItIsSent() {
    Notice notice =
        Notice.of(
            "i-0a",
            List.of(
                new JournalFormat.Change(
                    Stamp.of(Instant.EPOCH),
                    "",
                    "app",
                    "i-app2",
                    "out",
                    "peer",
                    "peer",
                    "no state")));

    assertThat(page).contains(new String(PeopleJson.print(notice), StandardCharsets.UTF_8));
  }

  @Test
  void page_ofMetrics_hasEachName() {
    String text =
        Metrics.text(new View(List.of(), List.of()), null, null, Acting.NOTHING, List.of(), 0, 0);

    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        assertThat(page).contains("\n| `" + line.split(" ", -1)[2]);
      }
    }
  }
}
