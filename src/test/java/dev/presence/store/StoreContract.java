package dev.presence.store;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static dev.presence.testing.Nodes.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.format.BeatFormat;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.model.Beat;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store keeps to, whatever it is made of. A store's own test says how to open one. */
abstract class StoreContract {
  protected static final Entry A = record("i-0a");
  protected static final Entry B = record("i-0b");
  private static final Instant NOW = Instant.parse("2026-11-22T17:48:30Z");

  /** How often a record is written while others read; a store of slow writes may say less. */
  protected int rewrites() {
    return 400;
  }

  /** How often writers race; a store of slow writes may say less. */
  protected int races() {
    return 100;
  }

  /** A place for a list, at which none was made yet. */
  protected abstract Store open() throws Exception;

  /** The same list, opened as another machine would; asked for after {@link #open} only. */
  protected abstract Store openAgain() throws Exception;

  /** Puts bytes on a list that was made, as a strange hand would. */
  protected abstract void plant(Entry entry, byte[] bytes) throws Exception;

  /** Makes it so that an entry that is there cannot be read, and perhaps others with it. */
  protected abstract void obstruct(Entry entry) throws Exception;

  /** What is where a message says that an entry is, opened with the store's own tools. */
  protected abstract byte[] opened(String name) throws Exception;

  /**
   * Deletes the folder of all entries of that kind, as a strange hand would.
   *
   * @return false where a store has no such folder
   */
  protected boolean takeAway(Entry.Kind kind) throws Exception {
    return false;
  }

  protected Store store;
  private final List<Store> opened = new ArrayList<>();

  @BeforeEach
  void openStore() throws Exception {
    store = open();
    opened.add(store);
  }

  @AfterEach
  void closeStores() {
    opened.forEach(Store::close);
  }

  private Store another() throws Exception {
    Store another = openAgain();
    opened.add(another);
    return another;
  }

  private Store made() throws StoreException {
    store.create();
    return store;
  }

  // Words.

  protected static Entry record(String id) {
    return new Entry(Entry.Kind.RECORD, id);
  }

  protected static Entry beatOf(String id) {
    return new Entry(Entry.Kind.BEAT, id);
  }

  protected static Entry orderFor(String id) {
    return new Entry(Entry.Kind.ORDER, id);
  }

  protected static Announcement saying(NodeRecord record) {
    return new Announcement(record, null);
  }

  protected static String text(NodeRecord record) {
    return new String(RecordFormat.print(record), UTF_8);
  }

  protected static String text(Beat beat) {
    return new String(BeatFormat.print(beat), UTF_8);
  }

  protected static String text(Order order) throws Exception {
    return new String(OrderFormat.print(order), UTF_8);
  }

  /** A record of a length of its own, so that neither of two torn ones can pass for the other. */
  protected static NodeRecord essay(String id, int length) {
    return node(id, Map.of("essay", "x".repeat(length)));
  }

  /** The version in which an entry is there; null when it is not. */
  protected static @Nullable Version version(Store store, Entry entry) throws StoreException {
    return store.find(List.of(entry)).get(entry);
  }

  /** The version of an entry that is there. */
  protected static Version versionThere(Store store, Entry entry) throws StoreException {
    return Objects.requireNonNull(version(store, entry), entry.path());
  }

  /** Puts a record in the place of whatever is there. */
  protected static Receipt put(Store store, NodeRecord record) throws StoreException {
    Entry entry = Entry.of(Entry.Kind.RECORD, record.id());
    return store.put(saying(record), version(store, entry));
  }

  /** What came of loading each of these, each once. */
  protected static Map<Entry, Loaded> load(Store store, Collection<Entry> entries)
      throws StoreException {
    Map<Entry, Loaded> all = new HashMap<>();
    store.load(
        entries,
        (entry, loaded) -> assertThat(all.put(entry, loaded)).as("%s again", entry).isNull());
    return all;
  }

