package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command's output, as transcripts in {@code src/test/resources/golden}: a new case is a new
 * file. {@code mvn test -Dtest=GoldenTest -Dgolden.update=true} writes what is printed now; read
 * the difference before you commit it.
 */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  static List<String> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void transcript_runAgain_printsTheSame(String name, @TempDir Path dir) throws IOException {
    Path file = FOLDER.resolve(name);
    String expected = Files.readString(file);
    String actual = new Transcript(dir).run(expected);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).as(name).isEqualTo(expected);
  }

  @Test
  void transcripts_ofAllCommands_areThere() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : transcripts()) {
      all.append(Files.readString(FOLDER.resolve(name)));
    }
    assertThat(Commands.NAMES).allSatisfy(name -> assertThat(all).contains("$ presence " + name));
  }
}
