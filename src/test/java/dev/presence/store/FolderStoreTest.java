package dev.presence.store;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static dev.presence.testing.Nodes.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.presence.format.RecordFormat;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.testing.Machine;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what only a folder can get wrong. */
class FolderStoreTest extends StoreContract {
  /** Only a read that hangs takes that long. */
  private static final Duration HANGS = Duration.ofSeconds(60);

  private static final Instant NOW = Instant.parse("2026-11-22T17:48:30Z");

  private final Path folder;
  private int machines;

  FolderStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected Store open() {
    return new FolderStore(root(), "0badcafe");
  }

  @Override
  protected Store openAgain() {
    machines++;
    return new FolderStore(root(), "600d" + machines);
  }

  @Override
  protected void plant(Entry entry, byte[] bytes) throws IOException {
    Files.write(file(entry), bytes);
  }

  /** A link that leads to itself gives an error that is not "no such file", as a bad disk does. */
  @Override
  protected void obstruct(Entry entry) throws IOException {
    Path parent = root().resolve(entry.kind().folder());
    Files.move(parent, folder.resolve("away"));
    Files.createSymbolicLink(parent, parent);
  }

  @Override
  protected byte[] opened(String name) throws IOException {
    return Files.readAllBytes(Path.of(name));
  }

  @Override
  protected boolean takeAway(Entry.Kind kind) throws IOException {
    Files.move(root().resolve(kind.folder()), folder.resolve("away"));
    return true;
  }

  private Path root() {
    return folder.resolve("list");
  }

  private Path all() {
    return root().resolve("all");
  }

  private Path file(Entry entry) {
    return root().resolve(entry.path());
  }