  /** What came of loading one. */
  protected static Loaded load(Store store, Entry entry) throws StoreException {
    Map<Entry, Loaded> all = load(store, List.of(entry));
    assertThat(all).containsOnlyKeys(entry);
    return Objects.requireNonNull(all.get(entry));
  }

  /** The text of one that can be read; else what it is instead. */
  protected static String text(Store store, Entry entry) throws StoreException {
    return text(load(store, entry));
  }

  protected static String text(Loaded loaded) {
    return loaded instanceof Loaded.Content content
        ? new String(content.bytes(), UTF_8)
        : loaded.toString();
  }

  /** Everything that is listed, with its text. */
  protected static Map<Entry, String> contents(Store store) throws StoreException {
    Map<Entry, String> contents = new HashMap<>();
    Collection<Entry> entries = store.list(Listing.ALL_PARTS).entries().keySet();
    load(store, entries).forEach((entry, loaded) -> contents.put(entry, text(loaded)));
    return contents;
  }

  private static Map<Entry, @Nullable Version> versions(Store store) throws StoreException {
    return store.list(Listing.ALL_PARTS).entries();
  }

  // Making a list.

  @Test
  void name_ofTheSameListOpenedAnew_isTheSame() throws Exception {
    assertThat(another().name()).isEqualTo(store.name()).matches("\\p{Print}+");
  }

  @Test
  void whereabouts_ofEachEntry_areWherePeopleFindIt() throws Exception {
    made().put(new Announcement(node("i-0a"), beat("i-0a", 7)), null);
    Order order = order("i-0a", Order.Word.DRAINING, "20261122-174830");
    store.put(order, null);
    Store reader = another();
    reader.list(Listing.ALL_PARTS);

    for (Store any : List.of(store, reader)) {
      assertThat(opened(any.whereabouts(A).name())).asString(UTF_8).isEqualTo(text(node("i-0a")));
      assertThat(opened(any.whereabouts(beatOf("i-0a")).name()))
          .asString(UTF_8)
          .isEqualTo(text(beat("i-0a", 7)));
      assertThat(opened(any.whereabouts(orderFor("i-0a")).name()))
          .asString(UTF_8)
          .isEqualTo(text(order));
    }
    assertThat(store.whereabouts(new Entry(Entry.Kind.RECORD, "a\u001bb\nc")).toString())
        .matches("\\p{Print}+");
  }

  @Test
  void create_whereThereIsNone_makesAnEmptyList() throws Exception {
    Listing listing = made().list(Listing.ALL_PARTS);

    assertThat(listing.entries()).isEmpty();
    assertThat(listing.covers().test(new PartName("app"))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Entry.Kind.class,
      names = {"RECORD", "ORDER", "BEAT"})
  void create_ofAListThatIsHalfThere_makesTheRest(Entry.Kind kind) throws Exception {
    put(made(), node("i-0b"));
    if (!takeAway(kind)) {
      return; // There is no half of such a list.
    }

    store.create();

    assertThat(store.tryWriting()).isNotNull();
    assertThat(store.put(new Announcement(node("i-0a"), beat("i-0a", 7)), null))
        .isInstanceOf(Receipt.Written.class);
    assertThat(store.put(order("i-0a", Order.Word.DRAINING, "20261122-174830"), null))
        .isInstanceOf(Receipt.Written.class);
    assertThat(versions(another())).containsKeys(A, orderFor("i-0a"));
  }

  @Test
  void create_ofAListThatIsThere_doesNothing() throws Exception {
    put(made(), node("i-0a"));
    Map<Entry, @Nullable Version> before = versions(store);

    store.create();
    another().create();

    assertThat(versions(store)).isEqualTo(before);
  }

  @Test
  void everyCall_whereNoListWasMade_isRefusedAndMakesNone() throws Exception {
    Announcement first = new Announcement(node("i-0a"), beat("i-0a", 1));
    Order order = order("i-0a", Order.Word.LEFT, "20261122-174830");
    Version remembered = new Version("1");

    assertRefused(() -> store.list(Listing.ALL_PARTS));
    assertRefused(() -> store.find(List.of(A)));
    assertRefused(() -> store.put(first, null));
    assertRefused(() -> store.put(first, remembered));
    assertRefused(() -> store.put(new Announcement(null, beat("i-0a", 1)), null));
    assertRefused(() -> store.put(order, null));
    assertRefused(() -> store.put(order, remembered));
    assertRefused(() -> store.tryWriting());

    assertRefused(() -> another().list(Listing.ALL_PARTS));
  }

  private void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(store.name())
        .hasMessageContaining("init");
  }

