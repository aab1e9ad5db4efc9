package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rights, owners, links, pipes and files that hang do to the program that was built. */
class SurroundingsIT {
  private static final String[] NOBODY = {
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"
  };

  private final Path folder;
  private final Installed installed;

  SurroundingsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.installed = new Installed(folder);
    for (int i = 1; i <= 3; i++) {
      installed.node(
          "i-0" + i, "app", "address.txt", "10.0.3." + i, "ports.json", "{\"http\": 80}");
      assertThat(installed.presence("announce").status()).isZero();
    }
    installed.environment.put("PRESENCE_NODEINFO", folder.resolve("nodes/none").toString());
    installed.environment.put("PRESENCE_DEPLOYMENT", "any");
    installed.environment.put("PRESENCE_STACKTYPE", "any");
  }

  private static void chmod(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** A user who may read the list, with a memory and an answer in a folder of its own. */
  private Path nobody() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to be somebody else");
    List<String> probe = new ArrayList<>(List.of(NOBODY));
    probe.add("true");
    Machine.needs(Machine.can(probe.toArray(new String[0])), "setpriv");
    Path own = Files.createDirectory(folder.resolve("own"));
    chmod(own, "rwxrwxrwx");
    installed.environment.put("PRESENCE_STATE_DIR", own.resolve("state").toString());
    return own;
  }

  private Ended resolveAsNobody(Path own) throws Exception {
    return installed.presenceBy(
        List.of(NOBODY), "resolve", "--part", "app", "--out", own + "/out.json");
  }

  @Test
  void records_inAFolderThatMayNotBeSearched_stayInTheAnswerAndTheStoreIsUnreadable()
      throws Exception {
    Path own = nobody();
    assertThat(resolveAsNobody(own).status()).isZero();
    String before = Files.readString(own.resolve("out.json"));
    assertThat(before).contains("i-01", "i-02", "i-03");
    chmod(installed.list.resolve("all"), "rwxr--r--");

    Ended ended = resolveAsNobody(own);

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("ermission denied");
    assertThat(own.resolve("out.json")).hasContent(before);
    chmod(installed.list.resolve("all"), "rwxr-xr-x");
    assertThat(resolveAsNobody(own).status()).isZero();
    assertThat(own.resolve("out.json")).hasContent(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void records_thatMayNotBeRead_stayInTheAnswerAndAreNamed(int many) throws Exception {
    Path own = nobody();
    assertThat(resolveAsNobody(own).status()).isZero();
    String before = Files.readString(own.resolve("out.json"));
    for (int i = 1; i <= many; i++) {
      chmod(installed.record("i-0" + i), "rw-------");
    }

    Ended ended = resolveAsNobody(own);

    assertThat(ended.status()).as("%s", ended).isIn(0, 11);
    assertThat(ended.err()).contains("ermission denied");
    assertThat(own.resolve("out.json")).hasContent(before);
  }

  @Test
  void out_thatIsReplaced_keepsModeOwnerAndGroup() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to give a file away");
    Path out = Files.writeString(folder.resolve("out.json"), "{}");
    Machine.must("chown", "65534:65533", out.toString());
    chmod(out, "rw-r-----");

    Ended ended = installed.presence("resolve", "--part", "app", "--out", out.toString());

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(out).content().contains("i-01");
    assertThat(Machine.must("stat", "-c", "%u:%g %a", out.toString()))
        .isEqualTo("65534:65533 640\n");
  }

  @Test
  void out_throughADanglingLink_writesWhereItLeads() throws Exception {
    Path target = folder.resolve("target.json");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), target);

    assertThat(installed.presence("resolve", "--part", "app", "--out", link.toString()).status())
        .isZero();

    assertThat(link).isSymbolicLink();
    assertThat(target).content().contains("i-01");
  }

  @Test
  void stdout_whoseReaderHadEnough_isNoError() throws Exception {
    Ended ended =
        installed.run(
            "bash",
            "-c",
            "for i in 1 2 3; do '%1$s' list | true; echo ${PIPESTATUS[0]}; done"
                .formatted(installed.launcher()));

    assertThat(ended.out()).isEqualTo("0\n0\n0\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void out_asAPipe_isRefusedAndDoesNotHang() throws Exception {
    Path pipe = folder.resolve("pipe");
    Machine.must("mkfifo", pipe.toString());

    Ended ended = installed.presence("resolve", "--part", "app", "--out", pipe.toString());

    assertThat(ended.status()).as("%s", ended).isEqualTo(10);
  }

  @Test
  void stacktraceVariable_givesAStackTrace() throws Exception {
    installed.environment.put("PRESENCE_STACKTRACE", "true");

    Ended ended = installed.presence("show", "i-none");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("\tat dev.presence.");
  }

  @Test
  void user_withoutAHome_remembersNothingAndMakesNoFolderWhereItStands() throws Exception {
    Path own = nobody();
    installed.environment.remove("PRESENCE_STATE_DIR");
    installed.environment.remove("HOME");
    List<String> other =
        List.of(
            "setpriv",
            "--reuid=54321",
            "--regid=54321",
            "--clear-groups",
            "env",
            "-C",
            own.toString());

    Ended ended = installed.presenceBy(other, "resolve", "--part", "app", "--format", "lines");

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.out()).hasLineCount(3);
    assertThat(ended.err()).hasLineCount(1).contains("nothing is remembered", "--state-dir");
    assertThat(own).isEmptyDirectory();
  }
}
