package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say and do where a folder does not let itself be written or read. */
class DiskIT {
  private static final String[] RESOLVE = {
    "resolve", "--part", "app", "--deployment", "any", "--stacktype", "any", "--format", "lines"
  };

  private final Path disk;
  private final Installed installed;
  private boolean mounted;

  DiskIT(@TempDir Path folder) throws IOException {
    this.installed = new Installed(folder);
    this.disk = Files.createDirectory(folder.resolve("disk"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      Machine.must("umount", "-l", disk.toString());
    }
  }

  /** A disk of 64 KiB with a list on it. */
  private void mountSmallDisk() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount a small disk");
    mounted = Machine.can("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    Machine.needs(mounted, "to be allowed to mount a tmpfs");
    Files.createDirectory(disk.resolve("all"));
    installed.environment.put("PRESENCE_STORE", disk.toString());
  }

  private void fillDisk() throws Exception {
    Machine.run("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4k");
    assertThat(Machine.can("sh", "-c", "echo x >'" + disk + "/x'")).as("a full disk").isFalse();
    Files.deleteIfExists(disk.resolve("x"));
  }

  /** Announces other, longer facts, which cannot be written; the old record has to stand. */
  private void assertAnnounceFailsWell(String reason) throws Exception {
    Path record = disk.resolve("all/i-0a.json");
    String before = Tree.file(record);
    installed.node("i-0a", "app", "essay.txt", "x".repeat(8000));

    Ended ended = installed.presence("announce");

    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .hasLineCount(1)
        .startsWith("presence: cannot write " + record)
        .contains(reason);
    assertThat(Tree.names(disk.resolve("all"))).containsExactly("i-0a.json");
    assertThat(Tree.file(record)).isEqualTo(before);
  }

  private void announced() throws Exception {
    installed.node("i-0a", "app", "address.txt", "10.0.3.61");
    assertThat(installed.presence("announce").status()).isZero();
  }

  @Test
  void page_onAFullDisk_keepsTheOldOneAndLeavesNothingBehind() throws Exception {
    mountSmallDisk();
    installed.environment.put("PRESENCE_STORE", installed.list.toString());
    Path page = Files.writeString(disk.resolve("page.html"), "the old page");
    fillDisk();

    Ended ended = installed.presence("page", "--out", page.toString());

    assertThat(ended.status()).as("%s", ended).isEqualTo(10);
    assertThat(ended.err()).contains("cannot write " + page, "No space left");
    assertThat(page).hasContent("the old page");
    assertThat(Tree.names(disk)).containsExactlyInAnyOrder("all", "filler", "page.html");
  }

  @Test
  void page_inAFolderThatMayNotBeWritten_isSaidAndTheOldOneStands() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount read-only");
    Path page = Files.writeString(disk.resolve("page.html"), "the old page");
    mounted = Machine.can("mount", "--bind", "-o", "ro", disk.toString(), disk.toString());
    Machine.needs(mounted, "to be allowed to mount a folder read-only");

    Ended ended = installed.presence("page", "--out", page.toString());

    assertThat(ended.status()).as("%s", ended).isEqualTo(10);
    assertThat(ended.err()).contains("cannot write " + page, "ead-only file system");
    assertThat(page).hasContent("the old page");
  }

  @Test
  void announce_onAFullDisk_keepsTheOldRecordAndLeavesNothingBehind() throws Exception {
    mountSmallDisk();
    announced();
    fillDisk();

    assertAnnounceFailsWell("No space left on device");
  }

  @Test
  void announce_onADiskThatBecameReadOnly_keepsTheOldRecordAndLeavesNothingBehind()
      throws Exception {
    mountSmallDisk();
    announced();
    Machine.must("mount", "-o", "remount,ro", disk.toString());

    assertAnnounceFailsWell("Read-only file system");
  }

  @Test
  void resolve_intoAFileOnAFullDisk_keepsTheOldAnswer() throws Exception {
    mountSmallDisk();
    installed.environment.put("PRESENCE_STORE", installed.list.toString());
    Path out = Files.writeString(disk.resolve("answer"), "the old answer\n");
    announced();
    fillDisk();

    Ended ended = installed.presence(with(RESOLVE, "--out", out.toString()));

    assertThat(ended.status()).as("%s", ended).isEqualTo(10);
    assertThat(ended.err()).hasLineCount(1).contains(out.toString(), "No space left on device");
    assertThat(out).hasContent("the old answer\n");
    assertThat(Tree.names(disk)).containsExactly("all", "answer", "filler");
  }