  // Putting records.

  @Test
  void put_ofANewNode_isLoadedByOthersWithEveryFact() throws Exception {
    NodeRecord record =
        node(
            "i-0a",
            Map.of(
                "ports",
                Map.of("http", 80L),
                "tss",
                "20261122-174830",
                "rack",
                List.of("a", 1L, true, Map.of("é", "\uD83D\uDE00")),
                "empty",
                ""));

    assertThat(made().put(saying(record), null)).isInstanceOf(Receipt.Written.class);

    assertThat(contents(another())).isEqualTo(Map.of(A, text(record)));
    assertThat(version(another(), A)).isNotNull().isEqualTo(versions(store).get(A));
  }

  @Test
  void put_ofEqualContent_isUnchangedAndTouchesNothing() throws Exception {
    put(made(), node("i-0a"));
    Version version = version(store, A);

    assertThat(store.put(saying(node("i-0a")), version)).isInstanceOf(Receipt.Unchanged.class);
    assertThat(another().put(saying(node("i-0a")), null)).isInstanceOf(Receipt.Unchanged.class);

    assertThat(version(store, A)).isEqualTo(version);
  }

  @Test
  void put_withTheVersionThatItReplaces_isThereInAnother() throws Exception {
    put(made(), nodeAt("i-0a", "20261122-174830"));
    Version before = version(store, A);
    NodeRecord later = nodeAt("i-0a", "20261122-174831");

    assertThat(store.put(saying(later), before)).isInstanceOf(Receipt.Written.class);

    assertThat(text(another(), A)).isEqualTo(text(later));
    assertThat(version(another(), A)).isNotNull().isNotEqualTo(before);
  }

  @Test
  void put_withAnyOtherVersion_isBehindAndLeavesWhatIsThere() throws Exception {
    put(made(), essay("i-0a", 1));
    Version old = version(store, A);
    put(store, essay("i-0a", 2));
    Map<Entry, @Nullable Version> before = versions(store);

    assertThat(store.put(saying(essay("i-0a", 3)), old)).isInstanceOf(Receipt.Behind.class);
    assertThat(store.put(saying(essay("i-0a", 3)), null)).isInstanceOf(Receipt.Behind.class);
    assertThat(store.put(saying(node("i-0b")), old)).isInstanceOf(Receipt.Behind.class);

    assertThat(versions(another())).isEqualTo(before);
    assertThat(text(another(), A)).isEqualTo(text(essay("i-0a", 2)));
  }

  @Test
  void put_ofOneNode_leavesTheOthersAlone() throws Exception {
    put(made(), node("i-0a"));
    put(store, node("i-0b"));
    Version other = version(store, B);

    put(store, nodeAt("i-0a", "20261122-174831"));

    assertThat(versions(store)).containsOnlyKeys(A, B).containsEntry(B, other);
  }

