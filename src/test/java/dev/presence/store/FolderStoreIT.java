package dev.presence.store;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.format.RecordFormat;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Strace;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as a machine's kernel makes them: full, read-only, of somebody else, failing. */
class FolderStoreIT {
  private static final String WRITER = "0badcafe";
  private static final Entry A = new Entry(Entry.Kind.RECORD, "i-0a");
  private static final Entry B = new Entry(Entry.Kind.RECORD, "i-0b");

  private final Path folder;
  private final Path root;
  private final Path all;
  private final FolderStore store;
  private boolean mounted;

  FolderStoreIT(@TempDir Path folder) {
    this.folder = folder;
    this.root = folder.resolve("list");
    this.all = root.resolve("all");
    this.store = new FolderStore(root, WRITER);
  }

  @BeforeEach
  void make() throws Exception {
    Files.createDirectory(root);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      Machine.must("umount", "-l", root.toString());
    }
  }

  /** One call on a store from a process of its own, and what came of it, a line each. */
  static final class Call {
    public static void main(String[] args) {
      FolderStore store = new FolderStore(Path.of(args[0]), WRITER);
      try {
        switch (args[1]) {
          case "put" -> said(putEssay(store, args[2], Integer.parseInt(args[3])));
          case "beat" -> said(store.put(new Announcement(null, beat(args[2], 1)), null));
          case "order" -> said(store.put(anOrder(args[2]), null));
          case "create" -> store.create();
          case "delete" -> System.out.println(store.delete(A, new Version(args[2])));
          default -> look(store);
        }
      } catch (StoreException e) {
        System.out.println("failed: " + e.getMessage());
      }
    }

    private static void said(Receipt receipt) {
      System.out.println(receipt.getClass().getSimpleName());
      if (receipt instanceof Receipt.Written written) {
        written.warnings().forEach(System.out::println);
      }
    }

    private static void look(FolderStore store) throws StoreException {
      Map<Entry, @Nullable Version> entries =
          new TreeMap<>(store.list(Listing.ALL_PARTS).entries());
      for (Map.Entry<Entry, @Nullable Version> entry : entries.entrySet()) {
        System.out.print(entry.getValue() == null ? "unknown " : "");
      }
      store.load(
          entries.keySet(),
          (entry, loaded) ->
              System.out.println(
                  entry.id()
                      + " "
                      + (loaded instanceof Loaded.Content ? "content" : loaded.toString())));
    }

    private Call() {}
  }

  private List<String> call(String... arguments) {
    List<String> all = new ArrayList<>(List.of(root.toString()));
    all.addAll(List.of(arguments));
    return Machine.java(Call.class, all.toArray(new String[0]));
  }

  private static NodeRecord essay(String id, int length) {
    return node(id, Map.of("essay", "x".repeat(length)));
  }

  private static Order anOrder(String id) {
    return order(id, Order.Word.LEFT, "20261122-174830");
  }

  private static Receipt putEssay(Store store, String id, int length) throws StoreException {
    Entry entry = new Entry(Entry.Kind.RECORD, id);
    return store.put(
        new Announcement(essay(id, length), null), store.find(List.of(entry)).get(entry));
  }

  private static byte[] bytes(int length) {
    return RecordFormat.print(essay("i-0a", length));
  }

  private Path file(Entry entry) {
    return root.resolve(entry.path());
  }

  private Path hidden() {
    return all.resolve(".i-0a.json." + WRITER + ".tmp");
  }

  // A disk that is full, or read-only.

  /** A list with a record, on a disk of 64 KiB. */
  private void mountSmallDisk() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount a small disk");
    mounted = Machine.can("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", root.toString());
    Machine.needs(mounted, "to be allowed to mount a tmpfs");
    store.create();
  }

  private void fillDisk() throws Exception {
    Machine.run("dd", "if=/dev/zero", "of=" + root.resolve("filler"), "bs=4k");
    assertThat(Machine.can("sh", "-c", "echo x >'" + root + "/x'")).as("a full disk").isFalse();
    Files.deleteIfExists(root.resolve("x"));
  }

  private void assertPutFailsWell(String reason) throws Exception {
    String before = Tree.file(file(A));

    assertThatThrownBy(() -> putEssay(store, "i-0a", 8000))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot write %s in the list %s: %s; see to its rights and space",
            file(A), root, reason);

    assertThat(Tree.names(all)).containsExactly("i-0a.json");
    assertThat(Tree.file(file(A))).isEqualTo(before);
  }

  @Test
  void put_onAFullDisk_keepsTheOldRecordAndIsDoneWhenThereIsSpace() throws Exception {
    mountSmallDisk();
    putEssay(store, "i-0a", 1);
    fillDisk();
    assertPutFailsWell("No space left on device");
    Files.delete(root.resolve("filler"));

    assertThat(putEssay(store, "i-0a", 8000)).isInstanceOf(Receipt.Written.class);

    assertThat(file(A)).hasBinaryContent(bytes(8000));
  }

  @Test
  void put_forTheFirstTimeOnAFullDisk_leavesNothingBehind() throws Exception {
    mountSmallDisk();
    fillDisk();

    assertThatThrownBy(() -> putEssay(store, "i-0a", 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.put(anOrder("i-0a"), null)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.put(new Announcement(null, beat("i-0a", 1)), null))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.tryWriting()).isInstanceOf(StoreException.class);

    for (String name : List.of("all", "order", "beat")) {
      assertThat(root.resolve(name)).isEmptyDirectory();
    }
  }

  @Test
  void put_onADiskThatBecameReadOnly_keepsTheOldRecord() throws Exception {
    mountSmallDisk();
    putEssay(store, "i-0a", 1);
    Machine.must("mount", "-o", "remount,ro", root.toString());

    assertPutFailsWell("Read-only file system");
    assertThat(putEssay(store, "i-0a", 1)).as("the same").isInstanceOf(Receipt.Unchanged.class);
    assertThatThrownBy(() -> store.delete(A, FolderListing.version(file(A))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Read-only file system");
    assertThatThrownBy(() -> store.tryWriting()).isInstanceOf(StoreException.class);
  }

  // Rights. Root may do everything unless it gives that up.

  private Ended callWithoutPrivileges(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (Machine.isRoot()) {
      String[] less = {"setpriv", "--bounding-set=-dac_override,-dac_read_search"};
      Machine.needs(Machine.can(less[0], less[1], "true"), "setpriv, to be less than root");
      command.addAll(List.of(less));
    }
    command.addAll(call(arguments));
    return Machine.run(command, Map.of());
  }

  private interface Doing {
    void run() throws Exception;
  }

  /** With a mode that would keep even this test from deleting it afterwards. */
  private static void withMode(String mode, Path path, Doing doing) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    try {
      doing.run();
    } finally {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void makeListOfTwo() throws StoreException {
    store.create();
    putEssay(store, "i-0a", 1);
    putEssay(store, "i-0b", 1);
  }

  @Test
  void load_ofARecordThatMayNotBeRead_isUnreadableAndCostsNoOther() throws Exception {
    makeListOfTwo();
    withMode(
        "---------",
        file(B),
        () ->
            assertThat(callWithoutPrivileges("look").out())
                .isEqualTo(
                    """
                    i-0a content
                    i-0b Unreadable[reason=cannot be read: permission denied]
                    """));
  }

  @Test
  void list_ofAFolderThatMayNotBeEntered_showsWhatCannotBeRead() throws Exception {
    makeListOfTwo();
    withMode(
        "r--r--r--",
        all,
        () ->
            assertThat(callWithoutPrivileges("look").out())
                .isEqualTo(
                    """
                    unknown unknown i-0a Unreadable[reason=cannot be read: permission denied]
                    i-0b Unreadable[reason=cannot be read: permission denied]
                    """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "order"})
  void list_ofAFolderThatMayNotBeListed_fails(String name) throws Exception {
    makeListOfTwo();
    Path part = root.resolve(name);
    withMode(
        "---------",
        part,
        () ->
            assertThat(callWithoutPrivileges("look").out())
                .isEqualTo("failed: cannot list " + part + ": permission denied\n"));
  }

  @Test
  void put_whereItMayNotWrite_failsAndLeavesNothingBehind() throws Exception {
    makeListOfTwo();
    withMode(
        "r-xr-xr-x",
        all,
        () ->
            assertThat(callWithoutPrivileges("put", "i-0a", "2").out())
                .startsWith("failed: cannot write " + file(A))
                .contains("permission denied"));

    assertThat(Tree.names(all)).containsExactly("i-0a.json", "i-0b.json");
    assertThat(file(A)).hasBinaryContent(bytes(1));
  }

  @Test
  void whatIsWritten_underATightUmask_isReadableByAll() throws Exception {
    for (String[] each :
        new String[][] {{"create"}, {"put", "i-0a", "1"}, {"beat", "i-0a"}, {"order", "i-0a"}}) {
      List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
      command.addAll(call(each));
      assertThat(Machine.run(command, Map.of()).out()).doesNotContain("failed");
    }

    for (String name : List.of("all", "beat", "order")) {
      assertThat(mode(root.resolve(name))).as(name).isEqualTo("rwxr-xr-x");
      assertThat(mode(root.resolve(name + "/i-0a.json"))).as(name).isEqualTo("rw-r--r--");
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  // Names.

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void load_ofANameThatIsNotUtf8_isBrokenInEveryLocale(String locale) throws Exception {
    store.create();
    putEssay(store, "i-0a", 1);
    Machine.must("sh", "-c", "echo '{}' >'" + all + "'/i-$(printf '\\377').json");

    Ended ended = Machine.run(call("look"), Map.of("LC_ALL", locale));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines())
        .hasSize(2)
        .contains("i-0a content")
        .anyMatch(line -> line.endsWith("Broken[reason=has a name that is no node's]"));
  }

  @Test
  void load_ofANameThatTheLocaleCannotSay_isBroken() throws Exception {
    store.create();
    putEssay(store, "i-0a", 1);
    Machine.must("sh", "-c", "echo '{}' >'" + all + "'/i-$(printf '\\303\\244').json");

    Ended ended = Machine.run(call("look"), Map.of("LC_ALL", "C"));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("i-0a content", "has a name that is no node's");
  }

  // System calls: in which order, and which not.

  @Test
  void put_ofARecordOrAnOrder_syncsItAndThenItsFolder() throws Exception {
    makeListOfTwo();
    for (Entry entry : List.of(A, new Entry(Entry.Kind.ORDER, "i-0a"))) {
      Path parent = root.resolve(entry.kind().folder());
      Path hidden = parent.resolve(hidden().getFileName());
      Strace strace =
          new Strace(folder, hidden, file(entry), parent)
              .with("-e", "trace=write,/sync,/rename,/chmod");
      String[] what =
          entry.equals(A) ? new String[] {"put", "i-0a", "2"} : new String[] {"order", "i-0a"};

      assertThat(strace.run(call(what)).out()).isEqualTo("Written\n");

      List<String> calls = strace.calls();
      assertThat(calls).hasSize(5);
      assertThat(calls.get(0)).startsWith("write(").contains(hidden.toString());
      assertThat(calls.get(1)).contains("sync(").contains(hidden.toString());
      assertThat(calls.get(2)).contains("chmod").contains(hidden.toString());
      assertThat(calls.get(3)).startsWith("rename").contains(hidden + "\"", file(entry) + "\"");
      assertThat(calls.get(4)).contains("sync(").contains("<" + parent + ">");
    }
  }

  @Test
  void put_ofABeat_syncsNothing() throws Exception {
    makeListOfTwo();
    Path beats = root.resolve("beat");
    Path hidden = beats.resolve(hidden().getFileName());
    Strace strace =
        new Strace(folder, hidden, beats.resolve("i-0a.json"), beats)
            .with("-e", "trace=/sync,/rename");

    strace.run(call("beat", "i-0a"));

    assertThat(strace.calls()).singleElement().asString().startsWith("rename");
  }

  @Test
  void put_ofAnything_listsNoFolder() throws Exception {
    makeListOfTwo();
    Strace strace =
        new Strace(folder, root, all, root.resolve("beat"), root.resolve("order"))
            .with("-e", "trace=/getdents");
    strace.run(call("look"));
    assertThat(strace.calls()).as("what this test looks for").isNotEmpty();

    for (String[] each :
        new String[][] {
          {"put", "i-0a", "2"}, {"put", "i-0a", "2"}, {"beat", "i-0a"}, {"order", "i-0a"}
        }) {
      assertThat(strace.run(call(each)).out()).doesNotContain("failed");

      assertThat(strace.calls()).isEmpty();
    }
  }

  // System calls that fail.

  @Test
  void put_whereModesAreRefused_isInPlaceWithAWarning() throws Exception {
    makeListOfTwo();
    Strace strace =
        new Strace(folder, hidden()).with("-e", "inject=/chmod:error=EPERM", "-e", "trace=/chmod");

    assertThat(strace.run(call("put", "i-0a", "2")).out())
        .isEqualTo(
            """
            Written
            %s may not be readable by whom it should: its mode could not be set, \
            Operation not permitted
            """
                .formatted(file(A)));

    assertThat(file(A)).hasBinaryContent(bytes(2));
    assertThat(Tree.names(all)).containsExactly("i-0a.json", "i-0b.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sync:error=EINVAL", "/sync:error=EIO", "openat:error=EACCES"})
  void put_whereTheFolderCannotBeSynced_isInPlaceWithAWarning(String fault) throws Exception {
    makeListOfTwo();
    Strace strace = new Strace(folder, all).with("-e", "inject=" + fault);

    assertThat(strace.run(call("put", "i-0a", "2")).out())
        .startsWith(
            "Written\n"
                + file(A)
                + " is written, but a power cut may lose it: its folder could not be synced, ")
        .hasLineCount(2);

    assertThat(file(A)).hasBinaryContent(bytes(2));
  }

  @ParameterizedTest
  @CsvSource({
    "openat, EACCES",
    "openat, EMFILE",
    "openat, ENOSPC",
    "openat, EROFS",
    "openat, ESTALE",
    "write, ENOSPC",
    "write, EIO",
    "/sync, EIO",
    "/sync, ESTALE",
    "/rename, EIO",
    "/rename, EXDEV",
    "/rename, ESTALE"
  })
  void put_whenACallFails_saysItAndLeavesTheOldRecordAlone(String call, String error)
      throws Exception {
    makeListOfTwo();
    String before = Tree.file(file(A));
    Strace strace = new Strace(folder, hidden()).with("-e", "inject=" + call + ":error=" + error);

    assertThat(strace.run(call("put", "i-0a", "2")).out())
        .startsWith("failed: cannot write " + file(A) + " in the list " + root + ": ")
        .doesNotContain("Exception")
        .hasLineCount(1);

    assertThat(strace.calls()).anyMatch(line -> line.contains("(INJECTED)"));
    assertThat(Tree.file(file(A))).isEqualTo(before);
    assertThat(Tree.names(all)).containsExactly("i-0a.json", "i-0b.json");
  }

  @ParameterizedTest
  @CsvSource({
    "/stat, EIO",
    "/stat, ESTALE",
    "/stat, EACCES",
    "openat, EIO",
    "openat, ESTALE",
    "openat, EACCES",
    "openat, EMFILE",
    "read, EIO",
    "read, ESTALE"
  })
  void look_whenACallOnARecordFails_isUnreadableAndNeverGone(String call, String error)
      throws Exception {
    makeListOfTwo();
    Strace strace = new Strace(folder, file(B)).with("-e", "inject=" + call + ":error=" + error);

    List<String> lines = strace.run(call("look")).out().lines().toList();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).isEqualTo((call.equals("/stat") ? "unknown " : "") + "i-0a content");
    assertThat(lines.get(1)).startsWith("i-0b Unreadable[reason=cannot be read: ");
  }

  @ParameterizedTest
  @CsvSource({
    "/getdents, EIO",
    "/getdents, ESTALE",
    "openat, EACCES",
    "openat, EIO",
    "openat, EMFILE",
    "openat, ESTALE"
  })
  void look_whenTheListingFails_fails(String call, String error) throws Exception {
    makeListOfTwo();
    Strace strace = new Strace(folder, all).with("-e", "inject=" + call + ":error=" + error);

    assertThat(strace.run(call("look")).out())
        .startsWith("failed: cannot list " + all + ": ")
        .hasLineCount(1);
  }

  // Kills, and other writers.

  @ParameterizedTest
  @ValueSource(strings = {"openat", "write", "/sync", "/chmod", "/rename"})
  void put_killedAtAnyCall_leavesAWholeRecordAndTheNextLeavesNothingElse(String call)
      throws Exception {
    makeListOfTwo();
    Strace strace = new Strace(folder, hidden()).with("-e", "inject=" + call + ":signal=KILL");

    assertThat(strace.run(call("put", "i-0a", "2")).out()).isEmpty();

    assertThat(Files.readAllBytes(file(A))).isIn(bytes(1), bytes(2));
    assertThat(store.list(Listing.ALL_PARTS).entries()).containsOnlyKeys(A, B);
    assertThat(putEssay(store, "i-0a", 3)).isInstanceOf(Receipt.Written.class);
    assertThat(file(A)).hasBinaryContent(bytes(3));
    assertThat(Tree.names(all)).containsExactly("i-0a.json", "i-0b.json");
  }

  @Test
  void put_killedBetweenRenameAndSync_isThere() throws Exception {
    makeListOfTwo();
    Strace strace = new Strace(folder, all).with("-e", "inject=/sync:signal=KILL");

    assertThat(strace.run(call("put", "i-0a", "2")).out()).isEmpty();

    assertThat(file(A)).hasBinaryContent(bytes(2));
    assertThat(Tree.names(all)).containsExactly("i-0a.json", "i-0b.json");
  }

  /** Another's record, to be moved into the place of this node's. */
  private Path another(int length) throws IOException {
    return Files.write(folder.resolve("other" + length), bytes(length));
  }

  private void moveInPlace(Path other) throws IOException {
    Files.move(other, file(A), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A call whose rename of that file is held up for two seconds before, or after, or both. */
  private Process startHeldUp(Path file, String delays, String... arguments) throws Exception {
    Strace strace =
        new Strace(folder, file)
            .with("-e", "trace=/stat,/rename", "-e", "inject=/rename:" + delays);
    return new ProcessBuilder(strace.command(call(arguments)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void await(Process process, Callable<Boolean> condition) throws Exception {
    while (process.isAlive() && !condition.call()) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void put_replacedOrDeletedBeforeItIsReadBack_isBehind(boolean deleted) throws Exception {
    makeListOfTwo();
    Path other = another(3);
    Process writer = startHeldUp(hidden(), "delay_exit=2000000", "put", "i-0a", "2");
    try {
      await(writer, () -> Files.size(file(A)) == bytes(2).length);
      if (deleted) {
        Files.delete(file(A));
      } else {
        moveInPlace(other);
      }

      assertThat(writer.inputReader().lines()).containsExactly("Behind");
    } finally {
      writer.destroyForcibly();
    }
    assertThat(Files.exists(file(A))).isEqualTo(!deleted);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void delete_ofANodeThatComesBackMeanwhile_leavesTheNewest(boolean twice) throws Exception {
    makeListOfTwo();
    Path second = another(2);
    Path third = another(3);
    String version = FolderListing.version(file(A)).token();
    Path log = folder.resolve("strace.log");
    Process pruning =
        startHeldUp(file(A), "delay_enter=2000000:delay_exit=2000000", "delete", version);
    try {
      await(pruning, () -> Files.exists(log) && Files.readString(log).contains("stat"));
      moveInPlace(second); // Between the first look and the rename.
      await(pruning, () -> !Files.exists(file(A)));
      if (twice) {
        moveInPlace(third); // Between the rename and the second look.
      }

      assertThat(pruning.inputReader().lines()).containsExactly("false");
    } finally {
      pruning.destroyForcibly();
    }
    assertThat(file(A)).hasBinaryContent(bytes(twice ? 3 : 2));
    assertThat(Tree.names(all)).containsExactly("i-0a.json", "i-0b.json");
  }
}