  private static byte[] bytes(NodeRecord record) {
    return RecordFormat.print(record);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** A list with a good node, beside which strange things are put. */
  private void makeGoodList() throws StoreException {
    store.create();
    put(store, node("i-0a"));
  }

  // What is strange costs the node it is named after, and nobody else.

  private void assertBroken(String reason) throws Exception {
    Map<Entry, String> contents =
        assertTimeoutPreemptively(HANGS, () -> contents(store), "a list with " + B);

    assertThat(contents)
        .isEqualTo(Map.of(A, text(node("i-0a")), B, "Broken[reason=" + reason + "]"));
  }

  private static final String LINK = "is a link, and links on a list are not followed";

  @Test
  void load_ofAFolder_isBroken() throws Exception {
    makeGoodList();
    Files.createDirectory(file(B));

    assertBroken("is a folder");
  }

  @Test
  void load_ofAPipe_isBrokenAndDoesNotHang() throws Exception {
    makeGoodList();
    Machine.must("mkfifo", file(B).toString());

    assertBroken("is not a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "i-0b.json", "i-0a.json", "/proc/kmsg", "/dev/zero"})
  void load_ofALink_isBrokenAndTheLinkNotFollowed(String target) throws Exception {
    makeGoodList();
    Files.createSymbolicLink(file(B), Path.of(target));

    assertBroken(LINK);
  }

  @Test
  void load_ofALinkToAPipe_isBrokenAndDoesNotHang() throws Exception {
    makeGoodList();
    Machine.must("mkfifo", folder.resolve("pipe").toString());
    Files.createSymbolicLink(file(B), folder.resolve("pipe"));

    assertBroken(LINK);
  }

  @Test
  void load_ofAFileOfHundredsOfGigabytes_isBroken() throws Exception {
    makeGoodList();
    Machine.must("truncate", "-s", "100G", file(B).toString());

    assertBroken("is over 64 KiB");
  }

  @Test
  void load_ofMoreThanFitsAnyMachine_failsInOneSentence() throws Exception {
    makeGoodList();
    plant(B, new byte[64 * 1024]);

    assertThatThrownBy(() -> store.load(Collections.nCopies(4097, B), (entry, loaded) -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "%s holds more than 256 MB of records: see what is in it, and 'presence prune'",
            root());
  }

  @Test
  void list_ofANameWithALineEnd_showsThatThereIsOne() throws Exception {
    makeGoodList();
    plant(record("i-bad\n"), bytes(node("i-0b")));

    assertThat(store.list(Listing.ALL_PARTS).entries()).containsOnlyKeys(A, record("i-bad?"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I-BAD",
        "i bad",
        "i..bad",
        "con",
        "-rf",
        "i-bad$(id)",
        "<%= 1 %>",
        "i-bad\u001b[2J"
      })
  void list_ofANameThatIsNoNodes_showsItAsItIs(String name) throws Exception {
    makeGoodList();
    Entry entry = record(name);
    plant(entry, bytes(node("i-0b")));

    assertThat(contents(store)).isEqualTo(Map.of(A, text(node("i-0a")), entry, text(node("i-0b"))));
    assertThat(store.find(List.of(entry))).containsOnlyKeys(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".i-bad.json.1f.tmp", ".i-bad.json", "i-bad.json~", "i-bad.txt", "README"})
  void list_ofNamesThatAreNoRecords_ignoresThem(String name) throws Exception {
    makeGoodList();
    Files.writeString(all().resolve(name), "half a rec");

    assertThat(contents(store)).containsOnlyKeys(A);
  }

  // What cannot be listed is never an empty list.

  @Test
  void list_whereThereIsNoFolder_failsAndSaysWhatToDo() {
    String message =
        "no folder %s: mount it, or make the list with 'presence init %<s'".formatted(root());

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS)).hasMessage(message);
    assertThatThrownBy(() -> store.find(List.of(A))).hasMessage(message);
  }

  @Test
  void everyCall_whereAllIsNotThere_saysThatItIsNoListAndMakesNone() throws Exception {
    Files.createDirectories(root().resolve("order"));
    Files.createDirectories(root().resolve("beat"));
    Files.writeString(root().resolve("README.txt"), "");
    Map<String, String> before = Tree.of(root());
    String message =
        "%s is no list: where a list should be mounted here, mount it; else 'presence init %<s' makes one"
            .formatted(root());
    Announcement said = new Announcement(node("i-0a"), beat("i-0a", 1));

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS)).hasMessage(message);
    assertThatThrownBy(() -> store.find(List.of(A))).hasMessage(message);
    assertThatThrownBy(() -> store.put(said, null)).hasMessage(message);
    assertThatThrownBy(() -> store.put(said, new Version("1"))).hasMessage(message);
    assertThatThrownBy(() -> store.put(new Announcement(null, beat("i-0a", 1)), null))
        .hasMessage(message);
    assertThatThrownBy(() -> store.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null))
        .hasMessage(message);
    assertThatThrownBy(() -> store.tryWriting()).hasMessage(message);

    assertThat(Tree.of(root())).isEqualTo(before);
  }

