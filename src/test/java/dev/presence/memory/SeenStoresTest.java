package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.testing.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenStoresTest extends MemoryTestCase {
  SeenStoresTest(@TempDir Path folder) {
    super(folder);
  }

  private static Map<String, String> lines(SeenList list) throws IOException {
    Map<String, String> lines = new HashMap<>();
    for (Row row : list.rows().values()) {
      Content content = row.content();
      lines.put(
          RowFormat.line(row),
          content == null ? "" : new String(content.bytes(), StandardCharsets.UTF_8));
    }
    return lines;
  }

  private void assertComesBack(SeenList list) throws IOException {
    SeenList written = seen().write(STORE, list);
    SeenStores.Recalled recalled = seen().recall(STORE);

    assertThat(recalled.warning()).isNull();
    assertThat(recalled.isKnown()).isTrue();
    assertThat(recalled.list().birth()).isEqualTo(written.birth()).isNotEmpty();
    assertThat(recalled.list().serial()).isEqualTo(written.serial());
    assertThat(lines(recalled.list())).isEqualTo(lines(list));
  }

  @Test
  void recall_ofEveryKindOfRow_hasItWhole() throws Exception {
    Stamp since = new Stamp("20261122-174830");
    Row silent = row("i-0c").silent(new Silence(Silence.Kind.VANISHED, since, ""));
    Row older = row("i-0d").olderThan(new Row.Older("", 17, 18));
    Row settled = row("i-0e").in(null, 5, true).numbered(12);
    Row bare = row(Node.of("i-0f").build());
    Row text = row(Node.of("i-0g").fact("rack", "é\n\t日本\u001b").build());

    assertComesBack(
        list(row("i-0a"), broken("i-0b", "is empty"), silent, older, settled, bare, text));
  }

  @Test
  void recall_ofNoRows_isKnown() throws Exception {
    assertComesBack(list());
  }

  @Test
  void recall_ofRowsWithoutContent_hasThem() throws Exception {
    assertComesBack(list(broken("i-0a", "is empty"), broken("i-0b", "é \uD83D\uDE00 @ @@")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\tb", "a\nb", "\t\t\t\t", "\n0000000000000000\n", "@", "a\rb", "\u0000"})
  void recall_ofAHostileReason_losesNothingElse(String reason) throws Exception {
    seen().write(STORE, list(row("i-0a"), broken("i-0b", reason), row("i-0c")));

    SeenStores.Recalled recalled = seen().recall(STORE);

    assertThat(recalled.warning()).isNull();
    assertThat(recalled.list().rows())
        .containsOnlyKeys(entry("i-0a"), entry("i-0b"), entry("i-0c"));
  }

  @Test
  void recall_ofAStoreNeverSeen_isNothingWithoutAWarning() throws Exception {
    seen().write(STORE, list(row("i-0a")));

    SeenStores.Recalled recalled = seen().recall("/srv/other");

    assertThat(recalled.isKnown()).isFalse();
    assertThat(recalled.warning()).isNull();
    assertThat(recalled.list().rows()).isEmpty();
  }

  @Test
  void recall_withoutAFolder_isNothing() {
    assertThat(new SeenStores(new StateFolder(null, false)).recall(STORE).isKnown()).isFalse();
  }

  @Test
  void recall_ofATornMemory_isNoneAndSaysSoWhereverItTore() throws Exception {
    seen().write(STORE, list(row("i-0a"), row("i-0b"), broken("i-0c", "is empty")));
    byte[] bytes = Files.readAllBytes(file("seen"));

    for (int length = 0; length < bytes.length; length++) {
      Files.write(file("seen"), Arrays.copyOf(bytes, length));
      SeenStores.Recalled recalled = seen().recall(STORE);
      assertThat(recalled.isKnown()).as("after %s bytes", length).isFalse();
      assertThat(recalled.list().rows()).isEmpty();
      assertThat(recalled.warning()).contains(STORE, "made anew");
    }
  }

  @Test
  void recall_ofAnyDamagedByte_neverFails() throws Exception {
    seen().write(STORE, list(row("i-0a"), row("i-0b"), broken("i-0c", "is empty")));
    byte[] bytes = Files.readAllBytes(file("seen"));
    Random random = new Random(5);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] = (byte) random.nextInt();
      Files.write(file("seen"), damaged);

      for (Row row : seen().recall(STORE).list().rows().values()) {
        if (row.content() != null) {
          try {
            row.content().bytes();
          } catch (IOException e) {
            assertThat(e).hasMessageContaining("damaged");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "{}", "presence-seen\t2\t\n0000000000000000\n"})
  void recall_ofAForeignFile_isNoneAndItIsMadeAnew(String text) throws Exception {
    seen().write(STORE, list(row("i-0a")));
    Files.writeString(file("seen"), text);
    assertThat(seen().recall(STORE).warning()).contains("made anew");

    assertComesBack(list(row("i-0b")));
  }

  @Test
  void recall_ofAnotherStoresFile_isNone() throws Exception {
    seen().write("/srv/other", list(row("i-0a")));
    Path other = file("seen");
    seen().write(STORE, list(row("i-0b")));
    Path mine = folder.resolve("seen").resolve(Key.of(STORE));
    Files.write(mine, Files.readAllBytes(other));

    assertThat(seen().recall(STORE).isKnown()).isFalse();
  }

  // Merging.

  @Test
  void with_anEntryThatAnotherLookChanged_leavesItAsItIs() throws Exception {
    SeenList before =
        seen().write(STORE, list().with(list(), Map.of(entry("i-0a"), row("i-0a")), ""));
    Row theirs = row(Node.of("i-0a").tss("20261103-000000").build());
    SeenList now = before.with(before, Map.of(entry("i-0a"), theirs), "");
    Row mine = row(Node.of("i-0a").tss("20261102-000000").build());

    SeenList merged = now.with(before, Map.of(entry("i-0a"), mine, entry("i-0b"), row("i-0b")), "");

    assertThat(row(merged, "i-0a").stamp()).isEqualTo("20261103-000000");
    assertThat(merged.rows()).containsKey(entry("i-0b"));
  }

  @Test
  void with_anEntryThatAnotherLookForgotOrFoundFirst_leavesItAsItIs() throws Exception {
    SeenList before = list().with(list(), Map.of(entry("i-0a"), row("i-0a")), "");
    Map<Entry, @Nullable Row> forgotten = new HashMap<>();
    forgotten.put(entry("i-0a"), null);
    SeenList now = before.with(before, forgotten, "");

    assertThat(now.with(before, Map.of(entry("i-0a"), row("i-0a")), "").rows()).isEmpty();
    SeenList found = list().with(list(), Map.of(entry("i-0b"), row("i-0b")), "");
    assertThat(found.with(list(), Map.of(entry("i-0b"), broken("i-0b", "x")), "").rows().values())
        .singleElement()
        .satisfies(row -> assertThat(row.silence()).isNull());
  }

  @Test
  void with_eachChangeOfContent_hasANumberOfItsOwn() throws Exception {
    SeenList one = list().with(list(), Map.of(entry("i-0a"), row("i-0a")), "");
    SeenList two = one.with(one, Map.of(entry("i-0b"), row("i-0b")), "");
    SeenList three = two.with(two, Map.of(entry("i-0a"), row("i-0a")), "");

    assertThat(List.of(serial(one, "i-0a"), serial(two, "i-0b"), serial(three, "i-0a")))
        .doesNotHaveDuplicates()
        .doesNotContain(0L);
  }

  private static long serial(SeenList list, String id) {
    return row(list, id).serial();
  }

  private static Row row(SeenList list, String id) {
    return Objects.requireNonNull(list.rows().get(entry(id)));
  }

  private static String text(Row row) throws IOException {
    return new String(Objects.requireNonNull(row.content()).bytes(), StandardCharsets.UTF_8);
  }

  /** Against a map, over many looks that each begin with what the last one left. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void write_afterManyRandomLooks_hasWhatAMapHas(long seed) throws Exception {
    Random random = new Random(seed);
    Map<Entry, String> model = new HashMap<>();
    for (int look = 0; look < 60; look++) {
      SeenList before = seen().recall(STORE).list();
      Map<Entry, @Nullable Row> updates = new HashMap<>();
      for (int i = random.nextInt(look % 10 == 0 ? 200 : 6); i >= 0; i--) {
        String id = "i-" + random.nextInt(120);
        Row known = before.rows().get(entry(id));
        switch (random.nextInt(5)) {
          case 0 -> {
            updates.put(entry(id), null);
            model.remove(entry(id));
          }
          case 1 -> {
            if (known != null && !updates.containsKey(entry(id))) {
              updates.put(entry(id), known.in(null, random.nextInt(), true)); // Content stays.
            }
          }
          default -> {
            String essay = "é".repeat(random.nextInt(2000));
            Row row = row(Node.of(id).fact("essay", essay).build());
            updates.put(entry(id), row);
            model.put(entry(id), text(row));
          }
        }
      }
      seen().write(STORE, before.with(before, updates, ""));

      Map<Entry, String> found = new HashMap<>();
      for (Row row : seen().recall(STORE).list().rows().values()) {
        found.put(row.entry(), text(row));
      }
      assertThat(found).as("seed %s, look %s", seed, look).isEqualTo(model);
    }
  }

  // The spool.

  @Test
  void spool_ofMoreThanFitsIntoMemory_hasEachContentWhole() throws Exception {
    Content[] contents = new Content[300];
    byte[][] bytes = new byte[300][];
    Random random = new Random(7);
    try (Spool big = new Spool()) {
      for (int i = 0; i < contents.length; i++) {
        bytes[i] = new byte[random.nextInt(1 << 16)];
        random.nextBytes(bytes[i]);
        contents[i] = big.add(bytes[i]);
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteArrayOutputStream copied = new ByteArrayOutputStream();
      for (int i = 0; i < contents.length; i++) {
        assertThat(contents[i].bytes()).isEqualTo(bytes[i]);
        all.writeBytes(bytes[i]);
      }
      assertThat(all.size()).isGreaterThan(8 << 20);
      big.copy(0, all.size(), copied);
      assertThat(copied.toByteArray()).isEqualTo(all.toByteArray());
    }
  }

  @Test
  void spool_ofMoreThanFitsIntoMemory_leavesNoFile() throws Exception {
    List<String> before = spools();
    try (Spool big = new Spool()) {
      for (int i = 0; i < 9; i++) {
        big.add(new byte[1 << 20]);
      }
      assertThat(spools()).isEqualTo(before); // It has no name, so a kill leaves none.
    }
    assertThat(spools()).isEqualTo(before);
  }

  private static List<String> spools() throws IOException {
    return dev.presence.testing.Tree.names(Path.of(System.getProperty("java.io.tmpdir"))).stream()
        .filter(name -> name.endsWith(".spool"))
        .toList();
  }
}
