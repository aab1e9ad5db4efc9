package dev.presence.store;

import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.presence.format.RecordFormat;
import dev.presence.model.BadRecord;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Snapshot;
import dev.presence.testing.Machine;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what only a folder can get wrong. */
class FolderStoreTest extends StoreContract {
  /** Only a read that hangs takes that long. */
  private static final Duration HANGS = Duration.ofSeconds(60);

  private final Path folder;

  FolderStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected Store open() {
    return new FolderStore(folder.resolve("list"));
  }

  @Override
  protected Store openAgain() {
    return open();
  }

  private Path root() {
    return folder.resolve("list");
  }

  private Path all() {
    return root().resolve("all");
  }

  /** A list with two good nodes, beside which the bad ones are put. */
  private void makeGoodList() throws StoreException {
    store.create();
    store.publish(node("i-good"));
    store.publish(node("i-other"));
  }

  private static byte[] bytes(NodeRecord record) {
    return RecordFormat.print(record);
  }

  // What is no record costs the node it is named after, and nobody else.

  private static final String GOOD =
      "{\"filetype\": \"nodepresence\", \"value\": {\"instance-id\": \"i-bad\", \"nodepart\":"
          + " \"app\"%s}}";

  private static byte[] withFact(String fact) {
    return GOOD.formatted(", " + fact).getBytes(UTF_8);
  }

