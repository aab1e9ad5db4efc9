package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=ConfigFuzzTest}; else the seeds are replayed.
 */
class ConfigFuzzTest {
  /** A file is refused in one harmless line, or gives texts for the options it names. */
  @FuzzTest(maxDuration = "90s")
  void anyBytes_areRefusedOrGiveTexts(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("presence", ".json");
    try {
      Files.write(file, bytes);
      Config config = Config.read(file.toFile(), true);
      for (Flag flag : Flags.SETTABLE) {
        String[] values = config.values(flag);
        if (values != null) {
          assertThat(values).doesNotContainNull();
          assertThat(flag.repeatable() || values.length == 1).as(flag.name()).isTrue();
        }
      }
    } catch (PresenceException e) {
      assertThat(e.kind()).isEqualTo(FailureKind.CONFIG);
      assertThat(e.getMessage())
          .contains(file.getFileName().toString())
          .doesNotContainPattern("\\p{Cntrl}");
    } finally {
      Files.delete(file);
    }
  }
}
