package dev.presence.process;

import static dev.presence.process.Others.process;
import static dev.presence.process.Others.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitedCommandTest {
  /** What is not to be reached. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final Duration SHORT = Duration.ofMillis(100);

  /** A daemon, twice forked into a session of its own, that says when it is there. */
  private static final String DAEMON =
      "(setsid sh -c 'sh -c \"echo \\$\\$ > $OUT; exec sleep 1000\" & exit' &);"
          + " while [ ! -s $OUT ]; do sleep 0.01; done; ";

  private final Path out;
  private final Path log;

  LimitedCommandTest(@TempDir Path folder) {
    this.out = folder.resolve("out");
    this.log = folder.resolve("log");
  }

  private LimitedCommand.Ended run(String line, Duration limit) throws IOException {
    return LimitedCommand.run(line, Map.of("OUT", out.toString()), log, limit, LONG);
  }

  @Test
  void run_inItsTime_endsWithItsStatus() throws Exception {
    assertThat(run("exit 7", LONG)).isEqualTo(new LimitedCommand.Ended(7, false, 0));
  }

  @Test
  void run_ofWhatNoShellTakes_endsWithItsStatus() throws Exception {
    assertThat(run("no-such-program", LONG).status()).isEqualTo(127);
    assertThat(run("-x", LONG).status()).isEqualTo(127);
  }

  @Test
  void run_overItsTime_isEnded() throws Exception {
    assertThat(run("exec sleep 1000", SHORT)).isEqualTo(new LimitedCommand.Ended(143, true, 0));
  }

  @Test
  void run_thatLeavesADaemon_endsIt() throws Exception {
    assertThat(run(DAEMON + "exit 3", LONG)).isEqualTo(new LimitedCommand.Ended(3, false, 1));

    assertThat(Others.runsWhoSaid(out)).isFalse();
  }

  @Test
  void run_ofWhatReads_readsNothing() throws Exception {
    assertThat(run("cat > $OUT; echo end >> $OUT", LONG).status()).isZero();

    assertThat(out).hasContent("end");
  }

  @Test
  void run_thatPrints_printsBothStreamsToItsLogAlone() throws Exception {
    Files.writeString(log, "of the run before\n");
    Machine.Ended ended =
        Machine.run(
            Machine.java(Running.class, log.toString(), "echo one; echo two >&2; exit 4")
                .toArray(new String[0]));

    assertThat(ended.out()).isEqualTo("4\n");
    assertThat(ended.err()).isEmpty();
    assertThat(log).hasContent("one\ntwo\n");
  }

  @Test
  void run_thatPrintsMoreThanAPipeHolds_ends() throws Exception {
    assertThat(run("head -c 1000000 /dev/zero", LONG).status()).isZero();

    assertThat(log).hasSize(1_000_000);
  }

  @Test
  void run_withALogThatCannotBeWritten_isNotStarted() {
    assertThatThrownBy(
            () ->
                LimitedCommand.run(
                    "echo x > $OUT", Map.of("OUT", out.toString()), log.resolve("none/here"), LONG))
        .isInstanceOf(IOException.class);
    assertThat(out).doesNotExist();
  }

  @Test
  void run_whenInterrupted_isEndedAndStaysInterrupted() throws Exception {
    Thread.currentThread().interrupt();

    LimitedCommand.Ended ended = run("exec sleep 1000", LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).isEqualTo(new LimitedCommand.Ended(143, false, 0));
  }

  /** Runs its second argument, which prints to the first. */
  static final class Running {
    public static void main(String[] args) throws IOException {
      System.out.println(LimitedCommand.run(args[1], Map.of(), Path.of(args[0]), LONG).status());
    }

    private Running() {}
  }

  @Test
  void run_whenThisProcessIsToldToEnd_isEndedWithItsDaemons() throws Exception {
    List<String> command =
        Machine.java(
            Running.class,
            log.toString(),
            DAEMON.replace("$OUT", out.toString()) + "exec sleep 1000");
    Process runner = new ProcessBuilder(command).inheritIO().start();
    ProcessHandle daemon = process(out);
    List<ProcessHandle> shells = runner.descendants().toList();
    assertThat(shells).isNotEmpty();

    runner.destroy();

    assertThat(runner.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(runs(daemon)).isFalse();
    for (ProcessHandle shell : shells) {
      assertThat(runs(shell)).isFalse();
    }
  }
}
