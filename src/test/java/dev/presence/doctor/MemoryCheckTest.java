package dev.presence.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {
  private final Path folder;

  MemoryCheckTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void folder_thatCanBeMade_isFineAndNotMade() {
    Path state = folder.resolve("a/b/state");

    assertThat(new MemoryCheck(state).look())
        .isEqualTo(List.of(new Finding("state-dir", Grade.OK, state.toString())));
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void folder_thatIsAFile_isBad() throws Exception {
    Path file = Files.writeString(folder.resolve("state"), "x");

    for (Path path : List.of(file, file.resolve("below"))) {
      assertThat(new MemoryCheck(path).look().get(0).grade()).isEqualTo(Grade.BAD);
      assertThat(new MemoryCheck(path).look().get(0).says())
          .startsWith(path + " cannot be written")
          .contains("--state-dir");
    }
  }

  @Test
  void userWithoutAHome_isToldWhatToName() {
    assertThat(new MemoryCheck(null).look().get(0).grade()).isEqualTo(Grade.BAD);
    assertThat(new MemoryCheck(null).look().get(0).says()).contains("no home", "--state-dir");
  }
}
