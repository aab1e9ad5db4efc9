package dev.presence.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.testing.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

  LockFileTest(@TempDir Path folder) throws IOException {
    this.lock = Files.createDirectory(folder.resolve("state")).resolve("lock");
    this.counter = folder.resolve("counter");
  }

  /** Counts in a file, which goes wrong when two read before one writes. */
  static final class Counting {
    public static void main(String[] args) throws IOException {
      Path counter = Path.of(args[1]);
      for (int i = 0; i < ROUNDS; i++) {
        try (LockFile held = hold(Path.of(args[0]))) {
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
      try (LockFile held = hold(Path.of(args[0]))) {
        awaitEnd();
      }
    }

    static void awaitEnd() throws IOException {
      System.out.println("held");
      while (System.in.read() >= 0) {}
    }

    private Holding() {}
  }

  /** Tries once. */
  static final class Trying {
    public static void main(String[] args) throws IOException {
      try (LockFile held = LockFile.hold(Path.of(args[0]), Deadline.in(Duration.ZERO))) {
        System.out.print(held == null ? "kept out" : "held");
      }
    }

    private Trying() {}
  }

  /** Holds a lock for which leave to read is enough, until its input ends. */
  static final class Reading {
    public static void main(String[] args) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ);
          FileLock held = channel.lock(0, Long.MAX_VALUE, true)) {
        Holding.awaitEnd();
      }
    }

    private Reading() {}
  }

  private static LockFile hold(Path lock) throws IOException {
    return Objects.requireNonNull(LockFile.hold(lock, Deadline.in(Duration.ofMinutes(2))));
  }

  private static @Nullable LockFile tryToHold(Path lock) throws IOException {
    return LockFile.hold(lock, Deadline.in(Duration.ofMillis(100)));
  }

  private Process start(Class<?> main) throws IOException {
    Process process =
        new ProcessBuilder(Machine.java(main, lock.toString(), counter.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    others.add(process);
    return process;
  }

  /** Another process that has the lock by now. */
  private Process startHolding(Class<?> main) throws IOException {
    Process holder = start(main);
    BufferedReader said = holder.inputReader(UTF_8);
    assertThat(said.readLine()).isEqualTo("held");
    return holder;
  }

  @AfterEach
  void endOthers() {
    others.forEach(Process::destroyForcibly);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** What a process that tries once gets. */
  private String tryElsewhere() throws IOException, InterruptedException {
    return Machine.must(Machine.java(Trying.class, lock.toString()).toArray(new String[0]));
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
  void hold_byManyThreads_losesNoUpdate() throws Exception {
    Files.writeString(counter, "0");
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  Counting.main(new String[] {lock.toString(), counter.toString()});
                } catch (IOException | RuntimeException e) {
                  failures.add(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(failures).isEmpty();
    assertThat(counter).hasContent(String.valueOf(WRITERS * ROUNDS));
  }

  @Test
  void hold_untilItIsClosed_keepsOtherProcessesOut() throws Exception {
    Process holder = startHolding(Holding.class);
    assertThat(tryToHold(lock)).isNull();

    holder.getOutputStream().close();
    holder.waitFor();

    try (LockFile held = tryToHold(lock)) {
      assertThat(held).isNotNull();
    }
  }

  @Test
  void hold_whileAnotherThreadTries_keepsOtherProcessesOutStill() throws Exception {
    // Closing a file ends every lock that the process has on it.
    try (LockFile held = hold(lock)) {
      assertThat(tryToHold(lock)).isNull();

      assertThat(tryElsewhere()).isEqualTo("kept out");
    }
    assertThat(tryElsewhere()).isEqualTo("held");
  }

  @Test
  void hold_afterItsHolderWasKilled_isHad() throws Exception {
    startHolding(Holding.class).destroyForcibly().waitFor();

    try (LockFile held = tryToHold(lock)) {
      assertThat(held).isNotNull();
    }
  }

  @Test
  void hold_whileAReaderKeepsIt_endsWithTheDeadline() throws Exception {
    Files.createFile(lock);
    startHolding(Reading.class);

    assertThat(tryToHold(lock)).isNull();
  }

  @Test
  void hold_ofAFreeLockAtTheDeadline_isHad() throws Exception {
    try (LockFile held = LockFile.hold(lock, Deadline.in(Duration.ZERO))) {
      assertThat(held).isNotNull();
    }
  }

  @Test
  void hold_whenInterrupted_isNotHadAndStaysInterrupted() throws Exception {
    startHolding(Holding.class);
    Thread.currentThread().interrupt();

    assertThat(LockFile.hold(lock, Deadline.in(Duration.ofDays(1)))).isNull();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void hold_ofANewLock_makesAFileOfItsOwnersAlone() throws Exception {
    hold(lock).close();

    assertThat(mode(lock)).isEqualTo("rw-------");
  }

  @Test
  void hold_ofALockThatAnOlderVersionMade_makesItTheOwnersAlone() throws Exception {
    Files.createFile(lock);
    Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));

    hold(lock).close();

    assertThat(mode(lock)).isEqualTo("rw-------");
  }

  @Test
  void hold_whereNoFolderIs_failsEachTime() throws Exception {
    Path lost = counter.resolve("lock");

    assertThatThrownBy(() -> tryToHold(lost)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> tryToHold(lost)).isInstanceOf(IOException.class);
  }
}
