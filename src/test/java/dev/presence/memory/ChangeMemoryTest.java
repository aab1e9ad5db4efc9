package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.files.LockFile;
import dev.presence.model.Acting;
import dev.presence.model.Beat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeMemoryTest extends MemoryTestCase {
  ChangeMemoryTest(@TempDir Path folder) {
    super(folder);
  }

  private ChangeMemory memory() {
    return new ChangeMemory(state());
  }

  private static SortedMap<String, Beat.Acted> acted() {
    SortedMap<String, Beat.Acted> acted = new TreeMap<>();
    acted.put("app", new Beat.Acted("sha256:aa", List.of("i-0a", "i-0b")));
    acted.put("db", new Beat.Acted("sha256:bb", List.of()));
    return acted;
  }

  private static Acting full() {
    return new Acting(
        acted(),
        17,
        18,
        2,
        "app=sha256:cc",
        "it ended with status 1: no disk",
        "app=sha256:dd,db=sha256:bb",
        19,
        List.of("change\u001ethe change failed", "store:/srv\u001e/srv is away"));
  }

  private void keep(Acting acting) {
    assertThat(memory().change(soon(), before -> acting)).isNull();
  }

  private Path file() {
    return folder.resolve("change/state");
  }

  @Test
  void recall_ofNothing_isNothing() {
    assertThat(memory().recall()).isEqualTo(Acting.NOTHING);
  }

  @Test
  void recall_ofAll_hasEachOfItsColumns() {
    keep(full());

    assertThat(memory().recall()).isEqualTo(full());
  }

  @Test
  void recall_ofNobodysAnswerThatWasActedOn_isTheSame() {
    Acting acting = Acting.NOTHING.succeeding(new TreeMap<>(), 5);

    keep(acting);

    assertThat(memory().recall()).isEqualTo(acting);
  }

  @Test
  void recall_ofReasonsInSeveralLines_areOneLine() {
    keep(Acting.NOTHING.failing("no\tdisk\nno hope").telling(List.of("a\tb\nc")));

    assertThat(memory().recall().why()).isEqualTo("no disk no hope");
    assertThat(memory().recall().troubles()).containsExactly("a b c");
  }

  @Test
  void change_worksOnWhatIsThereByThen() {
    keep(full());

    memory().change(soon(), before -> before.beginning("d", before.failures() + 100));

    assertThat(memory().recall().failures()).isEqualTo(3);
    assertThat(memory().recall().attempted()).isEqualTo(102);
  }

  @Test
  void change_thatChangesNothing_touchesNothing() throws IOException {
    keep(full());
    String before = dev.presence.testing.Tree.file(file());

    keep(full());

    assertThat(dev.presence.testing.Tree.file(file())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 17, 20, 40})
  void recall_ofATornFile_isNothing(int left) throws IOException {
    keep(full());
    Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), left));

    assertThat(memory().recall()).isEqualTo(Acting.NOTHING);
    keep(full());
    assertThat(memory().recall()).isEqualTo(full());
  }

  @Test
  void answer_isItsOwnersAlone() throws IOException {
    byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(memory().keepAnswer(answer, soon())).isNull();

    Path file = Objects.requireNonNull(memory().answer());
    assertThat(file).hasBinaryContent(answer);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void lock_isOneForTheChangeAndAnotherForTheBeat() throws IOException {
    try (LockFile change = memory().lock()) {
      assertThat(change).isNotNull();
      assertThat(memory().lock()).isNull();
      try (LockFile beat = memory().beatLock()) {
        assertThat(beat).isNotNull();
        assertThat(memory().beatLock()).isNull();
      }
    }
    try (LockFile again = memory().lock()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void memory_ofNoFolder_keepsNothingAndHasNoLock() {
    ChangeMemory none = new ChangeMemory(new StateFolder(null, false));

    assertThat(none.change(soon(), before -> full())).contains("--state-dir");
    assertThat(none.recall()).isEqualTo(Acting.NOTHING);
    assertThat(none.answer()).isNull();
    assertThat(none.log()).isNull();
    assertThatThrownBy(none::lock).isInstanceOf(IOException.class);
  }
}
