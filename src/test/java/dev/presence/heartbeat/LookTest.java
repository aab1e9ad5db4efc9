package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.format.RecordFormat;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.ChronicleStore;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the look, row by row. */
class LookTest extends HeartbeatTestCase {
  LookTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  private ChronicleStore chronicle() throws StoreException {
    ChronicleStore store = new ChronicleStore("chronicle", clock);
    store.create();
    return store;
  }

  private static void say(Store store, NodeRecord record) throws StoreException {
    store.put(
        new dev.presence.store.Announcement(record, null),
        store.find(List.of(Entry.of(Entry.Kind.RECORD, record.id()))).values().stream()
            .findFirst()
            .orElse(null));
  }

  // The listing shows nothing.

  @Test
  void look_whenAStoreIsGone_hasWhatIsRememberedOfItAndTheNewsOfTheOther() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("two", node("i-0b", "10.0.0.2", OLDER));
    look(one, two);
    unmount("one");
    put("two", node("i-0b", "10.0.0.3", OLD));

    View view = look(one, two);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1", "i-0b=10.0.0.3");
    assertThat(silent(view)).isEmpty();
    assertThat(view.isReadable()).isTrue();
    assertThat(view.isComplete()).isFalse();
    assertThat(view.isBlind()).isFalse();
    assertThat(view.warnings())
        .singleElement()
        .asString()
        .contains(one.name(), "mount it", "what is remembered of it stands in");
  }

  @Test
  void look_atAFolderNotMountedAgainAndAgain_forgetsNothingAndCountsNoSilence() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    unmount("one");
    for (int i = 0; i < 3; i++) {
      later(3600);
      View view = look(one);
      assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
      assertThat(silent(view)).isEmpty();
      assertThat(view.isReadable()).isFalse();
    }
    mount("one");

    assertThat(look(one).isComplete()).isTrue();
  }

  @Test
  void look_whenAStoreNeverSeenIsGone_isBlindThere() {
    View view = look(AWAY, one);

    assertThat(view.isReadable()).isTrue();
    assertThat(view.isBlind()).isTrue();
    assertThat(view.warnings()).containsExactly("away is away (nothing is remembered of it)");
  }

  @Test
  void look_atAFolderThatIsNoList_isUnreadable() throws Exception {
    Path plain = Files.createDirectory(folder.resolve("plain"));

    View view = look(new dev.presence.store.FolderStore(plain, "w1"));

    assertThat(view.isReadable()).isFalse();
    assertThat(view.warnings()).singleElement().asString().contains(plain.toString(), "no list");
  }

  private static Store hanging(Store store, boolean lists, CountDownLatch mended) {
    return new ForwardingStore(store) {
      private void hang() throws StoreException {
        try {
          mended.await();
        } catch (InterruptedException e) {
          throw new StoreException("interrupted", e);
        }
      }

      @Override
      public Listing list(Predicate<PartName> parts) throws StoreException {
        if (lists) {
          hang();
        }
        return super.list(parts);
      }

      @Override
      public void load(Collection<Entry> entries, Reader reader) throws StoreException {
        super.load(entries, reader);
        hang();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void look_whileAStoreHangs_endsAtHalfOfTheDeadlineWithTheOther(boolean lists) throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("two", node("i-0b", "10.0.0.2", OLD));
    CountDownLatch mended = new CountDownLatch(1);
    Deadline deadline = Deadline.in(Duration.ofSeconds(2));
    Stores stores = new Stores(List.of(hanging(two, lists, mended), one), deadline);
    try {
      Look look = looker(stores).look(APPS);

      assertThat(deadline.nanosLeft()).isPositive();
      assertThat(nodes(look.view())).containsExactly("i-0a=10.0.0.1");
      assertThat(look.view().isComplete()).isFalse();
      assertThat(look.view().warnings()).singleElement().asString().contains("did not answer");
    } finally {
      mended.countDown();
    }
  }

  // An entry with the remembered version, settled; another one, or unsettled.

  @Test
  void look_atSettledEntries_opensNothing() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", order("i-0b", Order.Word.LEFT, OLD, null));
    lookAround(one);
    later(2);
    lookAround(one);
    one.opened.clear();

    assertThat(nodes(lookAround(one))).containsExactly("i-0a=10.0.0.1");

    assertThat(one.opened).isEmpty();
  }

  @Test
  void look_atAnEntryLoadedTwiceWithinASecond_opensItAgain() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    lookAround(one);
    later(1);
    lookAround(one);
    later(1);
    one.opened.clear();

    lookAround(one);

    assertThat(one.opened).containsExactly("all/i-0a.json");
  }

  @Test
  void look_loadedALittleOverASecondApart_isNotSettledByTheTurnOfTheSeconds() throws Exception {
    clock.move(Duration.ofMillis(999));
    put("one", node("i-0a", "10.0.0.1", OLD));
    lookAround(one);
    clock.move(Duration.ofMillis(1001));
    lookAround(one);
    clock.move(Duration.ofMillis(10));
    one.opened.clear();

    lookAround(one);

    assertThat(one.opened).containsExactly("all/i-0a.json");
  }

  @Test
  void look_atAnEntryWhoseLoadTookLong_countsFromItsEnd() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    Store slow =
        new ForwardingStore(one) {
          @Override
          public void load(Collection<Entry> entries, Reader reader) throws StoreException {
            later(3); // What is read is read now.
            super.load(entries, reader);
          }
        };
    lookAround(slow);
    lookAround(one);
    one.opened.clear();

    lookAround(one);

    assertThat(one.opened).containsExactly("all/i-0a.json");
  }

  @Test
  void look_atACandidate_opensItEvenWhenSettled() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", Node.of("i-0b").part("db").address("10.0.0.2").tss(OLD).build());
    put("one", Node.of("i-0c").address("10.0.0.3").state("left").tss(OLD).build());
    look(one);
    later(2);
    look(one);
    later(2);
    one.opened.clear();

    look(one);

    assertThat(one.opened).containsExactly("all/i-0a.json");
  }

  @Test
  void look_atASettledEntryAfterTheClockWentBack_settlesItAgainOnly() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    later(-3600);
    look(one);
    later(1);
    look(one);
    later(1);
    look(one);
    one.opened.clear();

    lookAround(one);

    assertThat(one.opened).isEmpty();
  }

  @Test
  void look_atAStoreWhoseVersionsAreContent_opensNothingTheSecondTime() throws Exception {
    ChronicleStore list = chronicle();
    say(list, node("i-0a", "10.0.0.1", OLD));
    CountingStore counting = new CountingStore(list);
    look(counting);
    counting.opened.clear();

    assertThat(nodes(look(counting))).containsExactly("i-0a=10.0.0.1");

    assertThat(counting.opened).isEmpty();
  }

  @Test
  void look_atAnotherContentInTheSameVersionBeforeItSettled_isNews() throws Exception {
    Path file = put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    var time = Files.getLastModifiedTime(file);
    Files.write(file, RecordFormat.print(node("i-0a", "10.0.0.2", OLD)));
    Files.setLastModifiedTime(file, time);
    later(60);

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.2");
  }

  // It is newer, or has other bytes at the same time.

  @ParameterizedTest
  @ValueSource(strings = {OLD, NOW})
  void look_atOtherBytesNotOlder_isNews(String tss) throws Exception {
    put("one", node("i-0a", "10.0.0.9", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.1", tss));

    View view = look(one);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
    assertThat(view.warnings()).isEmpty();
  }

  @Test
  void look_atOtherFactsOfTheOriginalSystem_isNews() throws Exception {
    put("one", node("i-0a", "10.0.0.9", null));
    look(one);
    put("one", node("i-0a", "10.0.0.1", null));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  // It is older.

  @Test
  void look_atARestoredBackup_keepsWhatIsRememberedAndSaysSoEachTime() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.9", OLDER));
    for (int i = 0; i < 3; i++) {
      later(60);
      View view = look(one);
      assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
      assertThat(silent(view)).isEmpty();
      assertThat(view.warnings())
          .singleElement()
          .asString()
          .contains("i-0a.json", OLD, OLDER, "backup");
    }
  }

  @Test
  void look_atARecordWithoutATimeAfterOneWith_isARestoredBackupToo() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.9", null));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void look_atAnOlderRecordThatTheBeatNames_isNews() throws Exception {
    put("one", node("i-0a", "10.0.0.9", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.1", OLDER));
    putBeat("one", "i-0a", OLDER);

    View view = look(one);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
    assertThat(view.warnings()).isEmpty();
  }

  @Test
  void look_atAnOlderRecordThatTheBeatDoesNotName_isNeverNews() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.9", OLDER));
    putBeat("one", "i-0a", OLD);
    look(one);
    clock.move(MAX_AGE.multipliedBy(2));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void look_atAnOlderRecordOfANodeThatNeverBeat_isNewsAfterMaxAge() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.2", OLDER));
    look(one);
    clock.move(MAX_AGE); // It may have jumped: an hour of it counts.
    for (int hour = 1; hour < MAX_AGE.toHours(); hour++) {
      assertThat(nodes(look(one))).as("hour %d", hour).containsExactly("i-0a=10.0.0.1");
      later(3600);
    }

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.2");
    assertThat(look(one).warnings()).isEmpty();
  }

  @Test
  void look_atAnOlderRecordThatWasGoneBetween_countsFromItsReturnAndHearsIt() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    Path file = put("one", node("i-0a", "10.0.0.9", OLDER));
    look(one);
    Files.delete(file);
    assertThat(silent(look(one))).containsExactly("i-0a");
    clock.move(MAX_AGE);
    put("one", node("i-0a", "10.0.0.9", OLDER));

    View view = look(one);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
    assertThat(silent(view)).isEmpty();
  }

  @Test
  void look_atAnotherOlderRecord_countsAnew() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.8", OLDER));
    look(one);
    clock.move(MAX_AGE);
    put("one", node("i-0a", "10.0.0.9", "20261030-000000"));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void look_afterATimeFromTheFuture_keepsNothingOut() throws Exception {
    put("one", node("i-0a", "10.0.0.9", "29990101-000000"));
    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.9");
    put("one", node("i-0a", "10.0.0.1", OLD));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void look_afterATimeOfAClockLittleAhead_keepsOlderOut() throws Exception {
    put("one", node("i-0a", "10.0.0.1", "20261122-184830"));
    look(one);
    put("one", node("i-0a", "10.0.0.9", OLD));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void look_atTheRememberedRecordAfterAnOlderOne_isAsBefore() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.9", OLDER));
    look(one);
    put("one", node("i-0a", "10.0.0.1", OLD));

    assertThat(look(one).warnings()).isEmpty();
  }

  // It is broken.

  @Test
  void look_atABrokenEntry_isSilenceNamedAndKeepsTheRemembered() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", node("i-0b", "10.0.0.2", OLD));
    look(one);
    Path bad = putBytes("one", "all/i-0a.json", new byte[0]);

    View view = look(one);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1", "i-0b=10.0.0.2");
    assertThat(silent(view)).containsExactly("i-0a");
    assertThat(view.warnings()).containsExactly(bad + " is empty");
    later(60);
    assertThat(silent(look(one))).containsExactly("i-0a");
  }

  @Test
  void look_atAnEntryThatIsWholeAgain_hearsIt() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    putBytes("one", "all/i-0a.json", new byte[0]);
    look(one);
    put("one", node("i-0a", "10.0.0.1", OLD));

    assertThat(silent(look(one))).isEmpty();
    later(2);
    assertThat(look(one).warnings()).isEmpty();
  }

  @Test
  void look_atABrokenEntry_stillKnowsHowNewItWas() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    putBytes("one", "all/i-0a.json", new byte[0]);
    look(one);
    put("one", node("i-0a", "10.0.0.9", OLDER));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void look_atARecordUnderAnotherName_doesNotBelieveIt() throws Exception {
    byte[] bytes = RecordFormat.print(node("i-0a", "10.0.0.1", OLD));
    putBytes("one", "all/i-0b.json", bytes);

    View view = look(one);

    assertThat(nodes(view)).isEmpty();
    assertThat(view.warnings()).singleElement().asString().contains("i-0b.json", "i-0a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"I-0A", "-rf", "i..a", "a b", "con", "x.lock"})
  void look_atAnEntryWithANameThatIsNoNodes_isNamedAndNotOpened(String name) throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    putBytes("one", "all/" + name + ".json", "{}".getBytes(StandardCharsets.UTF_8));

    View view = look(one);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
    assertThat(view.warnings()).singleElement().asString().contains(name, "no node's");
    assertThat(one.opened).containsExactly("all/i-0a.json");
  }

  @Test
  void look_atManyBrokenEntries_saysAFewAndCountsTheRest() throws Exception {
    for (int i = 0; i < 40; i++) {
      putBytes("one", "all/i-" + (10 + i) + ".json", new byte[0]);
    }

    View view = look(one);

    assertThat(view.warnings()).hasSize(6).last().asString().startsWith("35 more on " + one.name());
    assertThat(view.stores().get(0).problems()).hasSize(40);
  }

  // It could not be read.

  @Test
  void look_atAnUnreadableEntry_isNoEvidenceAndNamed() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", node("i-0b", "10.0.0.2", OLD));
    look(one);
    put("one", node("i-0a", "10.0.0.1", NOW));

    View view = look(unreadable(one, "all/i-0a.json"));

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1", "i-0b=10.0.0.2");
    assertThat(silent(view)).isEmpty();
    assertThat(view.isComplete()).isTrue();
    assertThat(view.warnings())
        .containsExactly(one.name() + "/all/i-0a.json cannot be read: stale handle");
  }

  @Test
  void look_whenNothingListedCouldBeRead_isAtAnUnreadableStore() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);

    View view = look(unreadable(one, "all/i-0a.json"));

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
    assertThat(view.isReadable()).isFalse();
    assertThat(view.warnings()).singleElement().asString().contains("stale handle", one.name());
  }

  @Test
  void look_whenOneListedEntryIsSettled_isAtAReadableStore() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", Node.of("i-0b").part("db").address("10.0.0.2").tss(OLD).build());
    look(one);
    later(2);
    look(one);

    assertThat(look(unreadable(one, "all/i-0a.json")).isReadable()).isTrue();
  }

  @Test
  void look_atAFolderThatMayBeListedAndNotSearched_isAtAnUnreadableStore() throws Exception {
    // As for the user nobody after chmod 744: the listing has names, no stat and no open works.
    put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    Store unsearchable =
        new ForwardingStore(unreadable(one, "all/i-0a.json")) {
          @Override
          public Listing list(Predicate<PartName> parts) throws StoreException {
            Listing listing = super.list(parts);
            listing.entries().replaceAll((entry, version) -> null);
            return listing;
          }
        };

    for (int i = 0; i < 2; i++) {
      View view = look(unsearchable);
      assertThat(view.isReadable()).isFalse();
      assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
    }
  }

  // It is not there.

  @Test
  void look_atAnEntryThatVanished_isSilenceAndNamed() throws Exception {
    Path file = put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", node("i-0b", "10.0.0.2", OLD));
    look(one);
    Files.delete(file);

    for (int i = 0; i < 3; i++) {
      View view = look(one);
      assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1", "i-0b=10.0.0.2");
      assertThat(silent(view)).containsExactly("i-0a");
      assertThat(view.warnings())
          .singleElement()
          .asString()
          .contains("i-0a.json", "vanished", one.name(), NOW);
      later(1);
    }
    put("one", node("i-0a", "10.0.0.1", OLD));
    assertThat(silent(look(one))).isEmpty();
  }

  @Test
  void look_atAnEntryThatVanishedBetweenListingAndLoading_isSilence() throws Exception {
    Path file = put("one", node("i-0a", "10.0.0.1", OLD));
    look(one);
    Store vanishing =
        new ForwardingStore(one) {
          @Override
          public void load(Collection<Entry> entries, Reader reader) throws StoreException {
            try {
              Files.deleteIfExists(file);
            } catch (java.io.IOException e) {
              throw new AssertionError(e);
            }
            super.load(entries, reader);
          }
        };

    View view = look(vanishing);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1");
    assertThat(silent(view)).containsExactly("i-0a");
  }

  @Test
  void look_atAskedPartsAlone_leavesTheOthersAsTheyAre() throws Exception {
    ChronicleStore list = chronicle();
    say(list, node("i-0a", "10.0.0.1", OLD));
    say(list, Node.of("i-0b").part("db").address("10.0.0.2").tss(OLD).build());
    lookAround(list);

    View view = look(list);

    assertThat(nodes(view)).containsExactly("i-0a=10.0.0.1", "i-0b=10.0.0.2");
    assertThat(silent(view)).isEmpty();
  }

  @Test
  void look_atANodeThatPlaysAnotherPartNow_hearsItsWordThoughItIsNotListed() throws Exception {
    ChronicleStore list = chronicle();
    say(list, node("i-0a", "10.0.0.1", OLD));
    look(list);
    say(list, Node.of("i-0a").part("db").address("10.0.0.1").tss(NOW).build());

    View view = look(list);

    assertThat(view.candidates(APPS)).isEmpty();
    assertThat(silent(view)).isEmpty();
  }

  @Test
  void look_afterANodeLeftAndWasPruned_forgetsIt() throws Exception {
    Path file = put("one", Node.of("i-0a").state("left").tss(OLD).build());
    put("one", node("i-0b", "10.0.0.2", OLD));
    look(one);
    Files.delete(file);

    View view = look(one);

    assertThat(nodes(view)).containsExactly("i-0b=10.0.0.2");
    assertThat(view.warnings()).isEmpty();
    assertThat(look(one).warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void look_afterARemovedNodeWasPruned_doesNotBringItBack(boolean between) throws Exception {
    Path record = put("one", node("i-0a", "10.0.0.1", OLD));
    Path copy = put("two", node("i-0a", "10.0.0.1", OLD));
    Path order = put("one", order("i-0a", Order.Word.LEFT, NOW, OLD));
    look(one, two);
    Files.delete(record);
    Files.delete(copy);
    if (between) {
      look(one, two);
    }
    Files.delete(order);

    View view = look(one, two);

    assertThat(nodes(view)).isEmpty();
    assertThat(view.warnings()).isEmpty();
  }

  // Orders.

  private static @org.jspecify.annotations.Nullable NodeState state(View view) {
    KnownNode node = view.node("i-0a");
    var sighting = node == null ? null : node.sighting(null);
    return sighting == null
        ? null
        : sighting.state(java.time.Instant.parse("2026-11-22T17:48:30Z"));
  }

  @Test
  void look_atOrders_hasTheNewestOverAllStores() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", order("i-0a", Order.Word.DRAINING, OLDER, null));
    put("two", order("i-0a", Order.Word.LIFTED, OLD, null));

    assertThat(state(look(one, two))).isEqualTo(NodeState.SERVING);
    assertThat(state(look(two, one))).isEqualTo(NodeState.SERVING);
  }

  @Test
  void look_atAnOrderThatVanished_countsItNoMore() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    Path order = put("one", order("i-0a", Order.Word.DRAINING, OLD, null));
    assertThat(state(look(one))).isEqualTo(NodeState.DRAINING);
    Files.delete(order);

    assertThat(state(look(one))).isEqualTo(NodeState.SERVING);
  }

  @Test
  void look_atABrokenOrder_keepsTheRememberedOneAndNamesIt() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("one", order("i-0a", Order.Word.DRAINING, OLD, null));
    look(one);
    Path bad = putBytes("one", "order/i-0a.json", new byte[] {'{'});

    View view = look(one);

    assertThat(state(view)).isEqualTo(NodeState.DRAINING);
    assertThat(silent(view)).isEmpty();
    assertThat(view.warnings()).singleElement().asString().startsWith(bad + " is not JSON");
  }

  @Test
  void look_whileTheStoreOfAnOrderIsAway_keepsIt() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("two", order("i-0a", Order.Word.LEFT, NOW, OLD));
    look(one, two);
    unmount("two");

    assertThat(state(look(one, two))).isEqualTo(NodeState.GONE);
  }

  // Two stores.

  @Test
  void look_atTwoStores_hasEachNodesNewestRecord() throws Exception {
    put("one", node("i-0a", "10.0.0.9", OLDER));
    put("two", node("i-0a", "10.0.0.1", OLD));

    assertThat(nodes(look(one, two))).containsExactly("i-0a=10.0.0.1");
    assertThat(nodes(look(two, one))).containsExactly("i-0a=10.0.0.1");
  }

  @Test
  void look_atATie_hasTheGreaterBytesInEitherOrderOfTheStores() throws Exception {
    put("one", node("i-0a", "10.0.0.1", OLD));
    put("two", node("i-0a", "10.0.0.2", OLD));

    assertThat(nodes(look(one, two))).containsExactly("i-0a=10.0.0.2");
    assertThat(nodes(look(two, one))).containsExactly("i-0a=10.0.0.2");
  }

  @Test
  void look_atANodeThatOneStoreShows_isNotSilent() throws Exception {
    Path file = put("one", node("i-0a", "10.0.0.1", OLD));
    put("two", node("i-0a", "10.0.0.1", OLD));
    look(one, two);
    Files.delete(file);

    assertThat(silent(look(one, two))).isEmpty();
    unmount("two");
    assertThat(silent(look(one, two))).isEmpty();
  }

  @Test
  void look_atAFlatRecordBesideANewerOne_hasTheNewer() throws Exception {
    putBytes("one", "i-0a.json", RecordFormat.print(node("i-0a", "10.0.0.9", OLDER)));
    put("one", node("i-0a", "10.0.0.1", OLD));

    assertThat(nodes(look(one))).containsExactly("i-0a=10.0.0.1");
  }

  // A list at fault.

  private void putFour() throws Exception {
    for (int i = 1; i <= 4; i++) {
      put("one", node("i-0" + i, "10.0.0." + i, OLD));
    }
    lookAround(one);
  }

  @Test
  void look_whenMostOfAListGoesAtOnce_isAtAListAtFaultUntilItIsBack() throws Exception {
    putFour();
    for (int i = 1; i <= 3; i++) {
      Files.delete(folder.resolve("one/all/i-0" + i + ".json"));
    }

    assertThat(lookAround(one).atFault()).containsExactly(one.name());
    for (int i = 1; i <= 3; i++) {
      later(3600);
      assertThat(lookAround(one).atFault()).containsExactly(one.name());
      put("one", node("i-0" + i, "10.0.0." + i, OLD));
    }
    assertThat(lookAround(one).atFault()).isEmpty();
  }

  @Test
  void look_whenAtMostHalfOrTwoGoAtOnce_isAtASoundList() throws Exception {
    putFour();
    Files.delete(folder.resolve("one/all/i-01.json"));
    Files.delete(folder.resolve("one/all/i-02.json"));

    assertThat(lookAround(one).atFault()).isEmpty();
    later(301);
    Files.delete(folder.resolve("one/all/i-03.json")); // Not at one time with the others.
    assertThat(lookAround(one).atFault()).isEmpty();
  }

  @Test
  void look_atAListAtFault_thatAnotherStoreShowsWhole_isAtASoundOne() throws Exception {
    putFour();
    for (int i = 1; i <= 4; i++) {
      put("two", node("i-0" + i, "10.0.0." + i, OLD));
    }
    lookAround(one, two);
    for (int i = 1; i <= 4; i++) {
      Files.delete(folder.resolve("one/all/i-0" + i + ".json"));
    }

    assertThat(lookAround(one, two).atFault()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void look_atAListAtFault_waitsForNobodyWhoLeft(boolean byHisOwnWord) throws Exception {
    putFour();
    if (byHisOwnWord) {
      put("one", Node.of("i-04").state("left").tss(NOW).build());
      lookAround(one);
    }
    for (int i = 1; i <= 4; i++) {
      putBytes("one", "all/i-0" + i + ".json", new byte[] {'{'});
    }
    assertThat(lookAround(one).atFault()).containsExactly(one.name());
    for (int i = 1; i <= 3; i++) {
      put("one", node("i-0" + i, "10.0.0." + i, OLD));
    }
    if (!byHisOwnWord) {
      assertThat(lookAround(one).atFault()).containsExactly(one.name());
      put("one", order("i-04", Order.Word.LEFT, NOW, OLD));
    }

    assertThat(lookAround(one).atFault()).isEmpty();
  }
}