  @Test
  void everyCall_onAFileInsteadOfAFolder_fails() throws Exception {
    Files.writeString(root(), "");

    String message = root() + " is a file, not a folder: name the list's folder";
    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS)).hasMessage(message);
    assertThatThrownBy(() -> store.find(List.of(A))).hasMessage(message);
    assertThatThrownBy(() -> store.create()).hasMessage(message);
    assertThat(root()).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "order"})
  void list_whereAFolderIsAFile_failsInsteadOfFindingNothing(String name) throws Exception {
    makeGoodList();
    Path part = root().resolve(name);
    Files.move(part, folder.resolve("away"));
    Files.createFile(part);

    assertThatThrownBy(() -> store.list(Listing.ALL_PARTS))
        .isInstanceOf(StoreException.class)
        .hasMessage("cannot list %s: not a folder", part);
  }

  @Test
  void find_ofWhatCannotBeLookedAt_isThereInAVersionThatIsNotKnown() throws Exception {
    makeGoodList();
    obstruct(beatOf("i-0a"));

    assertThat(store.find(List.of(A, beatOf("i-0a"))))
        .containsOnlyKeys(A, beatOf("i-0a"))
        .containsEntry(beatOf("i-0a"), null);
  }

  @Test
  void create_whereAllIsAFile_saysSo() throws Exception {
    Files.createDirectory(root());
    Files.createFile(all());

    assertThatThrownBy(() -> store.create())
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot make the list in %s: a file is in the way", root());
  }

  @Test
  void create_inAFolderThatIsNotThere_makesItReadableByAll() throws Exception {
    FolderStore deep = new FolderStore(folder.resolve("srv/lists/list"), "0badcafe");

    deep.create();

    for (String made : List.of("srv", "srv/lists", "srv/lists/list", "srv/lists/list/all")) {
      assertThat(mode(folder.resolve(made))).as(made).isEqualTo("rwxr-xr-x");
    }
  }

  @Test
  void list_throughALinkToTheListItself_isTheList() throws Exception {
    makeGoodList();
    Path link = Files.createSymbolicLink(folder.resolve("link"), root());

    assertThat(contents(new FolderStore(link, "0badcafe"))).containsOnlyKeys(A);
  }

  @Test
  void name_ofAPathWithControlCharacters_isFitToPrint() {
    FolderStore strange = new FolderStore(folder.resolve("li\u001b[2Jst\n"), "0badcafe");

    assertThat(strange.name()).matches("\\p{Print}+");
    assertThatThrownBy(() -> strange.list(Listing.ALL_PARTS)).message().matches("\\p{Print}+");
  }

  // The flat form of the original system.

  private static final Entry FLAT = new Entry(Entry.Kind.FLAT, "i-old");

  @Test
  void list_ofTheFlatForm_findsItsRecords() throws Exception {
    Files.createDirectory(root());
    plant(FLAT, bytes(node("i-old")));

    assertThat(contents(store)).isEqualTo(Map.of(FLAT, text(node("i-old"))));
    assertThat(store.find(List.of(FLAT, A))).containsOnlyKeys(FLAT);
  }

  @Test
  void list_ofBothForms_findsTheRecordsOfBoth() throws Exception {
    makeGoodList();
    plant(FLAT, bytes(node("i-old")));
    plant(new Entry(Entry.Kind.FLAT, "i-0a"), bytes(node("i-0a")));

    assertThat(contents(store)).containsOnlyKeys(A, FLAT, new Entry(Entry.Kind.FLAT, "i-0a"));
  }

  @Test
  void put_onAListOfTheFlatFormAlone_isRefused() throws Exception {
    Files.createDirectory(root());
    plant(FLAT, bytes(node("i-old")));

    assertThatThrownBy(() -> store.put(saying(node("i-0a")), null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("init");
  }

  @Test
  void create_ofAListOfTheFlatForm_keepsItsRecords() throws Exception {
    Files.createDirectory(root());
    plant(FLAT, bytes(node("i-old")));

    store.create();

    assertThat(contents(store)).containsOnlyKeys(FLAT);
  }

  @Test
  void delete_ofAFlatCopy_leavesTheRecord() throws Exception {
    makeGoodList();
    Entry flat = new Entry(Entry.Kind.FLAT, "i-0a");
    plant(flat, bytes(node("i-0a")));

    assertThat(store.delete(flat, versionThere(store, flat))).isTrue();

    assertThat(contents(store)).containsOnlyKeys(A);
  }

  // Versions.

  @Test
  void version_ofAFileReplacedByItsOwnBytes_isAnother() throws Exception {
    makeGoodList();
    Version before = version(store, A);
    FileTime time = Files.getLastModifiedTime(file(A));

    Path copy = Files.copy(file(A), folder.resolve("copy"));
    Files.setLastModifiedTime(copy, time);
    Files.move(copy, file(A), StandardCopyOption.ATOMIC_MOVE);

    assertThat(version(store, A)).as("another inode").isNotEqualTo(before);
  }

  @Test
  void version_ofAFileWithAnotherTime_isAnother() throws Exception {
    makeGoodList();
    Files.setLastModifiedTime(file(A), FileTime.from(NOW));
    Version before = version(store, A);

    Files.setLastModifiedTime(file(A), FileTime.from(NOW.plusNanos(1)));

    assertThat(version(store, A)).isNotEqualTo(before);
  }

  @Test
  void version_ofAFileOfAnotherLength_isAnother() throws Exception {
    makeGoodList();
    Version before = version(store, A);

    overwriteUnseen(essay("i-0a", 1));

    assertThat(version(store, A)).isNotEqualTo(before);
  }

  /** What a writer in place does within one tick of the clock, made sure. */
  private void overwriteUnseen(NodeRecord record) throws IOException {
    FileTime time = Files.getLastModifiedTime(file(A));
    Files.write(file(A), bytes(record));
    Files.setLastModifiedTime(file(A), time);
  }

  @Test
  void look_atWhatIsUnsettled_seesAnOverwriteThatNoVersionShows() throws Exception {
    Remembering reader = new Remembering(store);
    store.create();
    put(store, nodeAt("i-0a", "20261122-174830"));
    Version version = version(store, A);
    reader.look(NOW);
    reader.look(NOW.plusMillis(1999));
    overwriteUnseen(nodeAt("i-0a", "20261122-174831"));
    assertThat(version(store, A)).as("this test's own trick").isEqualTo(version);

    reader.look(NOW.plusSeconds(60));

    assertThat(reader.of(A)).isEqualTo(text(nodeAt("i-0a", "20261122-174831")));
    reader.look(NOW.plusSeconds(61));
    reader.look(NOW.plusSeconds(62));
    assertThat(reader.loaded()).as("bytes that are settled anew only now").containsExactly(A);
  }

  @Test
  void look_atWhatIsSettled_seesTheNextWriteAllTheSame() throws Exception {
    Remembering reader = new Remembering(store);
    store.create();
    put(store, nodeAt("i-0a", "20261122-174830"));
    Files.setLastModifiedTime(file(A), FileTime.from(Instant.now().minusSeconds(3)));
    reader.look(NOW);
    reader.look(NOW.plusSeconds(2));
    Files.write(file(A), bytes(nodeAt("i-0a", "20261122-174831"))); // In place: the same inode.

    reader.look(NOW.plusSeconds(2));

    assertThat(reader.of(A)).isEqualTo(text(nodeAt("i-0a", "20261122-174831")));
  }

  // What is written.

  @Test
  void put_ofEqualContent_changesNoFile() throws Exception {
    Order order = order("i-0b", Order.Word.LEFT, "20261122-174830");
    makeGoodList();
    store.put(order, null);
    Map<String, String> before = Tree.of(root());

    store.put(saying(node("i-0a")), version(store, A));
    store.put(order, null);
    store.create();

    assertThat(Tree.of(root())).isEqualTo(before);
  }

  @Test
  void put_ofEachKind_writesItsBytesReadableByAll() throws Exception {
    store.create();
    store.put(new Announcement(node("i-0a"), beat("i-0a", 1)), null);
    store.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null);

    for (Entry entry : List.of(A, beatOf("i-0a"), orderFor("i-0a"))) {
      assertThat(file(entry)).hasContent(text(store, entry));
      assertThat(mode(file(entry))).isEqualTo("rw-r--r--");
      assertThat(Tree.names(root().resolve(entry.kind().folder()))).containsExactly("i-0a.json");
    }
    assertThat(file(A)).hasBinaryContent(bytes(node("i-0a")));
  }

  @Test
  void put_onAListWithoutFoldersForBeatsAndOrders_makesThem() throws Exception {
    Files.createDirectories(all());

    assertThat(store.list(Listing.ALL_PARTS).entries()).isEmpty();
    store.put(new Announcement(node("i-0a"), beat("i-0a", 1)), null);
    store.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null);

    assertThat(contents(store)).containsOnlyKeys(A, orderFor("i-0a"));
    assertThat(mode(root().resolve("beat"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(root().resolve("order"))).isEqualTo("rwxr-xr-x");
  }

  @Test
  void put_overALink_replacesTheLinkAndNotWhatItLeadsTo() throws Exception {
    makeGoodList();
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
    Files.createSymbolicLink(file(B), elsewhere);

    assertThat(put(store, node("i-0b"))).isInstanceOf(Receipt.Written.class);

    assertThat(elsewhere).hasContent("precious");
    assertThat(file(B)).isRegularFile().hasBinaryContent(bytes(node("i-0b")));
    assertThat(Files.isSymbolicLink(file(B))).isFalse();
  }

  @Test
  void put_overALinkToTheVeryBytes_replacesTheLink() throws Exception {
    // Nobody follows it: a node that took this for its record would be on no reader's list.
    makeGoodList();
    Path elsewhere = Files.write(folder.resolve("elsewhere"), bytes(node("i-0b")));
    Files.createSymbolicLink(file(B), elsewhere);

    assertThat(put(store, node("i-0b"))).isInstanceOf(Receipt.Written.class);

    assertThat(text(store, B)).isEqualTo(text(node("i-0b")));
  }

  @Test
  void put_overAPipe_replacesIt() throws Exception {
    makeGoodList();
    Machine.must("mkfifo", file(B).toString());

    Receipt receipt = assertTimeoutPreemptively(HANGS, () -> put(store, node("i-0b")));

    assertThat(receipt).isInstanceOf(Receipt.Written.class);
    assertThat(text(store, B)).isEqualTo(text(node("i-0b")));
  }

  @Test
  void put_whereAFolderIsInTheWay_failsAndLeavesNothingBehind() throws Exception {
    makeGoodList();
    Files.createDirectories(file(B).resolve("precious"));

    assertThatThrownBy(() -> put(store, node("i-0b")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot write " + file(B))
        .hasMessageContaining("is a folder");

    assertThat(Tree.names(all())).containsExactly("i-0a.json", "i-0b.json");
    assertThat(file(B).resolve("precious")).isDirectory();
  }

  @Test
  void put_afterAKillOfTheSameWriter_writesOverWhatItLeft() throws Exception {
    makeGoodList();
    Files.writeString(all().resolve(".i-0b.json.0badcafe.tmp"), "{\"half\": \"a rec");
    Path others = Files.writeString(all().resolve(".i-0b.json.600d.tmp"), "being written");

    put(store, node("i-0b"));

    assertThat(others).hasContent("being written");
    Files.delete(others);
    assertThat(Tree.names(all())).containsExactly("i-0a.json", "i-0b.json");
  }

  @Test
  void delete_ofALink_leavesWhatItLeadsTo() throws Exception {
    makeGoodList();
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
    Files.createSymbolicLink(file(B), elsewhere);

    assertThat(store.delete(B, versionThere(store, B))).isTrue();

    assertThat(elsewhere).hasContent("precious");
    assertThat(Tree.names(all())).containsExactly("i-0a.json");
  }

  @Test
  void delete_ofANodeThatCameBack_doesNotTouchIt() throws Exception {
    makeGoodList();
    String before = Tree.file(file(A));

    assertThat(store.delete(A, new Version("1"))).isFalse();

    assertThat(Tree.file(file(A))).isEqualTo(before);
    assertThat(Tree.names(all())).containsExactly("i-0a.json");
  }

  @Test
  void tryWriting_leavesNotEvenAHiddenFile() throws Exception {
    makeGoodList();

    assertThat(store.tryWriting()).isNotNull();

    assertThat(Tree.names(all())).containsExactly("i-0a.json");
  }

  @Test
  void tryWriting_whereItsHiddenNameIsALink_writesNotWhereItLeads() throws Exception {
    // A writer's name stands in its beat, for everybody to see.
    makeGoodList();
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
    Files.createSymbolicLink(all().resolve(".try.0badcafe.tmp"), elsewhere);

    assertThat(store.tryWriting()).isNotNull();

    assertThat(elsewhere).hasContent("precious");
    assertThat(Tree.names(all())).containsExactly("i-0a.json");
  }
}
