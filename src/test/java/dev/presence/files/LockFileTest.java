package dev.presence.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks are between processes, so the others here are real ones. */
class LockFileTest {
  private static final int WRITERS = 4;
  private static final int ROUNDS = 200;

  private final Path lock;
  private final Path counter;
  private final List<Process> others = new ArrayList<>();

  LockFileTest(@TempDir Path folder) {
    this.lock = folder.resolve("state/lock");
    this.counter = folder.resolve("counter");
  }

  /** Counts in a file, which goes wrong when two read before one writes. */
  static final class Counting {
    public static void main(String[] args) throws IOException {
      Path counter = Path.of(args[1]);
      for (int i = 0; i < ROUNDS; i++) {
        try (LockFile held = LockFile.hold(Path.of(args[0]))) {
          int count = Integer.parseInt(Files.readString(counter));
          Files.writeString(counter, String.valueOf(count + 1));
        }
      }
    }

    private Counting() {}
  }

  /** Holds a lock until its input ends or it is killed, and says when it has it. */
  static final class Holding {
    public static void main(String[] args) throws IOException {
      try (LockFile held = LockFile.hold(Path.of(args[0]))) {
        System.out.println("held");
        while (System.in.read() >= 0) {}
      }
    }

    private Holding() {}
  }

  private Process start(Class<?> main) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                lock.toString(),
                counter.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    others.add(process);
    return process;
  }

  @AfterEach
  void endOthers() {
    others.forEach(Process::destroyForcibly);
  }

  private static void awaitHeld(Process holder) throws IOException {
    BufferedReader said = holder.inputReader(UTF_8);
    assertThat(said.readLine()).isEqualTo("held");
  }

  @Test
  void hold_byManyProcesses_losesNoUpdate() throws Exception {
    Files.writeString(counter, "0");
    for (int i = 0; i < WRITERS; i++) {
      start(Counting.class);
    }

    for (Process writer : others) {
      assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(writer.exitValue()).isZero();
    }

    assertThat(counter).hasContent(String.valueOf(WRITERS * ROUNDS));
  }

  @Test
  void hold_untilItIsClosed_keepsOtherProcessesOut() throws Exception {
    Process holder = start(Holding.class);
    awaitHeld(holder);

    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNull();

      holder.getOutputStream().close();
      holder.waitFor();

      assertThat(channel.tryLock()).isNotNull();
    }
  }

  @Test
  void hold_afterItsHolderWasKilled_isHad() throws Exception {
    Process holder = start(Holding.class);
    awaitHeld(holder);

    holder.destroyForcibly().waitFor();

    try (LockFile held = LockFile.hold(lock)) {
      assertThat(held).isNotNull();
    }
  }

  @Test
  void hold_whereNoFolderCanBe_fails() throws Exception {
    Files.writeString(counter, "a file");

    assertThatThrownBy(() -> LockFile.hold(counter.resolve("lock")))
        .isInstanceOf(IOException.class);
  }
}