  static Stream<Arguments> badBytes() {
    byte[] good = GOOD.formatted("").getBytes(UTF_8);
    byte[] latin1 = withFact("\"rack\": \"x\"");
    latin1[new String(latin1, UTF_8).indexOf('x')] = (byte) 0xe9;
    return Stream.of(
        arguments("empty", new byte[0], "is empty"),
        arguments("blank", "  \n".getBytes(UTF_8), "is empty"),
        arguments("truncated", Arrays.copyOf(good, good.length - 1), "is not JSON"),
        arguments("binary", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, -1}, "is not UTF-8"),
        arguments("zeros", new byte[4096], "is not JSON"),
        arguments("not UTF-8", latin1, "is not UTF-8"),
        arguments("nested too deep", withFact("\"x\": " + "[".repeat(5000)), "beyond the bounds"),
        arguments("10 MB", new byte[10_000_000], "is over 64 KiB"),
        arguments("one byte over 64 KiB", padded(good, 64 * 1024 + 1), "is over 64 KiB"),
        arguments("a fact twice", withFact("\"rack\": 1, \"rack\": 2"), "has a key twice"),
        arguments("trailing garbage", (GOOD.formatted("") + "x").getBytes(UTF_8), "is not JSON"),
        arguments("two records", (GOOD.formatted("") + "{}").getBytes(UTF_8), "has more"),
        arguments(
            "an array", ("[" + GOOD.formatted("") + "]").getBytes(UTF_8), "not a JSON object"),
        arguments("a word", "\"i-bad\"".getBytes(UTF_8), "not a JSON object"),
        arguments("another file", "{\"filetype\": \"nodebeat\"}".getBytes(UTF_8), "filetype"),
        arguments("no value", "{\"filetype\": \"nodepresence\"}".getBytes(UTF_8), "its value"),
        arguments("no part", bytes("{\"instance-id\": \"i-bad\"}"), "nodepart is missing"),
        arguments("a part with a slash", bytes(facts("a/b")), "nodepart"),
        arguments("a part with a template", bytes(facts("<%= 1 %>")), "nodepart"),
        arguments("a fraction", withFact("\"rack\": 1.5"), "no integer"),
        arguments("a port too high", withFact("\"ports\": {\"http\": 65536}"), "1 to 65535"),
        arguments("port zero", withFact("\"ports\": {\"http\": 0}"), "1 to 65535"),
        arguments("ports as text", withFact("\"ports\": \"80\""), "ports is not an object"),
        arguments(
            "an address list", withFact("\"address\": [\"10.0.0.1\"]"), "address is not text"),
        arguments("an address with a space", withFact("\"address\": \"10.0.0.1 x\""), "address"),
        arguments("a weight as text", withFact("\"weight\": \"100\""), "weight"),
        arguments("a time of no day", withFact("\"tss\": \"20260230-000000\""), "tss"),
        arguments("a state of two words", withFact("\"state\": \"idle; rm\""), "state"),
        arguments("a null state", withFact("\"state\": null"), "state is not text"));
  }

  private static byte[] padded(byte[] json, int length) {
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return padded;
  }

  private static String facts(String part) {
    return "{\"instance-id\": \"i-bad\", \"nodepart\": \"" + part + "\"}";
  }

  private static byte[] bytes(String facts) {
    return ("{\"filetype\": \"nodepresence\", \"value\": " + facts + "}").getBytes(UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBytes")
  void read_ofABadRecord_costsThatNodeOnlyAndNamesIt(String what, byte[] bytes, String reason)
      throws Exception {
    makeGoodList();
    Files.write(all().resolve("i-bad.json"), bytes);

    assertCostsOnlyItself(store.read(), "i-bad", reason);
    assertThat(store.read(new NodeName("i-bad")).bad()).isEqualTo(store.read().bad());
  }

  private void assertCostsOnlyItself(Snapshot snapshot, String id, String reason) {
    assertThat(facts(snapshot)).isEqualTo(facts(node("i-good"), node("i-other")));
    assertThat(snapshot.bad())
        .singleElement()
        .satisfies(
            bad -> {
              assertThat(bad.file()).isEqualTo(all().resolve(id + ".json").toString());
              assertThat(bad.id()).isEqualTo(new NodeName(id));
              assertThat(bad.reason()).contains(reason);
              // The reason ends on a terminal: nothing of what the file holds may be in it.
              assertThat(bad.toString()).matches("\\p{Print}+");
            });
  }

  @Test
  void read_ofARecordNamedAfterAnotherNode_believesNeither() throws Exception {
    makeGoodList();
    Files.write(all().resolve("i-bad.json"), bytes(nodeAt("i-good", "29991231-235959")));

    assertCostsOnlyItself(store.read(), "i-bad", "instance-id, i-good");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I-BAD.json",
        "i bad.json",
        "i..bad.json",
        "i-bad..json",
        "i-bad.lock.json",
        "con.json",
        "-bad.json",
        "i-bad$(id).json",
        "i-bad;id.json",
        "<%= 1 %>.json",
        "i-bäd.json",
        "i-bad\n.json",
        "i-bad\u001b[2J.json"
      })
  void read_ofANameThatIsNoNodes_namesTheFileFitToPrint(String name) throws Exception {
    makeGoodList();
    Files.write(all().resolve(name), bytes(node("i-good")));

    Snapshot snapshot = store.read();

    assertThat(facts(snapshot)).isEqualTo(facts(node("i-good"), node("i-other")));
    assertThat(snapshot.bad())
        .singleElement()
        .satisfies(
            bad -> {
              assertThat(bad.id()).isNull();
              assertThat(bad.file()).startsWith(all() + "/" + name.substring(0, 1));
              assertThat(bad.toString()).doesNotContain("\n", "\u001b");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".i-bad.json.1f.tmp", ".i-bad.json", "i-bad.json~", "i-bad.txt", "README"})
  void read_ofNamesThatAreNoRecords_ignoresThem(String name) throws Exception {
    makeGoodList();
    Files.writeString(all().resolve(name), "half a rec");

    Snapshot snapshot = store.read();

    assertThat(snapshot.bad()).isEmpty();
    assertThat(snapshot.records()).hasSize(2);
  }

  @Test
  void read_ofAFolderNamedLikeARecord_namesIt() throws Exception {
    makeGoodList();
    Files.createDirectory(all().resolve("i-bad.json"));

    assertCostsOnlyItself(store.read(), "i-bad", "is a folder");
  }

  @Test
  void read_ofADanglingLink_namesIt() throws Exception {
    makeGoodList();
    Files.createSymbolicLink(all().resolve("i-bad.json"), Path.of("nowhere"));

    assertCostsOnlyItself(store.read(), "i-bad", "is a link that leads to no regular file");
  }

  @Test
  void read_ofALoopingLink_namesIt() throws Exception {
    makeGoodList();
    Files.createSymbolicLink(all().resolve("i-bad.json"), Path.of("i-bad.json"));

    assertCostsOnlyItself(store.read(), "i-bad", "is a link that leads to no regular file");
  }

  @Test
  void read_ofAPipe_namesItAndDoesNotHang() throws Exception {
    makeGoodList();
    Machine.must("mkfifo", all().resolve("i-bad.json").toString());

    Snapshot snapshot = assertTimeoutPreemptively(HANGS, () -> store.read());

    assertCostsOnlyItself(snapshot, "i-bad", "is not a regular file");
  }

  @Test
  void read_ofALinkToAPipe_namesItAndDoesNotHang() throws Exception {
    makeGoodList();
    Machine.must("mkfifo", folder.resolve("pipe").toString());
    Files.createSymbolicLink(all().resolve("i-bad.json"), folder.resolve("pipe"));

    Snapshot snapshot = assertTimeoutPreemptively(HANGS, () -> store.read());

    assertCostsOnlyItself(snapshot, "i-bad", "is a link that leads to no regular file");
  }

  @Test
  void read_ofABadRecordOnALongPath_stillNamesTheFile() throws Exception {
    Path deep = folder.resolve("d".repeat(120)).resolve("e".repeat(120));
    FolderStore list = new FolderStore(deep);
    list.create();
    Files.write(deep.resolve("all/i-bad.json"), new byte[0]);

    assertThat(list.read().bad()).extracting(BadRecord::file).asString().contains("i-bad.json");
  }

  // What cannot be listed is never an empty list.

  @Test
  void read_whereThereIsNoFolder_failsAndSaysWhatToDo() {
    assertThatThrownBy(() -> store.read())
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "no folder %s: mount it, or make the list with 'presence init %s'", root(), root());
    assertThatThrownBy(() -> store.read(new NodeName("i-0a"))).isInstanceOf(StoreException.class);
  }

  @Test
  void read_ofAFileInsteadOfAFolder_fails() throws Exception {
    Files.writeString(root(), "");

    String message = root() + " is a file, not a folder: name the list's folder";
    assertThatThrownBy(() -> store.read()).isInstanceOf(StoreException.class).hasMessage(message);
    assertThatThrownBy(() -> store.read(new NodeName("i-0a"))).hasMessage(message);
    assertThatThrownBy(() -> store.create()).hasMessage(message);
    assertThat(root()).isEmptyFile();
  }

  @Test
  void read_whereAllIsAFile_failsInsteadOfFindingNobody() throws Exception {
    Files.createDirectory(root());
    Files.writeString(all(), "");

    assertThatThrownBy(() -> store.read())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot list " + all());
  }

  @Test
  void read_ofARootWithoutAll_isAListNotMade() throws Exception {
    Files.createDirectory(root());

    assertThat(store.read().made()).isFalse();
    assertThat(store.read(new NodeName("i-0a")).made()).isFalse();
  }

  @Test
  void name_ofAPathWithControlCharacters_isFitToPrint() {
    assertThat(new FolderStore(folder.resolve("li\u001b[2Jst\n")).name()).matches("\\p{Print}+");
  }

  // The flat form of the original system.

  @Test
  void read_ofTheFlatForm_findsItsRecords() throws Exception {
    Files.createDirectory(root());
    Files.write(root().resolve("i-old.json"), bytes(node("i-old")));
    Files.writeString(root().resolve("i-bad.json"), "");

    Snapshot snapshot = store.read();

    assertThat(facts(snapshot)).isEqualTo(facts(node("i-old")));
    assertThat(facts(store.read(new NodeName("i-old")))).isEqualTo(facts(node("i-old")));
    assertThat(snapshot.bad()).extracting(BadRecord::id).containsExactly(new NodeName("i-bad"));
  }

  @Test
  void read_ofBothForms_findsTheRecordsOfBoth() throws Exception {
    makeGoodList();
    Files.write(root().resolve("i-old.json"), bytes(node("i-old")));

    assertThat(facts(store.read())).containsOnlyKeys("i-good", "i-other", "i-old");
  }

  @Test
  void delete_ofANodeInBothForms_takesBothAndItsBeat() throws Exception {
    makeGoodList();
    Files.write(root().resolve("i-good.json"), bytes(node("i-good")));
    Files.createDirectory(root().resolve("beat"));
    Files.writeString(root().resolve("beat/i-good.json"), "{}");

    store.delete(new NodeName("i-good"));

    assertThat(facts(store.read())).isEqualTo(facts(node("i-other")));
    assertThat(root().resolve("beat")).isEmptyDirectory();
  }

  // What is written.

  @Test
  void publish_ofTheSameRecord_touchesNothing() throws Exception {
    makeGoodList();
    Map<String, String> before = Tree.of(root());

    store.publish(node("i-good"));

    assertThat(Tree.of(root())).isEqualTo(before);
  }

  @Test
  void publish_ofARecord_writesItsBytesReadableByAll() throws Exception {
    makeGoodList();

    Path file = all().resolve("i-good.json");
    assertThat(file).hasBinaryContent(bytes(node("i-good")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(Tree.names(all())).containsExactly("i-good.json", "i-other.json");
  }

  @Test
  void publish_overABrokenRecord_mendsIt() throws Exception {
    makeGoodList();
    Files.writeString(all().resolve("i-good.json"), "{");

    assertThat(store.publish(node("i-good"))).isTrue();

    assertThat(store.read().bad()).isEmpty();
  }

  @Test
  void publish_overALink_replacesTheLinkAndNotWhatItLeadsTo() throws Exception {
    makeGoodList();
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
    Files.createSymbolicLink(all().resolve("i-0a.json"), elsewhere);

    store.publish(node("i-0a"));

    assertThat(elsewhere).hasContent("precious");
    assertThat(all().resolve("i-0a.json")).hasBinaryContent(bytes(node("i-0a")));
  }

  @Test
  void publish_whereAFolderIsInTheWay_failsAndLeavesNothingBehind() throws Exception {
    makeGoodList();
    Files.createDirectories(all().resolve("i-0a.json/precious"));

    assertThatThrownBy(() -> store.publish(node("i-0a")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot write " + all().resolve("i-0a.json"));

    assertThat(Tree.names(all())).containsExactly("i-0a.json", "i-good.json", "i-other.json");
    assertThat(all().resolve("i-0a.json/precious")).isDirectory();
  }

  @Test
  void publish_afterACrash_removesWhatItLeftButNotWhatIsBeingWritten() throws Exception {
    makeGoodList();
    Path left = Files.writeString(all().resolve(".i-0a.json.0badcafe.tmp"), "{");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path busy = Files.writeString(all().resolve(".i-0a.json.600dcafe.tmp"), "{");
    Path others = Files.writeString(all().resolve(".i-0b.json.0badcafe.tmp"), "{");
    Files.setLastModifiedTime(others, FileTime.from(Instant.EPOCH));

    store.publish(node("i-0a"));

    assertThat(left).doesNotExist();
    assertThat(busy).exists();
    assertThat(others).exists();
  }

  @Test
  void tryWriting_leavesNotEvenAHiddenFile() throws Exception {
    makeGoodList();
    List<String> before = Tree.names(all());

    store.tryWriting();

    assertThat(Tree.names(all())).isEqualTo(before);
  }

  @Test
  void open_ofAPathOrAFolderAddress_isTheSameList() throws IOException {
    assertThat(StoreAddress.open("folder:" + root()).name()).isEqualTo(store.name());
    assertThat(StoreAddress.open(root() + "/../list/").name()).isEqualTo(store.name());
  }
}
