package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.files.LockFile;
import dev.presence.format.AnswerFormat;
import dev.presence.format.JournalFormat;
import dev.presence.heartbeat.Answering.Wanted;
import dev.presence.memory.Journal;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.StateFolder;
import dev.presence.model.Answer;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.resolve.Basis;
import dev.presence.resolve.Question;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import dev.presence.testing.ChronicleStore;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Node;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnsweringTest extends HeartbeatTestCase {
  private Vigil vigil(Stores stores, StateFolder state) {
    LifeMemory memory = new LifeMemory(state);
    return new Vigil(
        new Beats(stores, memory), memory, Vigil.Rules.USUAL, new Probing(Map.of()), null, clock);
  }

  private final Path out;

  AnsweringTest(@TempDir Path folder) throws StoreException {
    super(folder);
    this.out = folder.resolve("out.json");
  }

  @BeforeEach
  void announceThree() throws IOException {
    for (int i = 1; i <= 3; i++) {
      put("one", node("i-0" + i, "10.0.0." + i, OLD));
    }
  }

  private Served serve(Question question, StateFolder state, Stores stores, boolean accepts) {
    Looker looker =
        new Looker(
            stores,
            new dev.presence.memory.SeenStores(state),
            clock,
            PATIENCE,
            new Beats(stores, new LifeMemory(state)));
    AnswerFile file = new AnswerFile(out, AnswerFile.Form.JSON, new FileReplacer("w1"));
    return new Answering(stores, looker, vigil(stores, state), state, clock)
        .serve(new Wanted(question, file, AnswerFile.Form.JSON, true, accepts), Asking.ALL);
  }

  private Served serve(Store... stores) {
    return serve(APPS, stateFolder(), stores(stores), false);
  }

  private List<String> delivered() throws Exception {
    Answer answer = AnswerFormat.parse(Files.readAllBytes(out));
    List<String> delivered = new ArrayList<>(ids(part(answer, "app").peers()));
    for (String id : ids(part(answer, "app").draining())) {
      delivered.add(id + " draining");
    }
    return delivered;
  }

  private static Answer.Part part(Answer answer, String name) {
    return Objects.requireNonNull(answer.parts().get(name));
  }

  private static Basis basis(Served served) {
    return Objects.requireNonNull(served.bases().get("app"));
  }

  private List<String> journal() throws IOException {
    List<String> lines = new ArrayList<>();
    for (JournalFormat.Change change : new Journal(stateFolder()).read()) {
      lines.add(
          String.join(
              " ",
              change.at().value(),
              change.part(),
              change.id(),
              change.from(),
              change.to(),
              change.rule()));
    }
    return lines;
  }

  private void lose(String what) throws IOException {
    Path path = state.resolve(what);
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path file : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  // What an answer rests on.

  @Test
  void serve_ofAReadableList_isFreshAndDelivered() throws Exception {
    Served served = serve(one, two);

    assertThat(served).isInstanceOf(Served.Fresh.class);
    assertThat(basis(served)).isEqualTo(Basis.OK);
    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
  }

  @Test
  void serve_ofAPartThatNobodyPlays_isEmptyAndDelivered() throws Exception {
    Served served = serve(two);

    assertThat(served).isInstanceOf(Served.Fresh.class);
    assertThat(basis(served)).isEqualTo(Basis.EMPTY);
    assertThat(delivered()).isEmpty();
  }

  @Test
  void serve_ofASilentNode_isHeld() throws Exception {
    serve(one);
    Files.delete(folder.resolve("one/all/i-02.json"));

    assertThat(basis(serve(one))).isEqualTo(Basis.HELD);
    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
  }

  @Test
  void serve_whenEveryStoreIsAway_isKeptAndTouchesNothing() throws Exception {
    serve(one);
    unmount("one");
    Map<String, String> before = Tree.of(folder);

    Served served = serve(one);

    assertThat(served).isInstanceOf(Served.Kept.class);
    assertThat(basis(served)).isEqualTo(Basis.KEPT);
    assertThat(ids(part(served.answer(), "app").peers())).hasSize(3);
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void serve_whenAStoreNeverSeenIsAwayAndThereAreNoPeers_isUnknownAndTouchesNoFile()
      throws Exception {
    Files.writeString(out, "as it was");

    Served served = serve(AWAY, two);

    assertThat(served).isInstanceOf(Served.Unknown.class);
    assertThat(Files.readString(out)).isEqualTo("as it was");
  }

  /** A store that lets nobody read one part. */
  private static final class Hiding extends ForwardingStore {
    private Hiding(Store store) {
      super(store);
    }

    @Override
    public Listing list(Predicate<PartName> parts) throws StoreException {
      Map<Entry, @Nullable Version> rest = new HashMap<>(super.list(parts).entries());
      rest.keySet().removeIf(entry -> !entry.id().equals("i-99"));
      return new Listing(
          rest, part -> !part.value().equals("app"), Map.of("app", "app is hidden here"));
    }
  }

  @Test
  void serve_ofAPartThatNobodyMayRead_isUnknownAndTouchesNoFile() throws Exception {
    Files.writeString(out, "as it was");

    Served served = serve(new Hiding(one));

    assertThat(served).isInstanceOf(Served.Unknown.class);
    assertThat(served.warnings()).contains("app is hidden here");
    assertThat(Files.readString(out)).isEqualTo("as it was");
  }

  @Test
  void serve_ofAPartThatNobodyMayReadAnyMore_keepsItsNodesAndCountsNoSilence() throws Exception {
    serve(one);
    later(60);

    for (int i = 0; i < 20; i++) {
      Served served = serve(new Hiding(one));
      later(60);

      assertThat(served.view().stores().get(0).list().silent()).isEmpty();
      assertThat(served.warnings()).contains("app is hidden here");
    }

    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
  }

  @Test
  void serve_whenOnePartIsUnknown_stillRemembersWhatWasRead() throws Exception {
    serve(question("app", "db"), stateFolder(), stores(AWAY, one), false);

    unmount("one");
    assertThat(ids(part(serve(one).answer(), "app").peers())).hasSize(3);
  }

  @Test
  void serve_whenTheNewsOfOneStoreCameWhileAnotherIsAway_isOk() throws Exception {
    put("two", node("i-04", "10.0.0.4", OLD));
    serve(one, two);
    unmount("two");
    put("one", Node.of("i-01").state("left").tss(NOW).build());

    assertThat(basis(serve(one, two))).isEqualTo(Basis.OK);
    assertThat(delivered()).containsExactly("i-02", "i-03", "i-04");
  }

  // Nothing new.

  @Test
  void serve_whenNothingIsNew_touchesNothingAndTakesNoLock() throws Exception {
    serve(one);
    later(60);
    serve(one);
    later(60);
    Map<String, String> before = Tree.of(folder);

    try (LockFile lock = LockFile.hold(state.resolve("lock"), Deadline.in(Duration.ofSeconds(1)))) {
      assertThat(lock).isNotNull();
      assertThat(serve(one).warnings()).isEmpty();
    }

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  // Removals that a person accepts.

  @Test
  void serve_withAcceptedRemovals_forgetsTheSilentForGood() throws Exception {
    serve(one);
    Files.delete(folder.resolve("one/all/i-02.json"));
    putBytes("one", "all/i-03.json", new byte[0]);
    serve(one);

    Served served = serve(APPS, stateFolder(), stores(one), true);

    assertThat(basis(served)).isEqualTo(Basis.OK);
    assertThat(delivered()).containsExactly("i-01");
    serve(one);
    assertThat(delivered()).containsExactly("i-01");
    put("one", node("i-03", "10.0.0.3", OLD));
    serve(one);
    assertThat(delivered()).containsExactly("i-01", "i-03");
  }

  @Test
  void serve_withAcceptedRemovalsOfOnePart_leavesTheOthersAlone() throws Exception {
    put("one", Node.of("i-db").part("db").tss(OLD).build());
    serve(question("app", "db"), stateFolder(), stores(one), false);
    Files.delete(folder.resolve("one/all/i-db.json"));
    serve(APPS, stateFolder(), stores(one), true);

    Served served = serve(question("db"), stateFolder(), stores(one), false);

    assertThat(ids(part(served.answer(), "db").peers())).containsExactly("i-db");
  }

  @Test
  void serve_withAcceptedRemovals_neverTakesAwayWhatAStoreThatIsAwayHad() throws Exception {
    put("two", node("i-04", "10.0.0.4", OLD));
    serve(one, two);
    unmount("two");

    serve(APPS, stateFolder(), stores(one, two), true);

    assertThat(delivered()).contains("i-04");
  }

  // A lost memory.

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void serve_ofAListMadeAnewWithALostMemory_keepsWhatWasDelivered(boolean mount) throws Exception {
    serve(one);
    lose("");
    unmount("one");
    if (mount) {
      Files.createDirectory(folder.resolve("one/all"));
    }

    for (int i = 0; i < 3; i++) {
      later(60);
      Served served = serve(one);
      assertThat(served).isInstanceOf(mount ? Served.Fresh.class : Served.Unknown.class);
      assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
    }
    if (mount) {
      assertThat(basis(serve(one))).isEqualTo(Basis.HELD);
      serve(APPS, stateFolder(), stores(one), true);
      assertThat(delivered()).isEmpty();
      serve(one);
      assertThat(delivered()).isEmpty();
    }
  }

  @Test
  void serve_ofBrokenRecordsWithALostMemory_keepsWhatWasDelivered() throws Exception {
    serve(one);
    lose("");
    for (int i = 1; i <= 3; i++) {
      putBytes("one", "all/i-0" + i + ".json", new byte[0]);
    }

    for (int i = 0; i < 3; i++) {
      assertThat(basis(serve(one))).isEqualTo(Basis.HELD);
      assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
    }
  }

  @Test
  void serve_ofAdoptedPeers_hearsThemAgainAndLetsThemGoByTheirWord() throws Exception {
    serve(one);
    lose("");
    unmount("one");
    Files.createDirectory(folder.resolve("one/all"));
    serve(one);
    put("one", node("i-01", "10.0.0.1", null));
    put("one", Node.of("i-02").state("left").tss(OLD).build());

    assertThat(basis(serve(one))).isEqualTo(Basis.HELD);
    assertThat(delivered()).containsExactly("i-01", "i-03");
  }

  @Test
  void serve_withALostMemory_adoptsNobodyOfAnotherScopeOrPart() throws Exception {
    put("two", Node.of("i-05").scope("fed1", "lamp").tss(OLD).build());
    serve(two);
    lose("");
    Files.delete(folder.resolve("two/all/i-05.json"));
    Question other =
        new Question(APPS.parts(), new Scope("fed2", Scope.ANY), List.of(), null, false);

    serve(other, stateFolder(), stores(two), false);

    assertThat(delivered()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "damaged", "empty"})
  void serve_whenTheMemoryIsLostWhileItLooks_keepsWhatItBeganWith(String how) throws Exception {
    serve(one);
    Files.delete(folder.resolve("one/all/i-02.json"));
    serve(one);
    put("one", node("i-01", "10.0.0.9", NOW));
    Store losing =
        new ForwardingStore(one) {
          @Override
          public void load(Collection<Entry> entries, Reader reader) throws StoreException {
            super.load(entries, reader);
            try {
              Path seen = state.resolve("seen");
              if (Tree.names(seen).isEmpty()) {
                return; // The beats are loaded too.
              }
              Path file = seen.resolve(Tree.names(seen).get(0));
              Files.delete(file);
              if (!how.equals("lost")) {
                Files.writeString(file, how.equals("empty") ? "" : "presence-seen\t1\t");
              }
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };

    serve(losing);

    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
    serve(one);
    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
  }

  @Test
  void serve_withADamagedContentInTheMemory_heals() throws Exception {
    serve(one);
    later(60);
    serve(one);
    Path seen = state.resolve("seen");
    Path file = seen.resolve(Tree.names(seen).get(0));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 20; i++) {
      bytes[i] = 0;
    }
    Files.write(file, bytes);

    serve(one);

    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
  }

  @Test
  void serve_ofAPeerWhoseContentIsDamagedAndNotOnAnyList_isUnknownAndTouchesNoFile()
      throws Exception {
    serve(one);
    Files.delete(folder.resolve("one/all/i-01.json"));
    serve(one);
    Path seen = state.resolve("seen");
    Path file = seen.resolve(Tree.names(seen).get(0));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 20; i++) {
      bytes[i] = 0; // The first of the contents.
    }
    Files.write(file, bytes);

    Served served = serve(one);

    assertThat(served).isInstanceOf(Served.Unknown.class);
    assertThat(served.warnings()).anyMatch(line -> line.contains("i-01"));
    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03");
  }

  // Two at a time.

  /** A store in which, once all is loaded, something else happens. */
  private static Store meanwhile(Store store, Runnable other) {
    return new ForwardingStore(store) {
      @Override
      public void load(Collection<Entry> entries, Reader reader) throws StoreException {
        super.load(entries, reader);
        other.run();
      }
    };
  }

  private void drainFirst() {
    try {
      put("one", Node.of("i-01").state("draining").tss(NOW).build());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void serve_bySlowerLook_neverPutsTheOlderAnswerBack(boolean news, boolean known)
      throws Exception {
    if (known) {
      serve(one);
    }
    if (news) {
      put("one", node("i-04", "10.0.0.4", OLD));
    }
    Store slow =
        meanwhile(
            one,
            () -> {
              drainFirst();
              serve(one);
            });

    Served served = serve(slow);

    List<String> right = new ArrayList<>(List.of("i-02", "i-03", "i-01 draining"));
    if (news) {
      right.add(2, "i-04");
    }
    assertThat(delivered()).isEqualTo(right);
    assertThat(ids(part(served.answer(), "app").draining())).containsExactly("i-01");
    unmount("one");
    assertThat(ids(part(serve(one).answer(), "app").draining())).containsExactly("i-01");
  }

  @Test
  void serve_bySlowerLookThatSawNothingNew_leavesTheNewerRecordInTheMemory() throws Exception {
    serve(one);
    later(60);
    serve(one);

    serve(meanwhile(one, this::drainFirst));
    serve(meanwhile(one, () -> serve(question("app", "db"), stateFolder(), stores(one), false)));

    assertThat(delivered()).containsExactly("i-02", "i-03", "i-01 draining");
  }

  @Test
  void serve_ofWhatAnotherLookSawVanish_doesNotReviveIt() throws Exception {
    serve(one);
    Store slow =
        meanwhile(
            one,
            () -> {
              try {
                Files.deleteIfExists(folder.resolve("one/all/i-02.json"));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              serve(one);
            });
    later(2); // So that this look has something to say of that entry.

    assertThat(basis(serve(slow))).isEqualTo(Basis.HELD);
  }

  @Test
  void serve_whileSomebodyHasTheLock_deliversAndSaysThatNothingIsRemembered() throws Exception {
    serve(one);
    put("one", node("i-04", "10.0.0.4", OLD));
    try (LockFile lock = LockFile.hold(state.resolve("lock"), Deadline.in(Duration.ofSeconds(1)))) {
      assertThat(lock).isNotNull();
      Map<String, String> before = Tree.of(state);

      Served served =
          serve(
              APPS,
              stateFolder(),
              new Stores(List.of(one), Deadline.in(Duration.ofMillis(1500))),
              false);

      assertThat(served.warnings())
          .singleElement()
          .asString()
          .contains("nothing is remembered in " + state, "lock");
      assertThat(Tree.of(state)).isEqualTo(before);
    }
    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03", "i-04");
  }

  @Test
  void serve_withAReadOnlyMemory_deliversAndWritesNoMemory() throws Exception {
    serve(one);
    put("one", node("i-04", "10.0.0.4", OLD));
    Map<String, String> before = Tree.of(state);

    serve(APPS, new StateFolder(state, true), stores(one), false);

    assertThat(Tree.of(state)).isEqualTo(before);
    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03", "i-04");
  }

  @Test
  void serve_ofADryRun_writesNothing() throws Exception {
    serve(one);
    put("one", node("i-04", "10.0.0.4", OLD));
    Map<String, String> before = Tree.of(folder);
    Looker looker = looker(one);

    Served served =
        new Answering(
                stores(one),
                looker,
                vigil(stores(one), new StateFolder(state, true)),
                new StateFolder(state, true),
                clock)
            .serve(
                new Wanted(
                    APPS,
                    new AnswerFile(out, AnswerFile.Form.JSON, new FileReplacer("w1")),
                    AnswerFile.Form.JSON,
                    false,
                    true),
                Asking.ALL);

    assertThat(ids(part(served.answer(), "app").peers())).contains("i-04");
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  // The memo of digests.

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void serve_afterAnyHistory_hasTheDigestOfItsAnswer(long seed) throws Exception {
    Random random = new Random(seed);
    Question other =
        new Question(question("db", "app").parts(), Scope.ALL, List.of("rack"), null, true);
    for (int step = 0; step < 100; step++) {
      String what = change(random);
      clock.move(Duration.ofMillis(random.nextInt(3000)));
      boolean both = random.nextInt(3) == 0;
      Question question = random.nextInt(3) == 0 ? other : APPS;

      Served served =
          serve(
              question,
              new StateFolder(state, random.nextInt(8) == 0),
              both ? stores(one, two) : stores(one),
              random.nextInt(10) == 0);

      if (served instanceof Served.Fresh fresh) {
        Map<String, String> digests = new TreeMap<>();
        fresh.answer().parts().forEach((p, n) -> digests.put(p, AnswerFormat.digest(n)));
        String right =
            new String(AnswerFormat.print(fresh.answer(), digests), StandardCharsets.US_ASCII);
        assertThat(fresh.json()).as("seed %s, step %s: %s", seed, step, what).isEqualTo(right);
        assertThat(Files.readString(out)).isEqualTo(right);
      } else {
        throw new AssertionError(served);
      }
    }
  }

  private String change(Random random) throws Exception {
    String list = random.nextBoolean() ? "one" : "two";
    String id = "i-0" + (1 + random.nextInt(5));
    String tss = "2026110" + (1 + random.nextInt(9)) + "-000000";
    int what = random.nextInt(9);
    switch (what) {
      case 0, 1, 2 -> {
        NodeRecord record =
            Node.of(id)
                .part(random.nextInt(4) == 0 ? "db" : "app")
                .address("10.0.0." + (1 + random.nextInt(9)))
                .state(List.of("idle", "draining", "left").get(random.nextInt(3)))
                .fact("rack", "r" + random.nextInt(3))
                .tss(tss)
                .build();
        put(list, record);
      }
      case 3 -> Files.deleteIfExists(folder.resolve(list + "/all/" + id + ".json"));
      case 4 -> {
        Order.Word word =
            List.of(Order.Word.DRAINING, Order.Word.LEFT, Order.Word.LIFTED).get(random.nextInt(3));
        put(list, order(id, word, tss, word == Order.Word.LEFT ? tss : null));
      }
      case 5 -> Files.deleteIfExists(folder.resolve(list + "/order/" + id + ".json"));
      case 6 -> lose(List.of("", "seen", "answered", "journal").get(random.nextInt(4)));
      case 7 -> putBytes(list, "all/" + id + ".json", new byte[] {'{'});
      default -> clock.move(Duration.ofHours(random.nextInt(40) - 10));
    }
    return what + " " + list + " " + id;
  }

  // The journal.

  @Test
  void serve_writesEachChangeOfItsAnswerIntoTheJournal() throws Exception {
    serve(one);
    later(60);
    drainFirst();
    put("one", order("i-02", Order.Word.LEFT, NOW, OLD));
    put("one", Node.of("i-03").part("db").tss(NOW).build());
    serve(one);
    later(60);
    serve(one);

    assertThat(journal())
        .containsExactly(
            "20261122-174830 app i-01 out peer peer",
            "20261122-174830 app i-02 out peer peer",
            "20261122-174830 app i-03 out peer peer",
            "20261122-174930 app i-01 peer draining draining",
            "20261122-174930 app i-02 peer out order",
            "20261122-174930 app i-03 peer out gone");
    assertThat(new Journal(stateFolder()).read().get(5).why()).contains("another part", "db");
    assertThat(new Journal(stateFolder()).read().get(4).why()).contains("jo", "seems dead");
  }

  // Kills.

  @ParameterizedTest
  @ValueSource(strings = {"out.json", "state/answered", "state/journal", "state/seen"})
  void serve_afterAKillThatLeftOneFileUnwritten_heals(String unwritten) throws Exception {
    serve(one);
    Path kept = folder.resolve("kept");
    Tree.copy(folder.resolve(unwritten), kept);
    drainFirst();
    later(60);
    serve(one);
    String right = Files.readString(out);
    lose("../" + unwritten);
    Tree.copy(kept, folder.resolve(unwritten));

    serve(one);

    assertThat(Files.readString(out)).isEqualTo(right);
    serve(one);
    Map<String, String> before = Tree.of(state);
    serve(one);
    assertThat(Tree.of(state)).isEqualTo(before);
  }

  // A store that is no folder.

  @Test
  void serve_ofAStoreWithVersionsOfContent_opensNothingButWhatIsNew() throws Exception {
    ChronicleStore list = new ChronicleStore("chronicle", clock);
    list.create();
    for (int i = 1; i <= 3; i++) {
      list.put(new Announcement(node("i-0" + i, "10.0.0." + i, OLD), null), null);
    }
    CountingStore counting = new CountingStore(list);
    serve(counting);
    counting.opened.clear();
    list.put(new Announcement(node("i-04", "10.0.0.4", OLD), null), null);

    serve(counting);

    assertThat(delivered()).containsExactly("i-01", "i-02", "i-03", "i-04");
    assertThat(counting.opened).containsExactly("all/i-04.json");
  }
}