  @Test
  void put_ofARecordThatNoReaderWouldBelieve_isRefusedAndWritesNothing() throws Exception {
    put(made(), node("i-0a"));
    Map<Entry, @Nullable Version> before = versions(store);

    assertThatThrownBy(() -> put(store, essay("i-0a", 8 * 1024 + 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("i-0a");

    assertThat(versions(store)).isEqualTo(before);
  }

  @Test
  void put_overWhatIsNoRecord_mendsIt() throws Exception {
    made();
    plant(A, "{".getBytes(UTF_8));

    assertThat(put(store, node("i-0a"))).isInstanceOf(Receipt.Written.class);

    assertThat(text(store, A)).isEqualTo(text(node("i-0a")));
  }

  // Beats and orders.

  @Test
  void put_ofRecordAndBeat_bringsBoth() throws Exception {
    made().put(new Announcement(node("i-0a"), beat("i-0a", 7)), null);

    assertThat(text(another(), A)).isEqualTo(text(node("i-0a")));
    assertThat(text(another(), beatOf("i-0a"))).isEqualTo(text(beat("i-0a", 7)));
  }

  @Test
  void put_ofABeatWithAnUnchangedRecord_bringsTheBeatAlone() throws Exception {
    made().put(new Announcement(node("i-0a"), beat("i-0a", 7)), null);
    Version version = version(store, A);

    assertThat(store.put(new Announcement(node("i-0a"), beat("i-0a", 8)), version))
        .isInstanceOf(Receipt.Unchanged.class);

    assertThat(version(store, A)).isEqualTo(version);
    assertThat(text(store, beatOf("i-0a"))).isEqualTo(text(beat("i-0a", 8)));
  }

  @Test
  void put_ofABeatAlone_bringsIt() throws Exception {
    made().put(new Announcement(null, beat("i-0a", 7)), null);

    assertThat(text(another(), beatOf("i-0a"))).isEqualTo(text(beat("i-0a", 7)));
    assertThat(version(store, A)).isNull();
  }

  @Test
  void put_thatIsBehind_bringsNoBeatEither() throws Exception {
    made().put(new Announcement(node("i-0a"), beat("i-0a", 7)), null);

    store.put(new Announcement(essay("i-0a", 1), beat("i-0a", 8)), null);

    assertThat(text(store, beatOf("i-0a"))).isEqualTo(text(beat("i-0a", 7)));
  }

  @Test
  void beats_ofNodesOnTheList_areFoundByNameAndNeverListed() throws Exception {
    made().put(new Announcement(node("i-0a"), beat("i-0a", 7)), null);

    assertThat(versions(store)).containsOnlyKeys(A);
    assertThat(store.find(List.of(beatOf("i-0a"), beatOf("i-0b"))))
        .containsOnlyKeys(beatOf("i-0a"));
  }

  @Test
  void beat_thatAdvances_isThereInAnotherVersion() throws Exception {
    // As many digits, and at once: nothing but the content tells the two apart.
    made().put(new Announcement(null, beat("i-0a", 7)), null);
    Version before = version(store, beatOf("i-0a"));

    store.put(new Announcement(null, beat("i-0a", 8)), null);

    if (store.trust() == Store.Trust.ALWAYS) {
      assertThat(version(store, beatOf("i-0a"))).isNotEqualTo(before);
    }
    assertThat(text(store, beatOf("i-0a"))).isEqualTo(text(beat("i-0a", 8)));
  }

  @Test
  void put_ofAnOrder_isListedAndLoadedByOthers() throws Exception {
    put(made(), node("i-0a"));
    Order order = order("i-0a", Order.Word.DRAINING, "20261122-174830");

    assertThat(store.put(order, null)).isInstanceOf(Receipt.Written.class);

    assertThat(contents(another()))
        .isEqualTo(Map.of(A, text(node("i-0a")), orderFor("i-0a"), text(order)));
  }

  @Test
  void put_ofAnOrder_keepsToVersionsAsARecordDoes() throws Exception {
    Order drain = order("i-0a", Order.Word.DRAINING, "20261122-174830");
    Order lift = order("i-0a", Order.Word.LIFTED, "20261122-174831");
    Order left = order("i-0a", Order.Word.LEFT, "20261122-174832");
    made().put(drain, null);
    Version first = version(store, orderFor("i-0a"));

    assertThat(store.put(drain, null)).isInstanceOf(Receipt.Unchanged.class);
    assertThat(store.put(lift, first)).isInstanceOf(Receipt.Written.class);
    assertThat(store.put(left, first)).isInstanceOf(Receipt.Behind.class);
    assertThat(store.put(left, null)).isInstanceOf(Receipt.Behind.class);

    assertThat(text(another(), orderFor("i-0a"))).isEqualTo(text(lift));
  }

  @Test
  void put_ofAnOrderForANodeThatIsNotThere_isListed() throws Exception {
    made().put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null);

    assertThat(versions(store)).containsOnlyKeys(orderFor("i-0a"));
  }

  // Listing, finding and loading.

  @Test
  void find_ofEntriesThatAreNotThere_leavesThemOut() throws Exception {
    put(made(), node("i-0a"));

    assertThat(store.find(List.of(A, B, beatOf("i-0a"), orderFor("i-0a")))).containsOnlyKeys(A);
    assertThat(store.find(List.of())).isEmpty();
  }

  @Test
  void list_withAHint_showsAtLeastWhatItCovers() throws Exception {
    made();
    for (String part : List.of("app", "db", "lb")) {
      put(store, node("i-" + part, Map.of("nodepart", part)));
    }
    store.put(order("i-app", Order.Word.LEFT, "20261122-174830"), null);

    Listing listing = store.list(part -> part.value().equals("db"));

    assertThat(listing.covers().test(new PartName("db"))).isTrue();
    assertThat(listing.entries()).containsKeys(record("i-db"), orderFor("i-app"));
    for (String part : List.of("app", "lb")) {
      if (listing.covers().test(new PartName(part))) {
        assertThat(listing.entries()).containsKey(record("i-" + part));
      }
    }
  }

  @Test
  void find_ofANodeThatWentToAnotherPart_findsItWhateverPartsWereListed() throws Exception {
    put(made(), node("i-0a", Map.of("nodepart", "db")));
    store.list(part -> part.value().equals("db"));
    NodeRecord moved = node("i-0a", Map.of("nodepart", "app"));
    put(another(), moved);

    store.list(part -> part.value().equals("db"));

    // Or a node that said where it went would be taken for a silent one.
    assertThat(store.find(List.of(A))).containsOnlyKeys(A);
    assertThat(text(store, A)).isEqualTo(text(moved));
  }

  @Test
  void load_ofWhatIsNotThere_isVanished() throws Exception {
    put(made(), node("i-0a"));
    store.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null);

    Map<Entry, Loaded> loaded = load(store, List.of(B, beatOf("i-0a"), orderFor("i-0b")));

    assertThat(loaded).hasSize(3);
    assertThat(loaded.values()).allMatch(Loaded.Vanished.class::isInstance);
    assertThat(load(store, List.of())).isEmpty();
  }

  @Test
  void load_ofWhatIsNoRecord_isItsContent() throws Exception {
    made();
    byte[] strange = {'{', 0, -1, 27};
    plant(A, strange);

    assertThat(load(store, A))
        .isInstanceOfSatisfying(
            Loaded.Content.class, content -> assertThat(content.bytes()).isEqualTo(strange));
  }

  @Test
  void load_ofWhatIsTooLarge_isBrokenAndCostsNoOther() throws Exception {
    put(made(), node("i-0a"));
    plant(B, new byte[64 * 1024 + 1]);

    Map<Entry, Loaded> loaded = load(store, List.of(B, A));

    assertThat(loaded.get(B)).isEqualTo(new Loaded.Broken("is over 64 KiB"));
    assertThat(loaded.get(A)).isInstanceOf(Loaded.Content.class);
  }

  @Test
  void load_ofTheLargestThatMayBe_isItsContent() throws Exception {
    made();
    plant(A, new byte[64 * 1024]);

    assertThat(load(store, A)).isInstanceOf(Loaded.Content.class);
  }

  @Test
  void load_ofWhatCannotBeRead_isUnreadableAndNotGone() throws Exception {
    put(made(), node("i-0a"));
    obstruct(A);

    assertThat(load(store, A))
        .isInstanceOfSatisfying(
            Loaded.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).matches("cannot be read: \\p{Print}+"));
  }

