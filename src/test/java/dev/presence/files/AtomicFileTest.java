package dev.presence.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.files.AtomicFile.Mode;
import dev.presence.files.AtomicFile.Sync;
import dev.presence.testing.Machine;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicFileTest {
  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "new, and longer".getBytes(UTF_8);

  private final Path folder;
  private final Path file;

  AtomicFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("file");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void setMode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @ParameterizedTest
  @EnumSource
  void replaceIfChanged_whereThereIsNoFile_writesItAndNothingElse(Sync sync) throws Exception {
    assertThat(AtomicFile.replaceIfChanged(file, NEW, sync, Mode.PUBLIC)).isTrue();

    assertThat(file).hasBinaryContent(NEW);
    assertThat(Tree.names(folder)).containsExactly("file");
  }

  @Test
  void replaceIfChanged_withTheSameBytes_touchesNothing() throws Exception {
    Files.write(file, OLD);
    String before = Tree.file(file);

    assertThat(AtomicFile.replaceIfChanged(file, OLD, Sync.DISK, Mode.PUBLIC)).isFalse();

    assertThat(Tree.file(file)).isEqualTo(before);
  }

  @Test
  void replaceIfChanged_withOtherBytesOfTheSameLength_writes() throws Exception {
    Files.write(file, OLD);
    byte[] other = "odl".getBytes(UTF_8);

    assertThat(AtomicFile.replaceIfChanged(file, other, Sync.NONE, Mode.KEPT)).isTrue();

    assertThat(file).hasBinaryContent(other);
  }

  @Test
  void replaceIfChanged_ofNoBytes_writesAnEmptyFile() throws Exception {
    Files.write(file, OLD);

    assertThat(AtomicFile.replaceIfChanged(file, new byte[0], Sync.NONE, Mode.KEPT)).isTrue();
    assertThat(AtomicFile.replaceIfChanged(file, new byte[0], Sync.NONE, Mode.KEPT)).isFalse();

    assertThat(file).isEmptyFile();
  }

  @Test
  void replace_asPublic_isReadableByAllWhateverTheOldFileWas() throws Exception {
    Files.write(file, OLD);
    setMode(file, "rw-------");

    AtomicFile.replace(file, NEW, Sync.NONE, Mode.PUBLIC);

    assertThat(mode(file)).isEqualTo("rw-r--r--");
  }

  @Test
  void replace_asKept_isReadableByWhomTheOldFileWas() throws Exception {
    Files.write(file, OLD);
    setMode(file, "rw-rw----");

    AtomicFile.replace(file, NEW, Sync.NONE, Mode.KEPT);

    assertThat(mode(file)).isEqualTo("rw-rw----");
  }

  @Test
  void replace_asKeptWhereThereIsNoFile_isReadableByAll() throws Exception {
    AtomicFile.replace(file, NEW, Sync.NONE, Mode.KEPT);

    assertThat(mode(file)).isEqualTo("rw-r--r--");
  }

  @Test
  void replace_whileAReaderHasTheOldFileOpen_leavesItItsBytes() throws Exception {
    Files.write(file, OLD);

    try (var reader = Files.newInputStream(file)) {
      AtomicFile.replace(file, NEW, Sync.NONE, Mode.KEPT);

      assertThat(reader.readAllBytes()).isEqualTo(OLD);
    }
  }

  @Test
  void replace_ofAFolder_failsAndLeavesNothingBehind() throws Exception {
    Files.createDirectories(file.resolve("precious"));

    assertThatThrownBy(() -> AtomicFile.replace(file, NEW, Sync.DISK, Mode.PUBLIC))
        .isInstanceOf(IOException.class);

    assertThat(Tree.names(folder)).containsExactly("file");
    assertThat(file.resolve("precious")).isDirectory();
  }

  @Test
  void replace_inAFolderThatIsNotThere_fails() {
    Path lost = folder.resolve("none/file");

    assertThatThrownBy(() -> AtomicFile.replace(lost, NEW, Sync.DISK, Mode.PUBLIC))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void replace_ofAPipe_failsAndLeavesIt() throws Exception {
    // As with --out /dev/null, which root would else replace by a file for the whole machine.
    Machine.must("mkfifo", file.toString());
    Object inode = Files.getAttribute(file, "unix:ino");

    assertThatThrownBy(() -> AtomicFile.replaceIfChanged(file, NEW, Sync.DISK, Mode.KEPT))
        .isInstanceOf(IOException.class);

    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
    assertThat(Tree.names(folder)).containsExactly("file");
  }

  @Test
  void replace_ofALinkToAPipe_failsAndLeavesBoth() throws Exception {
    // As with --report /dev/stdout.
    Path pipe = folder.resolve("pipe");
    Machine.must("mkfifo", pipe.toString());
    Files.createSymbolicLink(file, pipe);

    assertThatThrownBy(() -> AtomicFile.replaceIfChanged(file, NEW, Sync.DISK, Mode.KEPT))
        .isInstanceOf(IOException.class);

    assertThat(file).isSymbolicLink();
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void delete_ofAFile_saysWhetherItWasThere() throws Exception {
    Files.write(file, OLD);

    assertThat(AtomicFile.delete(file)).isTrue();
    assertThat(AtomicFile.delete(file)).isFalse();
    assertThat(AtomicFile.delete(folder.resolve("none/file"))).isFalse();

    assertThat(folder).isEmptyDirectory();
  }
}