  @Test
  void resolve_withAFullStateFolder_costsOneLineAndNothingElse() throws Exception {
    mountSmallDisk();
    installed.environment.put("PRESENCE_STORE", installed.list.toString());
    announced();
    installed.environment.put("PRESENCE_STATE_DIR", disk.resolve("state").toString());
    fillDisk();

    Ended ended = installed.presence(RESOLVE);

    assertThat(ended.out()).isEqualTo("app\tpeer\ti-0a\t10.0.3.61\t-\n");
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).hasLineCount(1).contains("nothing is remembered in");
  }

  // Rights.

  /** Root may do everything, so what rights forbid is shown as somebody else. */
  private static List<String> asNobody() throws Exception {
    if (!Machine.isRoot()) {
      return List.of();
    }
    List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    Machine.needs(
        Machine.can("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true"),
        "setpriv, to be somebody else than root");
    return nobody;
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** A memory that somebody else than root can keep. */
  private void openState() throws IOException {
    chmod(Files.createDirectories(installed.state), "rwxrwxrwx");
  }

  private void addNode(String id, String address) throws Exception {
    installed.node(id, "app", "address.txt", address);
    assertThat(installed.presence("announce", "--state-dir", disk + "/own").status()).isZero();
  }

  @Test
  void resolve_ofARememberedRecordThatMayNotBeReadAnyMore_keepsItsPeer() throws Exception {
    List<String> nobody = asNobody();
    addNode("i-0a", "10.0.3.61");
    addNode("i-0b", "10.0.3.62");
    openState();
    String last = installed.presenceBy(nobody, RESOLVE).out();
    assertThat(last).contains("i-0a", "i-0b");
    chmod(installed.record("i-0b"), "---------");

    Ended ended = installed.presenceBy(nobody, RESOLVE);

    assertThat(ended.out()).as("%s", ended).isEqualTo(last);
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).contains(installed.record("i-0b").toString(), "permission denied");
  }

  @Test
  void resolve_ofAFolderThatMayNotBeEntered_servesTheLastAnswerAndLeavesOutAlone()
      throws Exception {
    List<String> nobody = asNobody();
    addNode("i-0a", "10.0.3.61");
    openState();
    Path answers = Files.createDirectory(installed.state.resolveSibling("answers"));
    chmod(answers, "rwxrwxrwx");
    Path out = answers.resolve("out.json");
    String[] resolve = {
      "resolve",
      "--part",
      "app",
      "--deployment",
      "any",
      "--stacktype",
      "any",
      "--out",
      out.toString()
    };
    installed.presenceBy(nobody, resolve);
    String before = Tree.file(out);
    chmod(installed.list.resolve("all"), "r--r--r--");
    try {
      Ended ended = installed.presenceBy(nobody, resolve);

      assertThat(ended.status()).as("%s", ended).isEqualTo(11);
      assertThat(ended.err()).contains("permission denied");
      assertThat(Tree.file(out)).isEqualTo(before);
      assertThat(out).content().contains("i-0a");
    } finally {
      chmod(installed.list.resolve("all"), "rwxr-xr-x");
    }
  }

  @Test
  void resolve_ofARecordThatMayNotBeRead_costsThatNodeOnly() throws Exception {
    List<String> nobody = asNobody();
    addNode("i-0a", "10.0.3.61");
    addNode("i-0b", "10.0.3.62");
    openState();
    chmod(installed.record("i-0b"), "---------");

    Ended ended = installed.presenceBy(nobody, RESOLVE);

    assertThat(ended.out()).as("%s", ended).isEqualTo("app\tpeer\ti-0a\t10.0.3.61\t-\n");
    assertThat(ended.err())
        .hasLineCount(1)
        .contains(installed.record("i-0b").toString(), "permission denied");
  }

  @Test
  void resolve_ofAFolderThatMayNotBeListed_servesTheLastAnswer() throws Exception {
    List<String> nobody = asNobody();
    addNode("i-0a", "10.0.3.61");
    openState();
    String last = installed.presenceBy(nobody, RESOLVE).out();
    chmod(installed.list.resolve("all"), "---------");
    try {
      Ended ended = installed.presenceBy(nobody, RESOLVE);

      assertThat(ended.status()).as("%s", ended).isEqualTo(11);
      assertThat(ended.out()).isEqualTo(last).contains("i-0a");
      assertThat(ended.err())
          .contains("cannot list " + installed.list.resolve("all") + ": permission denied");
    } finally {
      chmod(installed.list.resolve("all"), "rwxr-xr-x"); // Or it could not be deleted.
    }
  }

  @Test
  void announce_whereItMayNotWrite_endsWithElevenAndLeavesNothingBehind() throws Exception {
    List<String> nobody = asNobody();
    addNode("i-0a", "10.0.3.61");
    openState();
    installed.node("i-0b", "app", "address.txt", "10.0.3.62");
    chmod(installed.list.resolve("all"), "r-xr-xr-x");
    try {
      Ended ended = installed.presenceBy(nobody, "announce");

      assertThat(ended.status()).as("%s", ended).isEqualTo(11);
      assertThat(ended.err()).hasLineCount(1).contains("permission denied");
      assertThat(Tree.names(installed.list.resolve("all"))).containsExactly("i-0a.json");
    } finally {
      chmod(installed.list.resolve("all"), "rwxr-xr-x");
    }
  }

  @Test
  void resolve_withAStateFolderThatMayNotBeWritten_costsOneLineAndNothingElse() throws Exception {
    List<String> nobody = asNobody();
    addNode("i-0a", "10.0.3.61");
    chmod(Files.createDirectories(installed.state), "r-xr-xr-x");

    Ended ended = installed.presenceBy(nobody, RESOLVE);

    assertThat(ended.out()).isEqualTo("app\tpeer\ti-0a\t10.0.3.61\t-\n");
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).hasLineCount(1).contains("nothing is remembered in", "--state-dir");
  }

  private static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
