package dev.presence.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.files.FileReplacer.Access;
import dev.presence.files.FileReplacer.Replaced;
import dev.presence.files.FileReplacer.Sync;
import dev.presence.testing.Machine;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileReplacerTest {
  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "new, and longer".getBytes(UTF_8);
  private static final Replaced WRITTEN = new Replaced(true, List.of());
  private static final Replaced UNTOUCHED = new Replaced(false, List.of());

  private final Path folder;
  private final Path file;
  private final Path hidden;
  private final FileReplacer replacer = new FileReplacer("0badcafe");

  FileReplacerTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("file");
    this.hidden = folder.resolve(".file.0badcafe.tmp");
  }

  private Replaced replace(Path path, Access access) throws IOException {
    return replacer.replace(path, out -> out.write(NEW), Sync.NONE, access);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private void writeOld(String mode) throws IOException {
    Files.write(file, OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @ParameterizedTest
  @EnumSource
  void replaceIfChanged_whereThereIsNoFile_writesItAndNothingElse(Sync sync) throws Exception {
    assertThat(replacer.replaceIfChanged(file, NEW, sync, Access.PUBLIC)).isEqualTo(WRITTEN);

    assertThat(file).hasBinaryContent(NEW);
    assertThat(Tree.names(folder)).containsExactly("file");
  }

  @Test
  void replaceIfChanged_withTheSameBytes_touchesNothing() throws Exception {
    writeOld("rw-------");
    String before = Tree.file(file);

    assertThat(replacer.replaceIfChanged(file, OLD, Sync.DISK, Access.PUBLIC)).isEqualTo(UNTOUCHED);

    assertThat(Tree.file(file)).isEqualTo(before);
  }

  @Test
  void replaceIfChanged_withOtherBytesOfTheSameLength_writes() throws Exception {
    Files.write(file, OLD);
    byte[] other = "odl".getBytes(UTF_8);

    assertThat(replacer.replaceIfChanged(file, other, Sync.NONE, Access.KEPT)).isEqualTo(WRITTEN);

    assertThat(file).hasBinaryContent(other);
  }

  @Test
  void replaceIfChanged_ofNoBytes_writesAnEmptyFile() throws Exception {
    Files.write(file, OLD);
    byte[] none = {};

    assertThat(replacer.replaceIfChanged(file, none, Sync.NONE, Access.KEPT)).isEqualTo(WRITTEN);
    assertThat(replacer.replaceIfChanged(file, none, Sync.NONE, Access.KEPT)).isEqualTo(UNTOUCHED);

    assertThat(file).isEmptyFile();
  }

  // Who may read it.

  @Test
  void replace_asPublic_isReadableByAllWhateverTheOldFileWas() throws Exception {
    writeOld("rw-------");

    replace(file, Access.PUBLIC);

    assertThat(mode(file)).isEqualTo("rw-r--r--");
  }

  @Test
  void replace_asPrivate_isNeverReadableByOthers() throws Exception {
    writeOld("rw-r--r--");

    replacer.replace(
        file,
        out -> {
          out.write(NEW);
          assertThat(mode(hidden)).isEqualTo("rw-------");
        },
        Sync.NONE,
        Access.PRIVATE);

    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void replace_asKept_isReadableByWhomTheOldFileWas() throws Exception {
    writeOld("rw-rw----");

    assertThat(replace(file, Access.KEPT)).isEqualTo(WRITTEN);

    assertThat(mode(file)).isEqualTo("rw-rw----");
  }

  @Test
  void replace_asKept_keepsOwnerAndGroup() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to give a file away");
    writeOld("rw-r-----");
    Files.setAttribute(file, "unix:uid", 65534);
    Files.setAttribute(file, "unix:gid", 4);

    assertThat(replace(file, Access.KEPT)).isEqualTo(WRITTEN);

    assertThat(file).hasBinaryContent(NEW);
    assertThat(Files.readAttributes(file, "unix:uid,gid"))
        .containsEntry("uid", 65534)
        .containsEntry("gid", 4);
    assertThat(mode(file)).isEqualTo("rw-r-----");
  }

  @Test
  void replace_asKeptWhereThereIsNoFile_isReadableByAll() throws Exception {
    replace(file, Access.KEPT);

    assertThat(mode(file)).isEqualTo("rw-r--r--");
  }

  // What stands in the way.

  @Test
  void replace_whileAReaderHasTheOldFileOpen_leavesItItsBytes() throws Exception {
    Files.write(file, OLD);

    try (var reader = Files.newInputStream(file)) {
      replace(file, Access.KEPT);

      assertThat(reader.readAllBytes()).isEqualTo(OLD);
    }
  }

  @Test
  void replace_byContentThatFails_leavesTheOldFileAndNothingElse() throws Exception {
    Files.write(file, OLD);
    String before = Tree.file(file);

    assertThatThrownBy(
            () ->
                replacer.replace(
                    file,
                    out -> {
                      out.write(NEW);
                      throw new IOException("disk on fire");
                    },
                    Sync.DISK,
                    Access.PUBLIC))
        .hasMessage("disk on fire");

    assertThat(Tree.file(file)).isEqualTo(before);
    assertThat(Tree.names(folder)).containsExactly("file");
  }

  @Test
  void replace_afterAKillOfTheSameWriter_writesOverWhatItLeft() throws Exception {
    Files.writeString(hidden, "x".repeat(10_000));
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("r--------"));

    replace(file, Access.PUBLIC);

    assertThat(file).hasBinaryContent(NEW);
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertThat(Tree.names(folder)).containsExactly("file");
  }

  @Test
  void replace_whereTheHiddenNameIsALink_writesNotWhereItLeads() throws Exception {
    Path precious = Files.write(folder.resolve("precious"), OLD);
    Files.createSymbolicLink(hidden, precious);

    replace(file, Access.PUBLIC);

    assertThat(precious).hasBinaryContent(OLD);
    assertThat(file).isRegularFile().hasBinaryContent(NEW);
  }

  @ParameterizedTest
  @EnumSource
  void replace_whoseHiddenNameBecomesALink_changesNoModeWhereItLeads(Access access)
      throws Exception {
    // Whoever may write the folder could else have root open any file to all, or give it away.
    writeOld("rw-r--r--");
    Path precious = Files.write(folder.resolve("precious"), OLD);
    Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("r--------"));
    String before = Tree.file(precious);

    FileReplacer.Content content =
        out -> {
          out.write(NEW);
          Files.delete(hidden);
          Files.createSymbolicLink(hidden, precious);
        };
    assertThatThrownBy(() -> replacer.replace(file, content, Sync.NONE, access))
        .isInstanceOf(IOException.class);

    assertThat(file).hasBinaryContent(OLD);
    assertThat(Tree.names(folder)).containsExactly("file", "precious");
    assertThat(Tree.file(precious)).isEqualTo(before);
  }

  @Test
  void replace_ofAFolder_failsAndLeavesNothingBehind() throws Exception {
    Files.createDirectories(file.resolve("precious"));

    assertThatThrownBy(() -> replace(file, Access.PUBLIC))
        .isInstanceOfSatisfying(
            UnfitFileException.class,
            e -> assertThat(BoundedFile.reason(e)).isEqualTo("is a folder"));

    assertThat(Tree.names(folder)).containsExactly("file");
    assertThat(file.resolve("precious")).isDirectory();
  }

  @Test
  void replace_inAFolderThatIsNotThere_fails() {
    assertThatThrownBy(() -> replace(folder.resolve("none/file"), Access.PUBLIC))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void replace_ofALink_replacesItAndNotWhatItLeadsTo() throws Exception {
    Path precious = Files.write(folder.resolve("precious"), OLD);
    Files.createSymbolicLink(file, precious);

    replace(file, Access.PUBLIC);

    assertThat(precious).hasBinaryContent(OLD);
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void replace_ofAPipe_replacesItAndDoesNotWait() throws Exception {
    Machine.must("mkfifo", file.toString());

    assertThat(replacer.replaceIfChanged(file, NEW, Sync.DISK, Access.PUBLIC)).isEqualTo(WRITTEN);

    assertThat(file).hasBinaryContent(NEW);
  }

  // Folders, and deleting.

  @Test
  void createFolder_whereThereIsNone_makesOneThatAllMayEnter() throws Exception {
    FileReplacer.createFolder(file);

    assertThat(mode(file)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void createPrivateFolder_whereThereIsNone_makesThoseAboveItToo() throws Exception {
    Path deep = folder.resolve("lib/presence");

    FileReplacer.createPrivateFolder(deep);

    assertThat(mode(deep)).isEqualTo("rwx------");
  }

  @Test
  void createFolder_whereThereIsOne_leavesItAsItIs() throws Exception {
    Files.createDirectory(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwx---"));

    FileReplacer.createFolder(file);
    FileReplacer.createPrivateFolder(file);

    assertThat(mode(file)).isEqualTo("rwxrwx---");
  }

  @Test
  void createFolder_whereAFileIs_fails() throws Exception {
    Files.write(file, OLD);

    assertThatThrownBy(() -> FileReplacer.createFolder(file)).isInstanceOf(IOException.class);

    assertThat(file).hasBinaryContent(OLD);
  }

  @Test
  void delete_ofAFile_saysWhetherItWasThere() throws Exception {
    Files.write(file, OLD);

    assertThat(FileReplacer.delete(file)).isTrue();
    assertThat(FileReplacer.delete(file)).isFalse();
    assertThat(FileReplacer.delete(folder.resolve("none/file"))).isFalse();

    assertThat(folder).isEmptyDirectory();
  }

  // What is looked at first.

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replace_afterAKill_clearsWhatItLeft(boolean isInspected) throws Exception {
    for (boolean wasFolder : List.of(true, false)) {
      if (wasFolder) {
        Files.createDirectories(hidden.resolve("folder"));
        Files.write(hidden.resolve("file"), OLD);
        Files.write(hidden.resolve("folder/of a check"), OLD);
        Files.createSymbolicLink(
            hidden.resolve("link"), Files.createDirectories(folder.resolve("x")));
        Files.write(folder.resolve("x/stays"), OLD);
      } else {
        Files.write(hidden, OLD);
      }
      FileReplacer inspected = new FileReplacer("0badcafe", isInspected ? path -> {} : null);

      inspected.replace(file, new FileReplacer.Bytes(NEW), Sync.DISK, Access.KEPT);

      assertThat(file).hasBinaryContent(NEW);
      assertThat(Tree.names(folder)).containsExactly("file", "x");
      assertThat(folder.resolve("x/stays")).exists();
    }
  }

  @Test
  void candidate_hasTheFilesNameInAHiddenFolderThatOthersMayEnter() throws Exception {
    writeOld("rw-r-----");
    List<String> seen = new ArrayList<>();

    new FileReplacer(
            "0badcafe",
            path -> {
              seen.add(folder.relativize(path).toString());
              seen.add(mode(path));
              seen.add(mode(hidden));
              Files.write(path.resolveSibling("log"), OLD);
            })
        .replace(file, new FileReplacer.Bytes(NEW), Sync.DISK, Access.KEPT);

    assertThat(seen).containsExactly(".file.0badcafe.tmp/file", "rw-r-----", "rwxr-xr-x");
    assertThat(Tree.names(folder)).containsExactly("file");
    assertThat(mode(file)).isEqualTo("rw-r-----");
  }

  @Test
  void candidate_whoseFolderSomebodyReplacedByALink_isNotTaken() throws Exception {
    Files.write(file, OLD);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    FileReplacer inspected =
        new FileReplacer(
            "0badcafe",
            path -> {
              Files.write(elsewhere.resolve("file"), "evil".getBytes(UTF_8));
              Files.move(hidden, folder.resolve("away"));
              Files.createSymbolicLink(hidden, elsewhere);
            });

    assertThatThrownBy(
            () -> inspected.replace(file, new FileReplacer.Bytes(NEW), Sync.DISK, Access.KEPT))
        .hasMessageContaining("somebody else changed it");

    assertThat(file).hasBinaryContent(OLD);
    assertThat(hidden).doesNotExist();
    assertThat(elsewhere.resolve("file")).exists();
  }
}
