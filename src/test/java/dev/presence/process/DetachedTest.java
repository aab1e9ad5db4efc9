package dev.presence.process;

import static dev.presence.process.Others.field;
import static dev.presence.process.Others.line;
import static dev.presence.process.Others.process;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedTest {
  private final Path folder;
  private final Path out;
  private final Path log;

  DetachedTest(@TempDir Path folder) {
    this.folder = folder;
    this.out = folder.resolve("out");
    this.log = folder.resolve("log");
  }

  private Map<String, String> environment() {
    return Map.of("OUT", out.toString());
  }

  private static List<String> shell(String line) {
    return List.of("/bin/sh", "-c", line);
  }

  @Test
  void start_leadsASessionOfItsOwn() throws Exception {
    Path gate = fifo();
    long pid = Detached.start(shell("echo $$ > $OUT; cat " + gate), environment(), null, log);

    ProcessHandle child = process(out);

    assertThat(child.pid()).isEqualTo(pid);
    assertThat(field(child, 3)).isEqualTo(Long.toString(pid));
    Files.writeString(gate, "");
  }

  private Path fifo() throws IOException, InterruptedException {
    Path fifo = folder.resolve("gate");
    Machine.must("mkfifo", fifo.toString());
    return fifo;
  }

  @Test
  void start_withInput_readsItFromWhatHasNoNameAnyMore() throws Exception {
    String line = "echo $(readlink /proc/self/fd/0) $(cat) > $OUT";
    Detached.start(shell(line), environment(), "a message".getBytes(UTF_8), null);

    String said = line(out);

    assertThat(said).endsWith(" a message");
    assertThat(Path.of(said.substring(0, said.indexOf(' ')))).doesNotExist();
  }

  @Test
  void start_withoutInput_readsNothing() throws Exception {
    Detached.start(shell("echo read: $(cat) > $OUT"), environment(), null, null);

    assertThat(line(out)).isEqualTo("read:");
  }

  @Test
  void start_withANewLog_makesItItsOwnersAloneAndHasBothStreamsInIt() throws Exception {
    Detached.start(shell("echo one; echo two >&2; echo end > $OUT"), environment(), null, log);
    line(out);

    assertThat(log).hasContent("one\ntwo");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  @Test
  void start_withALogThatIsThere_appendsToIt() throws Exception {
    Files.writeString(log, "before\n");

    Detached.start(shell("echo after; echo end > $OUT"), environment(), null, log);
    line(out);

    assertThat(log).hasContent("before\nafter");
  }

  @Test
  void start_withinALimitedCommand_isNoPartOfItsTree() throws Exception {
    Path gate = fifo();
    List<String> starting =
        Machine.java(Starting.class, "echo $$ > " + out + "; cat " + gate + "; echo end > " + log);
    StringBuilder quoted = new StringBuilder("exec");
    for (String word : starting) {
      quoted.append(" '").append(word).append('\'');
    }

    LimitedCommand.Ended ended =
        LimitedCommand.run(
            quoted.toString(), Map.of(), folder.resolve("printed"), Duration.ofMinutes(2));

    assertThat(ended).isEqualTo(new LimitedCommand.Ended(0, false, 0));
    assertThat(Others.runs(process(out))).isTrue();
    Files.writeString(gate, "");
    assertThat(line(log)).isEqualTo("end");
  }

  /** Starts its argument and ends. */
  static final class Starting {
    public static void main(String[] args) throws IOException {
      Detached.start(shell(args[0]), Map.of(), null, null);
    }

    private Starting() {}
  }

  @Test
  void start_outlivesItsStarterAndHoldsNoneOfItsStreams() throws Exception {
    Path gate = fifo();
    Process starter =
        new ProcessBuilder(
                Machine.java(
                    Starting.class, "echo $$ > " + out + "; cat " + gate + "; echo end > " + log))
            .redirectErrorStream(true)
            .start();

    // Up to the end of the stream: until the last one that holds it is gone.
    assertThat(new String(starter.getInputStream().readAllBytes(), UTF_8)).isEmpty();

    assertThat(starter.waitFor()).isZero();
    assertThat(Others.runs(process(out))).isTrue();
    Files.writeString(gate, "");
    assertThat(line(log)).isEqualTo("end");
  }
}
