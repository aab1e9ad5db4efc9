package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.JournalFormat;
import dev.presence.model.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest extends MemoryTestCase {
  JournalTest(@TempDir Path folder) {
    super(folder);
  }

  private static JournalFormat.Change change(String id) {
    return new JournalFormat.Change(
        new Stamp("20261122-174830"),
        "any",
        "app",
        id,
        "peer",
        "out",
        "state",
        "says \"left\" é\n");
  }

  private void add(JournalFormat.Change... changes) {
    assertThat(state().change(soon(), () -> new Journal(state()).add(List.of(changes)))).isNull();
  }

  private List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    for (JournalFormat.Change change : new Journal(state()).read()) {
      ids.add(change.id());
    }
    return ids;
  }

  @Test
  void read_hasWhatWasAddedTheOldestFirst() throws Exception {
    add(change("i-0a"), change("i-0b"));
    add(change("i-0c"));

    assertThat(new Journal(state()).read())
        .containsExactly(change("i-0a"), change("i-0b"), change("i-0c"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("journal"))))
        .isEqualTo("rw-------");
  }

  @Test
  void read_ofNone_isEmpty() throws Exception {
    assertThat(ids()).isEmpty();
    add();
    assertThat(folder.resolve("journal")).doesNotExist();
  }

  @Test
  void add_afterATornLine_losesThatLineAlone() throws Exception {
    add(change("i-0a"), change("i-0b"));
    String text = Files.readString(file("journal"));
    Files.writeString(file("journal"), text.substring(0, text.length() - 10));

    add(change("i-0c"));

    assertThat(ids()).containsExactly("i-0a", "i-0c");
  }

  @Test
  void read_ofStrangeLines_leavesThemOut() throws Exception {
    add(change("i-0a"));
    Files.write(
        file("journal"),
        new byte[] {0, (byte) 0xff, '\n', '{', '}', '\n'},
        StandardOpenOption.APPEND);
    add(change("i-0b"));

    assertThat(ids()).containsExactly("i-0a", "i-0b");
  }

  @Test
  void add_overTheBound_keepsTheNewerHalfInWholeLines() throws Exception {
    int longest = 0;
    for (int i = 0; i < 30; i++) {
      add(Collections.nCopies(400, change("i-" + i)).toArray(new JournalFormat.Change[0]));
      longest = Math.max(longest, (int) Files.size(file("journal")));
    }

    assertThat(longest).isGreaterThan(1 << 19).isLessThanOrEqualTo(1 << 20);
    List<String> ids = ids();
    assertThat(ids).doesNotContain("i-0").contains("i-29", "i-28", "i-27");
    assertThat(ids).hasSizeGreaterThan(2000);
    assertThat(Files.readAllLines(file("journal"))).hasSameSizeAs(ids);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("journal"))))
        .isEqualTo("rw-------");
  }
}
