package dev.presence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.files.Deadline;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.testing.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One lock a node: to the threads of one process and to other processes. */
@Timeout(60) // Only a hang reaches it.
class NodeLockTest {
  private final Path folder;

  NodeLockTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Another presence that holds the lock until its input ends. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      try (NodeLock lock = NodeLock.hold(Path.of(arguments[0]), Deadline.in(Duration.ofDays(1)))) {
        System.out.write(lock == null ? '0' : '1');
        System.out.flush();
        while (System.in.read() >= 0) {}
      }
    }
  }

  private Process holder() throws IOException {
    Process holder =
        new ProcessBuilder(Machine.java(Holder.class, folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    InputStream out = holder.getInputStream();
    assertThat(out.read()).isEqualTo('1');
    return holder;
  }

  private NodeLock hold(Duration time) {
    return NodeLock.hold(folder, Deadline.in(time));
  }

  @Test
  void hold_whileAnotherProcessHasIt_endsAtTheDeadlineWithATimeout() throws Exception {
    Process holder = holder();
    try {
      assertThatThrownBy(() -> hold(Duration.ofMillis(200)))
          .asInstanceOf(type(PresenceException.class))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT))
          .satisfies(
              e ->
                  assertThat(e.getMessage())
                      .contains(folder.resolve(".lock").toString(), "for 0.2 s"));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    hold(Duration.ofMinutes(1)).close(); // What was killed holds nothing.
  }

  @Test
  void hold_whileAnotherThreadHasIt_waitsForItsEnd() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    NodeLock first = hold(Duration.ofMinutes(1));
    Thread other =
        new Thread(
            () -> {
              try (NodeLock lock = hold(Duration.ofMinutes(1))) {
                assertThat(lock).isNotNull();
                second.countDown();
              }
            });
    other.start();
    assertThatThrownBy(() -> hold(Duration.ofMillis(50))).isInstanceOf(PresenceException.class);
    assertThat(second.getCount()).isEqualTo(1);

    first.close();

    second.await();
    other.join();
  }

  /** Else whoever may read it could keep root out: M1. */
  @Test
  void lock_isItsOwnersAlone() throws Exception {
    hold(Duration.ofMinutes(1)).close();

    assertThat(Files.getPosixFilePermissions(folder.resolve(".lock")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** A hidden file is no fact. */
  @Test
  void lock_isNoFact() throws Exception {
    Files.writeString(folder.resolve("instance-id.txt"), "i-0a");
    Files.writeString(folder.resolve("nodepart.txt"), "app");

    try (NodeLock lock = hold(Duration.ofMinutes(1))) {
      assertThat(lock).isNotNull();
      assertThat(new NodeInfo(folder).read().warnings()).isEmpty();
    }
  }

  /** Who cannot write there cannot change the facts either. */
  @Test
  void hold_inAFolderThatCannotBeWritten_hasNoLockAndGoesOn() throws Exception {
    Files.createDirectory(folder.resolve(".lock"));

    hold(Duration.ofMinutes(1)).close();
    try (NodeLock one = hold(Duration.ofMinutes(1));
        NodeLock other = hold(Duration.ofMinutes(1))) {
      assertThat(one).isNotSameAs(other);
    }
  }
}
