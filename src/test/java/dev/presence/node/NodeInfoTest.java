package dev.presence.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.presence.format.RecordFormat;
import dev.presence.model.ExitCode;
import dev.presence.model.PresenceException;
import dev.presence.testing.Machine;
import dev.presence.testing.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeInfoTest {
  private final Path folder;
  private final Notebook notes = new Notebook();

  NodeInfoTest(@TempDir Path folder) throws IOException {
    this.folder = folder.resolve("nodeinfo");
    Files.createDirectory(this.folder);
    write("instance-id.txt", "i-0a\n");
    write("nodepart.txt", "app\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Map<String, @Nullable Object> read() {
    return new NodeInfo(folder, notes).read().facts();
  }

  /** The facts are wrong: exit 10, and one printable sentence that says what and where. */
  private void assertRefused(String... words) {
    assertThatThrownBy(this::read)
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIG))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(folder.toString())
                    .contains(words)
                    .matches("\\p{Print}+"));
  }

  @Test
  void read_ofTextAndJson_hasAFactAFile() throws Exception {
    write("address.txt", "  10.0.3.61 \n");
    write("ports.json", "{\"http\": 80}\n");
    write("weight.json", "0");
    write("rack.json", "[\"é\", 1, null, {\"on\": true}]");
    write("motto.txt", " two words\nand a line \n");

    assertThat(read())
        .isEqualTo(
            Map.of(
                "instance-id", "i-0a",
                "nodepart", "app",
                "address", "10.0.3.61",
                "ports", Map.of("http", 80L),
                "weight", 0L,
                "rack", Arrays.asList("é", 1L, null, Map.of("on", true)),
                "motto", "two words\nand a line"));
    assertThat(notes.lines()).isEmpty();
  }

  @Test
  void read_withFilesThatAreNoFacts_leavesThemAlone() throws Exception {
    write(".address.txt.1f.tmp", "x");
    write("README", "x");
    write("address.txt~", "x");
    write("address.txt.bak", "x");
    Files.createDirectory(folder.resolve("old"));

    assertThat(read()).containsOnlyKeys("instance-id", "nodepart");
  }

  @Test
  void read_withAnEmptyFile_hasAnEmptyFact() throws Exception {
    write("zone.txt", "");
    write("motto.txt", "\n");

    assertThat(read()).containsEntry("motto", "").containsEntry("zone", "");
  }

  static Stream<Arguments> badFacts() {
    return Stream.of(
        arguments("instance-id.txt", "I-0A", "instance-id"),
        arguments("instance-id.txt", "../i-0a", "instance-id"),
        arguments("instance-id.txt", "i-0a\ni-0b", "instance-id"),
        arguments("instance-id.txt", "i-$(id)", "instance-id"),
        arguments("instance-id.txt", "", "instance-id"),
        arguments("nodepart.txt", "a b", "nodepart"),
        arguments("nodepart.txt", "<%= app %>", "nodepart"),
        arguments("nodepart.txt", "app/..", "nodepart"),
        arguments("nodepart.txt", "\u001b[2J", "nodepart"),
        arguments("address.txt", "10.0.3.999", "address"),
        arguments("address.txt", "10.0.3.61 10.0.3.62", "address"),
        arguments("address.json", "{}", "address is not text"),
        arguments("ports.txt", "80", "ports is not an object"),
        arguments("ports.json", "{\"http\": 0}", "1 to 65535"),
        arguments("ports.json", "{\"http\": 65536}", "1 to 65535"),
        arguments("ports.json", "{\"http\": -1}", "1 to 65535"),
        arguments("ports.json", "{\"http\": \"80\"}", "1 to 65535"),
        arguments("ports.json", "{\"http\": 99999999999999999999}", "1 to 65535"),
        arguments("ports.json", "{\"ht tp\": 80}", "ports"),
        arguments("ports.json", "{\"http\": 80.0}", "ports.json has a number that is no integer"),
        arguments("ports.json", "{\"http\": 80, \"http\": 81}", "ports.json has a key twice"),
        arguments("ports.json", "{\"http\": 80", "ports.json is not JSON"),
        arguments("ports.json", "", "ports.json is empty"),
        arguments("rack.json", "NaN", "rack.json is not JSON"),
        arguments("rack.json", "1e3", "rack.json has a number that is no integer"),
        arguments("rack.json", "[".repeat(5000), "rack.json is beyond the bounds"),
        arguments("weight.json", "257", "weight"),
        arguments("weight.txt", "100", "weight"),
        arguments("deployment.txt", "any", "deployment"),
        arguments("stacktype.txt", "a/b", "stacktype"),
        arguments("state.txt", "two words", "state"),
        arguments("stateuntil.txt", "tomorrow", "stateuntil"),
        arguments("tss.txt", "20261122-174830", "tss.txt cannot be a fact"),
        arguments("a fact.txt", "x", "a fact.txt names no fact"),
        arguments("\u001b[2J.txt", "x", "names no fact"),
        arguments("essay.txt", "x".repeat(8 * 1024 + 1), "beyond the bounds"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("badFacts")
  void read_withABadFact_isRefusedAndNamed(String name, String text, String reason)
      throws Exception {
    write(name, text);

    assertRefused(reason);
  }

  @Test
  void read_withTextThatIsNotUtf8_isRefused() throws Exception {
    Files.write(folder.resolve("motto.txt"), "é".getBytes(ISO_8859_1));

    assertRefused("motto.txt is not UTF-8");
  }

  @Test
  void read_withAFactInTwoFiles_isRefused() throws Exception {
    write("rack.txt", "a");
    write("rack.json", "\"a\"");

    assertRefused("the fact rack stands twice");
  }

  @Test
  void read_withAFactOf3Megabytes_isRefused() throws Exception {
    write("essay.txt", "x".repeat(3_000_000));

    assertRefused("essay.txt cannot be a fact", "is over 64 KiB");
  }

  @Test
  void read_with3MegabytesInSmallFacts_isRefused() throws Exception {
    for (int i = 0; i < 400; i++) {
      write("essay-" + i + ".txt", "x".repeat(7500));
    }

    assertRefused("KiB, and may have 64");
  }

  @Test
  void read_withAFactThatIsAPipe_isRefusedAndDoesNotHang() throws Exception {
    Machine.must("mkfifo", folder.resolve("motto.txt").toString());

    assertRefused("motto.txt", "is not a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance-id.txt", "nodepart.txt"})
  void read_withoutARequiredFact_isRefused(String name) throws Exception {
    Files.delete(folder.resolve(name));

    assertRefused(name.replace(".txt", "") + " is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password.txt",
        "db_password.txt",
        "DbPasswd.txt",
        "api-token.txt",
        "client.secret.txt",
        "private-key.txt",
        "private_key.txt",
        "privateKey.txt",
        "password"
      })
  void read_withAFactNamedLikeASecret_leavesItOutLoudly(String name) throws Exception {
    write(name.endsWith(".txt") ? name : name + ".json", "\"hunter2\"");

    assertThat(read()).containsOnlyKeys("instance-id", "nodepart");

    assertThat(notes.lines())
        .singleElement()
        .asString()
        .contains(folder.resolve(name).toString(), "named like a secret")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user\": \"a\", \"password\": \"hunter2\"}",
        "{\"a\": [1, {\"b\": {\"apiToken\": \"hunter2\"}}]}",
        "[[{\"secret\": null}]]"
      })
  void read_withASecretInsideAFact_leavesTheFactOut(String json) throws Exception {
    write("db.json", json);

    assertThat(read()).containsOnlyKeys("instance-id", "nodepart");

    assertThat(notes.lines()).singleElement().asString().doesNotContain("hunter2");
  }

  @Test
  void read_whereThereIsNoFolder_saysWhatToMake() {
    NodeInfo info = new NodeInfo(folder.resolve("none"), notes);

    assertThat(info.exists()).isFalse();
    assertThatThrownBy(info::read)
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIG))
        .satisfies(e -> assertThat(e.getMessage()).contains("instance-id.txt", "--nodeinfo"));
  }

  @Test
  void exists_ofAFileOrABrokenLink_isTrueSoThatReadingItFails() throws Exception {
    // "None" means: any scope. Something broken must not widen what is asked for.
    Path file = write("file", "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

    for (Path broken : List.of(file, link)) {
      NodeInfo info = new NodeInfo(broken, notes);
      assertThat(info.exists()).as("%s", broken).isTrue();
      assertThatThrownBy(info::read).isInstanceOf(PresenceException.class);
    }
  }

  @Test
  void read_ofTheLargestRecord_isAcceptedAndOneByteMoreIsNot() throws Exception {
    // Seven essays below the bound of a string, and one that fills the record up to 64 KiB.
    for (int i = 0; i < 7; i++) {
      write("essay-" + i + ".txt", "x".repeat(8192));
    }
    int rest =
        64 * 1024
            - RecordFormat.print(new NodeInfo(folder, notes).read()).length
            - ",\n        \"last\": \"\"".length();
    write("last.txt", "x".repeat(rest));
    assertThat(read()).containsKey("last");

    write("last.txt", "x".repeat(rest + 1));
    assertRefused("and may have 64");
  }
}
