package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A memory is changed by one process at a time, and by one thread of it. */
@Timeout(120) // Only a hang reaches it.
class LockedMemoryTest {
  private static final Deadline LONG = Deadline.in(Duration.ofDays(1));
  private static final int TURNS = 100;

  private final Path folder;

  LockedMemoryTest(@TempDir Path folder) {
    this.folder = folder.resolve("state");
  }

  private static StateFolder open(Path folder) {
    return new StateFolder(folder, false);
  }

  @Test
  void change_whileAnotherIsMade_isNotMadeAndThatIsSaid() {
    AtomicBoolean second = new AtomicBoolean();
    String[] failed = new String[1];

    String first =
        open(folder)
            .change(
                LONG,
                () ->
                    failed[0] =
                        open(folder)
                            .change(Deadline.in(Duration.ofMillis(50)), () -> second.set(true)));

    assertThat(first).isNull();
    assertThat(second).isFalse();
    assertThat(failed[0])
        .startsWith("nothing is remembered in " + folder)
        .contains("somebody else has held its lock for 0.05 s");
    assertThat(open(folder).change(LONG, () -> second.set(true))).isNull();
    assertThat(second).isTrue();
  }

  /** Adds one so many times, as whoever reads, merges and writes. */
  static final class Counter {
    public static void main(String[] arguments) throws IOException {
      count(Path.of(arguments[0]));
    }

    static void count(Path folder) throws IOException {
      Path file = folder.resolve("count");
      for (int i = 0; i < TURNS; i++) {
        String failed =
            open(folder)
                .change(
                    LONG,
                    () -> {
                      int count = Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
                      Thread.onSpinWait();
                      Files.writeString(file, Integer.toString(count + 1));
                    });
        if (failed != null) {
          throw new IOException(failed);
        }
      }
    }
  }

  @Test
  void changes_ofTwoProcesses_areAllKept() throws Exception {
    Process other =
        new ProcessBuilder(Machine.java(Counter.class, folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    while (!Files.exists(folder.resolve("count")) && other.isAlive()) {
      Thread.onSpinWait();
    }
    Counter.count(folder);

    assertThat(other.waitFor()).isZero();
    assertThat(folder.resolve("count")).hasContent(Integer.toString(2 * TURNS));
  }
}
