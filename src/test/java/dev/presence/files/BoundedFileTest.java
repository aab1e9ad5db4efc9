package dev.presence.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.presence.testing.Machine;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  // The lengths about which a loop over chunks of 8,192 bytes goes wrong.
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16384, LIMIT - 1, LIMIT})
  void read_ofAFileWithinTheLimit_hasItsBytes(int length) throws Exception {
    byte[] bytes = bytes(length);
    Files.write(file, bytes);
    BoundedFile reader = new BoundedFile(LIMIT);

    int read = reader.read(file.toFile());

    assertThat(Arrays.copyOf(reader.buffer(), read)).isEqualTo(bytes);
    assertThat(BoundedFile.read(file.toFile(), LIMIT)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, LIMIT + 8192, 10_000_000})
  void read_ofAFileOverTheLimit_fails(int length) throws Exception {
    Files.write(file, new byte[length]);

    assertThatThrownBy(() -> BoundedFile.read(file.toFile(), LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessage("is over 64 KiB");
  }

  @Test
  void read_ofOneFileAfterAnother_takesNothingOverFromTheFirst() throws Exception {
    Path brief = Files.write(folder.resolve("brief"), bytes(10));
    Files.write(file, bytes(LIMIT));
    BoundedFile reader = new BoundedFile(LIMIT);

    reader.read(file.toFile());

    assertThat(reader.read(brief.toFile())).isEqualTo(10);
    assertThat(Arrays.copyOf(reader.buffer(), 10)).isEqualTo(bytes(10));
  }

  @Test
  void read_ofAFileThatIsNotThere_saysSo() {
    assertThatThrownBy(() -> BoundedFile.read(file.toFile(), LIMIT))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void read_ofAFolder_fails() {
    assertThatThrownBy(() -> BoundedFile.read(folder.toFile(), LIMIT)).hasMessage("is a folder");
  }

  @Test
  void read_ofAPipeThatNobodyWritesTo_failsAtOnce() throws Exception {
    Machine.must("mkfifo", file.toString());

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(() -> BoundedFile.read(file.toFile(), LIMIT))
                .hasMessage("is not a regular file"));
  }

  @Test
  void read_ofALinkToAFile_hasItsBytes() throws Exception {
    Path other = Files.write(folder.resolve("other"), bytes(10));
    Files.createSymbolicLink(file, other);

    assertThat(BoundedFile.read(file.toFile(), LIMIT)).isEqualTo(bytes(10));
  }

  @Test
  void read_ofALinkIntoNothing_fails() throws Exception {
    Files.createSymbolicLink(file, folder.resolve("none"));

    assertThatThrownBy(() -> BoundedFile.read(file.toFile(), LIMIT))
        .hasMessage("is a link that leads to no regular file");
  }

  @Test
  void hasBytes_ofTheSameBytes_onlyIsTrue() throws Exception {
    Files.write(file, bytes(9000));
    byte[] other = bytes(9000);
    other[8999]++;

    assertThat(BoundedFile.hasBytes(file.toFile(), bytes(9000))).isTrue();
    assertThat(BoundedFile.hasBytes(file.toFile(), other)).isFalse();
    assertThat(BoundedFile.hasBytes(file.toFile(), Arrays.copyOf(other, 8999))).isFalse();
    assertThat(BoundedFile.hasBytes(file.toFile(), Arrays.copyOf(other, 9001))).isFalse();
  }

  @Test
  void hasBytes_ofNoFile_isFalseEvenForNoBytes() {
    assertThat(BoundedFile.hasBytes(file.toFile(), new byte[0])).isFalse();
  }

  @Test
  void reason_ofAnyFailure_isWordsWithoutThePath() {
    assertThat(BoundedFile.reason(new AccessDeniedException("/secret")))
        .isEqualTo("permission denied");
    assertThat(BoundedFile.reason(new NoSuchFileException("/secret")))
        .isEqualTo("no such file or folder");
    assertThat(BoundedFile.reason(new IOException("disk on fire"))).isEqualTo("disk on fire");
    assertThat(BoundedFile.reason(new IOException())).isEqualTo("IOException");
  }
}
