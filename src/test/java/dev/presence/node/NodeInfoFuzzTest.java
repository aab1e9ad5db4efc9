package dev.presence.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=NodeInfoFuzzTest}; else the seeds are
 * replayed.
 */
class NodeInfoFuzzTest {
  /** What a file can be named and is not left alone; longer names are not the point here. */
  private static final Pattern FILE_NAME = Pattern.compile("[^/\0]{1,40}\\.(txt|json)");

  /**
   * A folder is refused in one harmless line, or gives a record that every reader believes.
   *
   * @param bytes files, each a line with its name and then its content, with a line "--" between
   */
  @FuzzTest(maxDuration = "90s")
  void anyFolder_isRefusedOrGivesARecordThatReadsBack(byte[] bytes)
      throws IOException, UnreadableException {
    Path folder = Files.createTempDirectory("nodeinfo");
    try {
      write(folder, new String(bytes, ISO_8859_1));
      NodeFacts facts;
      try {
        facts = new NodeInfo(folder).read();
      } catch (PresenceException e) {
        assertThat(e.kind()).isEqualTo(FailureKind.CONFIG);
        assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
        return;
      }
      assertThat(facts.warnings())
          .allSatisfy(warning -> assertThat(warning).doesNotContainPattern("\\p{Cntrl}"));
      byte[] printed = RecordFormat.printChecked(facts.record());
      assertThat(RecordFormat.parse(printed, null)).isEqualTo(facts.record());
    } finally {
      clear(folder);
    }
  }

  private static void write(Path folder, String text) throws IOException {
    for (String file : text.split("\n--\n", -1)) {
      int end = file.indexOf('\n');
      String name = end < 0 ? file : file.substring(0, end);
      if (FILE_NAME.matcher(name).matches() && name.chars().allMatch(c -> c < 0x80)) {
        Files.write(folder.resolve(name), file.substring(end + 1).getBytes(ISO_8859_1));
      }
    }
  }

  private static void clear(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