  @Test
  void list_ofWhatCannotBeRead_showsItOrIsNotRead() throws Exception {
    put(made(), node("i-0a"));
    put(store, node("i-0b"));
    obstruct(A);

    // A listing without it would be taken for the word that it is gone.
    for (Store reader : List.of(store, another())) {
      try {
        assertThat(versions(reader)).containsKey(A);
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining(reader.name());
      }
    }
  }

  // What may be remembered under a version.

  @Test
  void look_atWhatChangedAtOnce_neverTakesOneForTheOther() throws Exception {
    Remembering reader = new Remembering(another());
    made();
    for (int i = 0; i < races(); i++) {
      // Of the same length, and mostly within one tick of the store's clock.
      NodeRecord record = nodeAt("i-0a", i % 2 == 0 ? "20261122-174830" : "20261122-174831");
      put(store, record);

      reader.look(NOW);

      assertThat(reader.of(A)).isEqualTo(text(record));
    }
  }

  @Test
  void look_afterWhatWasThereCameBackUnseen_hasWhatIsThere() throws Exception {
    Remembering reader = new Remembering(another());
    NodeRecord one = nodeAt("i-0a", "20261122-174830");
    NodeRecord other = nodeAt("i-0a", "20261122-174831");
    put(made(), one);
    reader.look(NOW);
    put(store, other);
    put(store, one);

    reader.look(NOW);

    assertThat(reader.of(A)).isEqualTo(text(one));
  }

