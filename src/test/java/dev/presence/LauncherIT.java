package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar and its launcher as a node has them: streams, exit codes, paths, the class archive. */
class LauncherIT {
  private static final String[] RESOLVE = {
    "resolve", "--part", "app", "--deployment", "any", "--stacktype", "any", "--format", "lines"
  };
  private static final int TEAR = 8192;
  private static final String ANSWER = "app\tpeer\ti-0a\t10.0.3.61\t-\n";

  private final Path folder;
  private final Installed installed;

  LauncherIT(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.installed = new Installed(this.folder);
    installed.node("i-0a", "app", "address.txt", "10.0.3.61");
    assertThat(installed.presence("announce").status()).isZero();
  }

  private static void assertAnswer(Ended ended) {
    assertThat(ended.out()).as("%s", ended).isEqualTo(ANSWER);
    assertThat(ended.status()).as("%s", ended).isZero();
  }

  private void assertAnswerQuietly() throws Exception {
    Ended ended = installed.presence(RESOLVE);
    assertAnswer(ended);
    assertThat(ended.err()).isEmpty();
  }

  // Streams and exit codes.

  @ParameterizedTest
  @CsvSource({
    "list, 0",
    "nonsense, 2",
    "show i-none, 2",
    "list --config /none.json, 10",
    "list --store /none, 11",
    "resolve --part db --minimum db=1 --deployment any --stacktype any, 12",
    "doctor --store /none, 15"
  })
  void command_endsWithItsExitCode(String arguments, int expected) throws Exception {
    Ended ended = installed.presence(arguments.split(" ", -1));

    assertThat(ended.status()).as("%s", ended).isEqualTo(expected);
    // What a JVM says of itself is neither data nor for the people who read the log.
    assertThat(ended.err().lines()).allMatch(line -> line.startsWith("presence: "));
  }

  @Test
  void wait_thatGivesUp_endsWithFourteen() throws Exception {
    Ended ended = installed.presence("wait", "--part", "none", "--timeout", "1s");

    assertThat(ended.status()).as("%s", ended).isEqualTo(14);
  }

  @Test
  void command_whoseStdoutIsFull_isNoSuccess() throws Exception {
    Ended ended = installed.run("sh", "-c", "'" + installed.launcher() + "' list >/dev/full");

    assertThat(ended.status()).as("%s", ended).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo("presence: stdout could not take all that was written: see where it leads\n");
  }

  @Test
  void command_withJvmSettingsOfTheSite_isNotDisturbed() throws Exception {
    installed.environment.put("JAVA_TOOL_OPTIONS", "-Dx=y");
    installed.environment.put("JDK_JAVA_OPTIONS", "-Dx=y");
    installed.environment.put("_JAVA_OPTIONS", "-Dx=y");

    assertAnswerQuietly();
  }

  @Test
  void command_withoutAJava_saysWhatToDo() throws Exception {
    installed.environment.put("PRESENCE_JAVA", folder.resolve("none").toString());

    Ended ended = installed.presence(RESOLVE);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("presence: no Java found").contains("PRESENCE_JAVA");
  }

  @Test
  void command_withTheJavaOfJavaHome_runs() throws Exception {
    installed.environment.remove("PRESENCE_JAVA");
    installed.environment.put("JAVA_HOME", System.getProperty("java.home"));

    assertAnswerQuietly();
  }

  // Paths.

