package dev.presence.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.presence.testing.Machine;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedFileTest {
  private static final int LIMIT = 64 * 1024;

  private final Path folder;
  private final Path file;

  BoundedFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("file");
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, LIMIT - 1, LIMIT})
  void read_ofAFileWithinTheLimit_hasItsBytes(int length) throws Exception {
    Files.write(file, bytes(length));

    assertThat(BoundedFile.read(file, LIMIT)).isEqualTo(bytes(length));
    assertThat(BoundedFile.readUnlinked(file, LIMIT)).isEqualTo(bytes(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, 10_000_000})
  void read_ofAFileOverTheLimit_fails(int length) throws Exception {
    Files.write(file, new byte[length]);

    assertThatThrownBy(() -> BoundedFile.read(file, LIMIT))
        .isInstanceOfSatisfying(
            UnfitFileException.class,
            e -> assertThat(BoundedFile.reason(e)).isEqualTo("is over 64 KiB"));
  }

  @Test
  void read_ofAFileThatIsLongerThanItSays_hasAllOfIt() throws Exception {
    // As one that grows while it is read; these say that they are empty.
    Path status = Path.of("/proc/version");
    assertThat(Files.size(status)).isZero();

    assertThat(BoundedFile.read(status, LIMIT)).isEqualTo(Files.readAllBytes(status));
  }

  @Test
  void read_ofAFileThatGrowsOverTheLimit_fails() {
    assertThatThrownBy(() -> BoundedFile.read(Path.of("/proc/version"), 10))
        .isInstanceOf(UnfitFileException.class);
  }

  @Test
  void read_ofAFileThatIsNotThere_saysSo() {
    assertThatThrownBy(() -> BoundedFile.read(file, LIMIT)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> BoundedFile.readUnlinked(file, LIMIT))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void assertUnfit(Path path, String reason) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(() -> BoundedFile.readUnlinked(path, LIMIT))
                .isInstanceOfSatisfying(
                    UnfitFileException.class,
                    e -> assertThat(BoundedFile.reason(e)).isEqualTo(reason)));
  }

  @Test
  void read_ofAFolder_fails() {
    assertUnfit(folder, "is a folder");
    assertThatThrownBy(() -> BoundedFile.read(folder, LIMIT))
        .isInstanceOf(UnfitFileException.class);
  }

  @Test
  void read_ofAPipeThatNobodyWritesTo_failsAtOnce() throws Exception {
    Machine.must("mkfifo", file.toString());

    assertUnfit(file, "is not a regular file");
  }

  @Test
  void readUnlinked_ofALink_failsWhereverItLeads() throws Exception {
    Path other = Files.write(folder.resolve("other"), bytes(10));
    Files.createSymbolicLink(file, other);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));

    assertUnfit(file, "is a link, and links on a list are not followed");
    assertUnfit(dangling, "is a link, and links on a list are not followed");
  }

  @Test
  void read_ofALink_isOfWhatItLeadsTo() throws Exception {
    Files.createSymbolicLink(file, folder.resolve("other"));
    assertThatThrownBy(() -> BoundedFile.read(file, LIMIT)).isInstanceOf(NoSuchFileException.class);

    Files.write(folder.resolve("other"), bytes(10));

    assertThat(BoundedFile.read(file, LIMIT)).isEqualTo(bytes(10));
  }

  @Test
  void hasBytes_ofTheSameBytes_onlyIsTrue() throws Exception {
    Files.write(file, bytes(9000));
    byte[] other = bytes(9000);
    other[8999]++;

    assertThat(BoundedFile.hasBytes(file, bytes(9000))).isTrue();
    assertThat(BoundedFile.hasBytes(file, other)).isFalse();
    assertThat(BoundedFile.hasBytes(file, Arrays.copyOf(other, 8999))).isFalse();
    assertThat(BoundedFile.hasBytes(file, Arrays.copyOf(other, 9001))).isFalse();
  }

  @Test
  void hasBytes_ofNoFile_isFalseEvenForNoBytes() throws Exception {
    assertThat(BoundedFile.hasBytes(file, new byte[0])).isFalse();

    Machine.must("mkfifo", file.toString());

    assertThat(BoundedFile.hasBytes(file, new byte[0])).isFalse();
  }

  @Test
  void reason_ofAnyFailure_isWordsWithoutThePath() {
    assertThat(BoundedFile.reason(new AccessDeniedException("/secret")))
        .isEqualTo("permission denied");
    assertThat(BoundedFile.reason(new NoSuchFileException("/secret")))
        .isEqualTo("no such file or folder");
    assertThat(BoundedFile.reason(new NotDirectoryException("/secret"))).isEqualTo("not a folder");
    assertThat(BoundedFile.reason(new FileAlreadyExistsException("/secret")))
        .isEqualTo("a file is in the way");
    assertThat(BoundedFile.reason(new FileSystemException("/secret", null, "Input/output error")))
        .isEqualTo("Input/output error");
    assertThat(BoundedFile.reason(new IOException("disk on fire"))).isEqualTo("disk on fire");
    assertThat(BoundedFile.reason(new IOException())).isEqualTo("IOException");
  }
}