  @Test
  void look_atWhatIsSettled_loadsNothing() throws Exception {
    Remembering reader = new Remembering(another());
    put(made(), node("i-0a"));
    store.put(order("i-0b", Order.Word.LEFT, "20261122-174830"), null);
    reader.look(NOW);
    assertThat(reader.loaded()).containsExactlyInAnyOrder(A, orderFor("i-0b"));
    reader.look(NOW.plusSeconds(2));

    reader.look(NOW.plusSeconds(4));

    assertThat(reader.loaded()).isEmpty();
  }

  // Many at once.

  /** Does all of this at once; what each gave, in their order. */
  private static List<Object> atOnce(List<? extends Callable<?>> calls) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (Callable<?> call : calls) {
        futures.add(pool.submit(call));
      }
      List<Object> results = new ArrayList<>();
      for (Future<?> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void put_byManyNodesAtOnce_losesNone() throws Exception {
    made();
    List<Callable<Receipt>> nodes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Announcement announcement = new Announcement(node("i-" + i), beat("i-" + i, 1));
      Store own = another();
      nodes.add(() -> own.put(announcement, null));
    }

    assertThat(atOnce(nodes)).allMatch(Receipt.Written.class::isInstance);

    assertThat(contents(another())).hasSize(20).doesNotContainValue("");
  }

  @Test
  void put_byTwoWithTheSameVersion_leavesOneWholeAndTheOtherLearnsIt() throws Exception {
    put(made(), essay("i-0a", 0));
    List<Store> writers = List.of(another(), another());
    for (int i = 0; i < races(); i++) {
      Version before = version(store, A);
      List<NodeRecord> records = List.of(essay("i-0a", 2 * i + 1), essay("i-0a", 2 * i + 2));

      List<Object> receipts =
          atOnce(
              List.of(
                  () -> writers.get(0).put(saying(records.get(0)), before),
                  () -> writers.get(1).put(saying(records.get(1)), before)));

      int winner = text(store, A).equals(text(records.get(0))) ? 0 : 1;
      int loser = 1 - winner;
      assertThat(text(store, A)).isEqualTo(text(records.get(winner)));
      assertThat(receipts.get(winner)).isInstanceOf(Receipt.Written.class);
      assertThat(writers.get(winner).put(saying(records.get(winner)), before))
          .isInstanceOf(Receipt.Unchanged.class);
      assertThat(writers.get(loser).put(saying(records.get(loser)), before))
          .isInstanceOf(Receipt.Behind.class);
    }
  }