  @Test
  void launcher_throughLinks_findsItsJar() throws Exception {
    Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), installed.launcher());
    Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute"));

    assertAnswer(installed.run(concat(absolute.toString())));
    assertAnswer(installed.run(concat(relative.toString())));
  }

  @Test
  void command_inAFolderThatIsGone_runsAndSaysSo() throws Exception {
    String gone = "mkdir gone && cd gone && rmdir ../gone && exec \"$@\"";
    List<String> there = List.of("env", "-C", folder.toString(), "sh", "-c", gone, "sh");

    Ended ended = installed.presenceBy(there, RESOLVE);

    assertAnswer(ended);
    // What else may be there is of the shell, which looks for the folder before any script can.
    assertThat(ended.err().lines().filter(line -> !line.contains(" getcwd")))
        .containsExactly("presence: the current folder is gone: a relative path starts at / here");
  }

  private static String[] concat(String program) {
    String[] all = Arrays.copyOf(new String[] {program}, 1 + RESOLVE.length);
    System.arraycopy(RESOLVE, 0, all, 1, RESOLVE.length);
    return all;
  }

  @Test
  void command_onPathsWithSpacesAndOtherLetters_worksWithoutALocale() throws Exception {
    Files.createDirectory(folder.resolve("été"));
    Installed odd = new Installed(folder.resolve("été"), "hôme 家 $(id) 'q'");
    Path list = folder.resolve("été/liste  ünï 測試");
    odd.environment.put("PRESENCE_STORE", list.toString());
    odd.environment.put("PRESENCE_STATE_DIR", folder.resolve("état").toString());
    Path info = odd.node("i-0a", "app", "address.txt", "10.0.3.61");
    Path moved = Files.move(info, folder.resolve("été/nœud un"));
    odd.environment.put("PRESENCE_NODEINFO", moved.toString());
    Path out = folder.resolve("été/réponse à tout.json");

    assertThat(odd.presence("init", list.toString()).out()).isEqualTo(list + " is a list\n");
    assertThat(odd.presence("archive").out()).isEqualTo(odd.archive() + "\n");
    assertThat(odd.presence("announce").status()).isZero();
    assertThat(list.resolve("all/i-0a.json")).exists();
    assertAnswer(odd.presence(RESOLVE));

    String[] toFile = Arrays.copyOf(RESOLVE, RESOLVE.length + 2);
    toFile[RESOLVE.length] = "--out";
    toFile[RESOLVE.length + 1] = out.toString();
    assertThat(odd.presence(toFile).status()).isZero();
    assertThat(out).hasContent(ANSWER);
  }

  // The class archive: it may halve the start, and can do nothing else.

  @Test
  void archive_isBuiltWhereTheLauncherLooksAndIsTaken() throws Exception {
    Ended built = installed.presence("archive");

    assertThat(built.status()).as("%s", built).isZero();
    assertThat(built.out()).isEqualTo(installed.archive() + "\n");
    assertThat(installed.archive()).isRegularFile();
    assertThat(installed.archive().resolveSibling(".")).isDirectoryNotContaining("glob:**/.*");
    assertThat(installed.presence("doctor").out())
        .containsPattern("archive +ok +" + installed.archive());
    assertAnswerQuietly();
  }

  @Test
  void archive_thatIsMissing_costsTimeOnly() throws Exception {
    assertThat(installed.archive()).doesNotExist();

    assertAnswerQuietly();
    assertThat(installed.presence("doctor").out()).containsPattern("archive +hint ");
  }

  @Test
  void archive_thatIsTruncated_costsTimeOnly() throws Exception {
    byte[] archive = build();
    for (int length : new int[] {0, 1, 100, 4096, archive.length / 2, archive.length - 4096}) {
      Files.deleteIfExists(installed.archive());
      Files.write(installed.archive(), Arrays.copyOf(archive, length));

      assertAnswer(installed.presence(RESOLVE));
    }
  }

  /** Everywhere, as what Java makes of a tear hangs on what lay there: a crash or an error. */
  @Test
  void archive_thatIsTorn_costsTimeOnly() throws Exception {
    byte[] archive = build();
    Set<Integer> offsets = new TreeSet<>(List.of(0, 4096, 65536, 1 << 20, 4 << 20));
    for (int offset = 0; offset + TEAR < archive.length; offset += archive.length / 24) {
      offsets.add(offset);
    }
    for (int offset : offsets) {
      tear(archive, offset);

      assertAnswer(installed.presence(RESOLVE));
      // Once more: what made Java crash must not do so each minute.
      assertAnswer(installed.presence(RESOLVE));
    }
    tear(archive, archive.length / 2);
    assertThat(installed.presence("doctor").out()).containsPattern("archive +hint ");
  }

  /** Java finds each tear today; one day it may not, or crash for a reason of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"ABRT", "BUS", "FPE", "SEGV"})
  void archive_withWhichJavaCrashes_isGoneAndItsAnswerComes(String signal) throws Exception {
    build();
    Path crashing =
        installed.script(
            "jre/bin/java",
            "case \"$*\" in *SharedArchiveFile=*) kill -%s $$ ;; esac; exec '%s' \"$@\""
                .formatted(signal, Installed.java()));
    installed.environment.put("PRESENCE_JAVA", crashing.toString());
    Path archive = installed.home.resolve("archive" + folder + "/jre/presence.jsa");
    Files.createDirectories(archive.resolve("..").normalize());
    Files.copy(installed.archive(), archive);

    Ended first = installed.presence(RESOLVE);

    assertAnswer(first);
    assertThat(first.err())
        .contains("presence: the class archive made Java crash and is gone: 'presence archive' ");
    assertThat(archive).doesNotExist();
    assertAnswerQuietly();
  }

  @Test
  void archive_ofGarbage_costsTimeOnly() throws Exception {
    byte[] garbage = new byte[1 << 20];
    new Random(1).nextBytes(garbage);
    Files.createDirectories(installed.archive().resolve("..").normalize());
    Files.write(installed.archive(), garbage);

    assertAnswer(installed.presence(RESOLVE));
  }

  @Test
  void archive_thatIsAFolder_costsTimeOnly() throws Exception {
    Files.createDirectories(installed.archive());

    assertAnswer(installed.presence(RESOLVE));
  }

  @Test
  void archive_ofAJarThatWasReplaced_costsTimeOnly() throws Exception {
    build();
    Files.setLastModifiedTime(installed.jar(), FileTime.from(Instant.now().plusSeconds(60)));

    assertAnswer(installed.presence(RESOLVE));
    assertThat(installed.presence("doctor").out()).containsPattern("archive +hint ");
  }

  @Test
  void archive_ofAnotherProgram_costsTimeOnly() throws Exception {
    // The JVM's own, of its own classes; dumped here, as not every Java brings one.
    Files.createDirectories(installed.archive().resolve("..").normalize());
    Machine.must(Installed.java(), "-Xshare:dump", "-XX:SharedArchiveFile=" + installed.archive());

    assertAnswer(installed.presence(RESOLVE));
  }

  @Test
  void archive_whereItCannotBeWritten_endsWithTenAndNothingIsLost() throws Exception {
    Files.writeString(installed.home.resolve("archive"), "a file in the way");

    Ended ended = installed.presence("archive");

    assertThat(ended.status()).as("%s", ended).isEqualTo(10);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("presence: cannot build the archive ").hasLineCount(1);
    assertAnswerQuietly();
  }

  private void tear(byte[] archive, int offset) throws IOException {
    byte[] torn = archive.clone();
    Arrays.fill(torn, offset, offset + TEAR, (byte) 0);
    Files.deleteIfExists(installed.archive());
    Files.write(installed.archive(), torn);
  }

  private byte[] build() throws IOException, InterruptedException {
    Ended built = installed.presence("archive");
    assertThat(built.status()).as("%s", built).isZero();
    return Files.readAllBytes(installed.archive());
  }
}
