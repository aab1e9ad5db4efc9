package dev.presence.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.presence.format.FactsFormat;
import dev.presence.format.RecordFormat;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.testing.Machine;
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
    return FactsFormat.facts(new NodeInfo(folder).read().record());
  }

  private List<String> warnings() {
    return new NodeInfo(folder).read().warnings();
  }

  /** The facts are wrong: exit 10, and one printable sentence that says what and where. */
  private void assertRefused(String... words) {
    assertThatThrownBy(this::read)
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
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
                "ports", Map.of("http", 80),
                "weight", 0,
                "rack", Arrays.asList("é", 1L, null, Map.of("on", true)),
                "motto", "two words\nand a line"));
    assertThat(warnings()).isEmpty();
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

  /** M10: an empty deployment.txt took this node out of its deployment, and nothing was said. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "instance-id",
        "nodepart",
        "address",
        "deployment",
        "stacktype",
        "zone",
        "initgitrepo",
        "state",
        "statetss",
        "statelog",
        "statereason",
        "stateby",
        "stateuntil"
      })
  void read_withAKnownFactThatIsEmpty_isRefused(String name) throws Exception {
    for (String empty : List.of("", "\n", " \t\n")) {
      write(name + ".txt", empty);
      assertRefused(name + ".txt is empty", "delete it");
    }
    Files.delete(folder.resolve(name + ".txt"));
    write(name + ".json", "\"\"");
    assertRefused(name + ".json is empty");
  }

  @Test
  void read_withAnotherFactThatIsEmpty_hasIt() throws Exception {
    write("motto.txt", "\n");

    assertThat(read()).containsEntry("motto", "");
  }

  static Stream<Arguments> badFacts() {
    return Stream.of(
        arguments("instance-id.txt", "I-0A", "instance-id.txt holds \"I-0A\": instance-id: "),
        arguments("instance-id.txt", "../i-0a", "instance-id"),
        arguments("instance-id.txt", "i-0a\ni-0b", "instance-id"),
        arguments("instance-id.txt", "i-$(id)", "instance-id"),
        arguments("nodepart.txt", "a b", "nodepart"),
        arguments("nodepart.txt", "<%= app %>", "nodepart"),
        arguments("nodepart.txt", "app/..", "nodepart"),
        arguments("nodepart.txt", "\u001b[2J", "holds \"\\u001b[2J\""),
        arguments("address.txt", "10.0.3.999", "address"),
        arguments("address.txt", "10.0.3.61 10.0.3.62", "address"),
        arguments("address.txt", "0.0.0.0", "address.txt holds \"0.0.0.0\": address: "),
        arguments("address.txt", "::", "unspecified"),
        arguments("address.txt", "::ffff:0.0.0.0", "unspecified"),
        arguments("address.txt", "224.0.0.1", "multicast"),
        arguments("address.txt", "ff02::1", "multicast"),
        arguments("address.json", "{}", "address: it is not text"),
        arguments("ports.txt", "80", "ports: it is an object such as"),
        arguments("ports.json", "{\"http\": 0}", "from 1 to 65535"),
        arguments("ports.json", "{\"http\": 65536}", "from 1 to 65535"),
        arguments("ports.json", "{\"http\": -1}", "from 1 to 65535"),
        arguments("ports.json", "{\"http\": \"80\"}", "from 1 to 65535"),
        arguments("ports.json", "{\"http\": 99999999999999999999}", "from 1 to 65535"),
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
        arguments("tss.json", "\"20261122-174830\"", "tss.json cannot be a fact"),
        arguments("requires.json", "[\"db\"]", "requires.json cannot be a fact"),
        arguments("requires.txt", "db", "requires.txt cannot be a fact"),
        arguments("zone.txt", "a zone", "zone.txt holds \"a zone\": zone: "),
        arguments("zone.json", "7", "zone.json holds another value: zone: it is not text"),
        arguments("zone.json", "null", "zone: it is not text"),
        arguments("initgitrepo.json", "[]", "initgitrepo: it is not text"),
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

    assertRefused(name.replace(".txt", "") + ": it is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password.txt",
        "db_password.txt",
        "DbPasswd.txt",
        "db-pass.txt",
        "api-token.txt",
        "client.secret.txt",
        "credentials.txt",
        "passphrase.txt",
        "private-key.txt",
        "privateKey.txt",
        "ssh_key.txt",
        "apikey.txt",
        "password.json"
      })
  void read_withAFactNamedLikeASecret_leavesItOutLoudly(String name) throws Exception {
    write(name, "\"hunter2\"");

    assertThat(read()).containsOnlyKeys("instance-id", "nodepart");

    assertThat(warnings())
        .containsExactly(
            folder.resolve(name) + " is left out: it looks like a secret, and a list is public");
  }

  @ParameterizedTest
  @ValueSource(strings = {"initgitrepo.txt", "motto.txt", "statereason.txt"})
  void read_withThePasswordOfAUrl_leavesTheFactOutLoudly(String name) throws Exception {
    write(name, "see https://user:hunter2@git.example/x.git");

    assertThat(read()).containsOnlyKeys("instance-id", "nodepart");

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains(folder.resolve(name).toString())
        .doesNotContain("hunter2");
  }

  @Test
  void read_withAUrlWithoutPassword_hasIt() throws Exception {
    write("initgitrepo.txt", "https://git@git.example/x.git");

    assertThat(read()).containsEntry("initgitrepo", "https://git@git.example/x.git");
    assertThat(warnings()).isEmpty();
  }

  /** Right on a machine alone; doctor and status warn. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost", "10.0.3.61", "fd00::1", "db.example"})
  void read_withAnAddressOfAnybody_hasIt(String address) throws Exception {
    write("address.txt", address);

    assertThat(read()).containsEntry("address", address);
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

    assertThat(warnings()).singleElement().asString().doesNotContain("hunter2");
  }

  @Test
  void read_whereThereIsNoFolder_saysWhatToMake() {
    NodeInfo info = new NodeInfo(folder.resolve("none"));

    assertThat(info.exists()).isFalse();
    assertThatThrownBy(info::read)
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .satisfies(e -> assertThat(e.getMessage()).contains("instance-id.txt", "--nodeinfo"));
  }

  @Test
  void exists_ofAFileOrABrokenLink_isTrueSoThatReadingItFails() throws Exception {
    // "None" means: any scope. Something broken must not widen what is asked for.
    Path file = write("file", "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

    for (Path broken : List.of(file, link)) {
      NodeInfo info = new NodeInfo(broken);
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
            - RecordFormat.print(new NodeInfo(folder).read().record()).length
            - ",\n        \"last\": \"\"".length();
    write("last.txt", "x".repeat(rest));
    assertThat(read()).containsKey("last");

    write("last.txt", "x".repeat(rest + 1));
    assertRefused("and may have 64");
  }
}
