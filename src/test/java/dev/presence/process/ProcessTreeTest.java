package dev.presence.process;

import static dev.presence.process.Others.process;
import static dev.presence.process.Others.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of real processes; each says in a file that it is there before any is ended. */
class ProcessTreeTest {
  /** For what ends when it is asked to: only a hang reaches it. */
  private static final Duration LONG = Duration.ofSeconds(60);

  /** For what does not. */
  private static final Duration SHORT = Duration.ofMillis(100);

  /** Says in the file {@code one} that it is there, then stays. */
  private static final String STAY = "sh -c 'echo $$ > one; while :; do sleep 1000; done'";

  private final Path folder;
  private final ProcessTree tree = new ProcessTree();
  private final List<ProcessHandle> started = new ArrayList<>();

  ProcessTreeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Process start(ProcessTree of, String line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line);
    builder.inheritIO().directory(folder.toFile());
    Process process = of.start(builder, null);
    started.add(process.toHandle());
    return process;
  }

  private ProcessHandle said(String file) throws IOException, InterruptedException {
    ProcessHandle process = process(folder.resolve(file));
    started.add(process);
    return process;
  }

  @AfterEach
  void endAll() {
    for (ProcessHandle process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void end_ofAChildAlone_endsItAndCountsNone() throws Exception {
    Process root = start(tree, "exec sleep 1000");

    assertThat(tree.end(LONG)).isZero();

    assertThat(root.waitFor()).isEqualTo(143);
  }

  @Test
  void end_ofAGrandchild_endsBothAndCountsIt() throws Exception {
    Process root = start(tree, "sh -c 'echo $$ > one; exec sleep 1000'; true");
    ProcessHandle grandchild = said("one");

    assertThat(tree.end(LONG)).isEqualTo(1);

    assertThat(root.waitFor()).isEqualTo(143);
    assertThat(runs(grandchild)).isFalse();
  }

  @Test
  void end_ofADaemonInASessionOfItsOwn_endsIt() throws Exception {
    // Twice forked: its parent is gone, and init has it.
    Process root =
        start(
            tree, "(setsid sh -c 'sh -c \"echo \\$\\$ > one; exec sleep 1000\" & exit' &) ; exit");
    root.waitFor();
    ProcessHandle daemon = said("one");

    assertThat(tree.end(LONG)).isEqualTo(1);

    assertThat(runs(daemon)).isFalse();
  }

  @Test
  void end_ofAChildWithAnEnvironmentMadeClean_endsIt() throws Exception {
    start(tree, "env -i PATH=\"$PATH\" sh -c 'echo $$ > one; exec sleep 1000'; true");
    ProcessHandle clean = said("one");

    assertThat(tree.end(LONG)).isEqualTo(1);

    assertThat(runs(clean)).isFalse();
  }

  @Test
  void end_ofOneThatIgnoresTerm_killsItAfterTheGrace() throws Exception {
    Process root = start(tree, "trap '' TERM; " + STAY);
    ProcessHandle child = said("one");

    assertThat(tree.end(SHORT)).isGreaterThanOrEqualTo(1);

    assertThat(root.waitFor()).isEqualTo(137);
    assertThat(runs(child)).isFalse();
  }

  @Test
  void end_ofOneThatTidiesUp_leavesItTheTimeAndItsChildrenAlone() throws Exception {
    Process root =
        start(
            tree,
            "trap 'sleep 0.3 && echo done > end; exit 7' TERM; echo $$ > one; while :; do sleep 0.05;"
                + " done");
    said("one");

    tree.end(LONG);

    assertThat(root.waitFor()).isEqualTo(7);
    assertThat(folder.resolve("end")).hasContent("done");
  }

  @Test
  void end_ofOneThatForksWhenAsked_endsWhatItForked() throws Exception {
    start(
        tree,
        "trap 'setsid sh -c \"trap : TERM; echo \\$\\$ > two; sleep 1000\" & exit' TERM;"
            + " echo $$ > one; while :; do sleep 0.05; done");
    said("one");

    tree.end(Duration.ofSeconds(2));

    assertThat(Others.runsWhoSaid(folder.resolve("two"))).isFalse();
  }

  @RepeatedTest(10) // It is a race, and was lost once in five times on a machine with other work.
  void end_ofOneThatNeverStopsForking_endsAll() throws Exception {
    String hop = "trap '' TERM; echo $$ > one; sleep 0.02; [ -e stop ] || setsid sh hop & exit";
    Files.writeString(folder.resolve("hop"), hop);
    start(tree, "setsid sh hop & exit");
    said("one");

    tree.end(SHORT);

    try {
      // A second end would find what the first one has missed.
      assertThat(tree.end(Duration.ZERO)).isZero();
    } finally {
      Files.createFile(folder.resolve("stop"));
    }
  }

  @Test
  void end_ofAStoppedOne_killsIt() throws Exception {
    start(tree, "sh -c 'echo $$ > one; kill -STOP $$'; true");
    ProcessHandle stopped = said("one");

    tree.end(SHORT);

    assertThat(runs(stopped)).isFalse();
  }

  @Test
  void end_ofOneTree_leavesAnotherAlone() throws Exception {
    start(tree, "exec sleep 1000");
    ProcessTree other = new ProcessTree();
    Process stays = start(other, "exec sleep 1000");

    tree.end(LONG);

    assertThat(stays.isAlive()).isTrue();
    other.end(LONG);
    assertThat(stays.waitFor()).isEqualTo(143);
  }

  @Test
  void end_ofATreeThatHoldsAnother_endsBoth() throws Exception {
    start(tree, "exec sleep 1000");
    ProcessTree inner = new ProcessTree();
    ProcessBuilder within = new ProcessBuilder("/bin/sh", "-c", "exec sleep 1000");
    within.environment().put(ProcessTree.MARK, markOf(started.get(0)));
    Process child = inner.start(within, null);
    started.add(child.toHandle());

    assertThat(tree.end(LONG)).isEqualTo(1);

    assertThat(child.waitFor()).isEqualTo(143);
  }

  private static String markOf(ProcessHandle process) throws IOException {
    String environment = Files.readString(Path.of("/proc", "" + process.pid(), "environ"));
    for (String variable : environment.split("\0", -1)) {
      if (variable.startsWith(ProcessTree.MARK + "=")) {
        return variable.substring(ProcessTree.MARK.length() + 1);
      }
    }
    throw new AssertionError("no mark");
  }

  @Test
  void end_whereNoProcIs_endsWhatDescends() throws Exception {
    ProcessTree blind = new ProcessTree(folder.resolve("no-proc"));
    // Its parent asks for it when it is dead: a first process of a container may ask for nobody,
    // and without
    // /proc a dead one looks alive.
    start(blind, "trap 'wait; exit' TERM; setsid sh -c 'echo $$ > one; exec sleep 1000' & wait");
    ProcessHandle grandchild = said("one");

    assertThat(blind.end(LONG)).isGreaterThanOrEqualTo(1);

    assertThat(runs(grandchild)).isFalse();
  }

  @Test
  void start_afterTheEnd_isRefused() {
    tree.end(Duration.ZERO);

    assertThatThrownBy(() -> start(tree, "true")).isInstanceOf(IOException.class);
  }

  @Test
  void end_whenInterrupted_endsAllTheSameAndStaysInterrupted() throws Exception {
    Process root = start(tree, "exec sleep 1000");
    Thread.currentThread().interrupt();

    tree.end(LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(root.waitFor()).isEqualTo(143);
  }
}