  @Test
  void put_byRacingWritersWhileOthersRead_isNeverSeenHalfDoneNorGone() throws Exception {
    NodeRecord brief = nodeAt("i-0a", "20261122-174830");
    NodeRecord wordy = essay("i-0a", 8 * 1024);
    put(made(), brief);
    AtomicBoolean written = new AtomicBoolean();
    Store reader = another();
    List<Callable<Integer>> all = new ArrayList<>();
    all.add(
        () -> {
          int looks = 0;
          do {
            assertThat(contents(reader)).containsOnlyKeys(A);
            assertThat(text(reader, A)).isIn(text(brief), text(wordy));
            looks++;
          } while (!written.get());
          return looks;
        });
    for (int first = 0; first < 2; first++) {
      Store writer = another();
      int begin = first;
      all.add(
          () -> {
            int times = 0;
            for (int i = begin; i < rewrites() / 2; i++) {
              NodeRecord record = i % 2 == 0 ? wordy : brief;
              times += put(writer, record) instanceof Receipt.Written ? 1 : 0;
            }
            written.set(true);
            return times;
          });
    }

    assertThat(atOnce(all)).allSatisfy(times -> assertThat((Integer) times).isPositive());
  }

  // Deleting.

  @Test
  void delete_ofThatVersion_takesItOffAndLeavesTheOthers() throws Exception {
    made().put(new Announcement(node("i-0a"), beat("i-0a", 7)), null);
    put(store, node("i-0b"));
    store.put(order("i-0a", Order.Word.LEFT, "20261122-174830"), null);

    for (Entry entry : List.of(A, beatOf("i-0a"), orderFor("i-0a"))) {
      assertThat(store.delete(entry, versionThere(store, entry))).isTrue();
      assertThat(load(another(), entry)).isInstanceOf(Loaded.Vanished.class);
    }

    assertThat(contents(another())).isEqualTo(Map.of(B, text(node("i-0b"))));
  }

  @Test
  void delete_ofANodeThatCameBack_leavesIt() throws Exception {
    put(made(), essay("i-0a", 1));
    Version old = versionThere(store, A);
    put(another(), essay("i-0a", 2));

    assertThat(store.delete(A, old)).isFalse();

    assertThat(contents(another())).isEqualTo(Map.of(A, text(essay("i-0a", 2))));
  }

  @Test
  void delete_ofWhatIsNotThere_isDone() throws Exception {
    put(made(), node("i-0a"));

    assertThat(store.delete(B, versionThere(store, A))).isTrue();

    assertThat(contents(store)).containsOnlyKeys(A);
  }

  @Test
  void delete_whileTheNodeComesBack_neverTakesWhatItWasToldIsThere() throws Exception {
    made();
    Store pruning = another();
    for (int i = 0; i < races(); i++) {
      put(store, essay("i-0a", 2 * i));
      Version old = versionThere(store, A);
      NodeRecord back = essay("i-0a", 2 * i + 1);

      List<Object> results =
          atOnce(List.of(() -> pruning.delete(A, old), () -> store.put(saying(back), old)));

      if (results.get(1) instanceof Receipt.Written) {
        assertThat(text(store, A)).isEqualTo(text(back));
      } else {
        assertThat(text(store, A)).isIn(text(back), new Loaded.Vanished().toString());
      }
      assertThat(put(store, back)).isNotInstanceOf(Receipt.Behind.class);
    }
  }

  // Trying.

  @Test
  void tryWriting_ofAListThatTakesWrites_leavesNothingBehind() throws Exception {
    put(made(), node("i-0a"));
    Map<Entry, @Nullable Version> before = versions(store);

    Duration ahead = store.tryWriting();

    if (ahead != null) {
      assertThat(ahead.abs()).isLessThan(Duration.ofDays(1));
    }
    assertThat(versions(store)).isEqualTo(before);
  }
}
