package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.files.LockFile;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFolderTest extends MemoryTestCase {
  StateFolderTest(@TempDir Path folder) {
    super(folder);
  }

  private Map<String, String> modes() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        modes.put(
            folder.relativize(path).toString().replaceFirst("^seen/.*", "seen/…"),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
    return modes;
  }

  @Test
  void writer_isKept() {
    String writer = state().writer();

    assertThat(writer).matches("[0-9a-f]{16}");
    assertThat(state().writer()).isEqualTo(writer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zzz", "\n", "../x"})
  void writer_ofADamagedFile_isAnotherOneThatIsKept(String text) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("writer"), text);

    String writer = state().writer();

    assertThat(writer).matches("[0-9a-f]{16}");
    assertThat(state().writer()).isEqualTo(writer);
  }

  @Test
  void writer_whereNothingCanBeKept_isThisProcess() throws Exception {
    String process = "pid" + ProcessHandle.current().pid();

    assertThat(new StateFolder(folder, true).writer()).isEqualTo(process);
    assertThat(new StateFolder(null, false).writer()).isEqualTo(process);
    assertThat(folder).doesNotExist();
  }

  @Test
  void files_areTheOwnersAlone() throws Exception {
    StateFolder state = state();
    assertThat(state.change(soon(), () -> seen().write(STORE, list()))).isNull();
    assertThat(state.writer()).isNotEmpty();

    assertThat(modes())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "", "rwx------",
                    "lock", "rw-------",
                    "seen", "rwx------",
                    "seen/…", "rw-------",
                    "writer", "rw-------")));
  }

  @Test
  void change_whileSomebodyHasTheLock_isBoundedAndSaid() throws Exception {
    state().change(soon(), () -> {});
    try (LockFile lock = LockFile.hold(folder.resolve("lock"), soon())) {
      assertThat(lock).isNotNull();
      long start = System.nanoTime();

      String said =
          state()
              .change(
                  Deadline.in(Duration.ofMillis(200)),
                  () -> {
                    throw new AssertionError("made without the lock");
                  });

      assertThat(said).contains("nothing is remembered in " + folder, "lock", "0.2 s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void change_thatFails_isSaidAndTheLockIsFree() {
    String said =
        state()
            .change(
                soon(),
                () -> {
                  throw new IOException("no space left\u001b");
                });

    assertThat(said).contains("nothing is remembered", "no space left", "--state-dir");
    assertThat(said).doesNotContain("\u001b");
    assertThat(state().change(soon(), () -> {})).isNull();
  }

  @Test
  void change_whereTheFolderIsAFile_isSaid() throws Exception {
    Files.writeString(folder, "");

    assertThat(state().change(soon(), () -> {})).contains("nothing is remembered in " + folder);
  }

  @Test
  void change_ofAReadOnlyMemoryOrOfNone_writesNothing() throws Exception {
    state().change(soon(), () -> {});
    Map<String, String> before = Tree.of(folder);

    assertThat(new StateFolder(folder, true).change(soon(), () -> fail())).isNull();
    assertThat(new StateFolder(null, false).change(soon(), () -> fail())).contains("--state-dir");

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  private static void fail() {
    throw new AssertionError("changed");
  }

  // Keys.

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "..", "/srv/presence", "git:ssh://git@host/x.git#main", "a\nb", "日本"})
  void key_isTheNameOfAFileInItsFolder(String text) {
    assertThat(Key.of(text)).matches("[A-Za-z0-9-]*\\.[0-9a-f]+").hasSizeLessThan(60);
    assertThat(Key.of(text)).isEqualTo(Key.of(text));
  }

  @Test
  void key_ofTextsWithTheSameEnd_differs() {
    String end = "x".repeat(50);

    assertThat(Key.of("a" + end)).isNotEqualTo(Key.of("b" + end));
    assertThat(Key.of("/srv/a-b")).isNotEqualTo(Key.of("/srv/a/b"));
  }
}
