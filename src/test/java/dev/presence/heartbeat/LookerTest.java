package dev.presence.heartbeat;

import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Snapshot;
import dev.presence.store.FolderStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.testing.ForwardingStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookerTest extends HeartbeatTestCase {
  LookerTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  /** A list, as it is when its folder is not mounted: the mount point, empty. */
  private void unmount(String list) throws Exception {
    Files.move(folder.resolve(list), folder.resolve(list + ".away"));
    Files.createDirectory(folder.resolve(list));
  }

  @Test
  void look_atTwoStores_hasEachNodesNewestRecord() throws Exception {
    one.publish(nodeAt("i-0a", "20261122-174830"));
    two.publish(nodeAt("i-0a", "20261122-174831"));
    two.publish(node("i-0b"));

    View view = looker(one, two).look();

    assertThat(facts(view.newest()))
        .isEqualTo(facts(nodeAt("i-0a", "20261122-174831"), node("i-0b")));
    assertThat(view.readable()).isTrue();
    assertThat(notes.lines()).isEmpty();
  }

  @Test
  void look_whenOneStoreIsGone_hasItsLastReadRecordsAndTheNewsOfTheOther() throws Exception {
    one.publish(node("i-0a"));
    two.publish(nodeAt("i-0b", "20261122-174830"));
    looker(one, two).look();
    Files.move(folder.resolve("one"), folder.resolve("one.away"));
    two.publish(nodeAt("i-0b", "20261122-174831"));

    View view = looker(one, two).look();

    assertThat(facts(view.newest()))
        .isEqualTo(facts(node("i-0a"), nodeAt("i-0b", "20261122-174831")));
    assertThat(view.readable()).isTrue();
    assertThat(notes.lines())
        .singleElement()
        .asString()
        .contains(one.name(), "its 1 last-read records stand in");
  }

  @Test
  void look_whenAllStoresAreGone_hasWhatIsRememberedAndIsNotReadable() throws Exception {
    one.publish(node("i-0a"));
    looker(one).look();
    Files.move(folder.resolve("one"), folder.resolve("one.away"));

    View view = looker(one).look();

    assertThat(facts(view.newest())).isEqualTo(facts(node("i-0a")));
    assertThat(view.readable()).isFalse();
    assertThat(view.late()).isFalse();
  }

  @Test
  void look_whenAStoreNeverSeenIsGone_saysThatNothingIsRemembered() {
    View view = looker(AWAY, one).look();

    assertThat(view.readable()).isTrue();
    assertThat(notes.lines()).containsExactly("away is away (nothing is remembered of it)");
  }

  @Test
  void look_atAFolderNotMounted_isUnreadableAndNotEmpty() throws Exception {
    one.publish(node("i-0a"));
    looker(one).look();
    unmount("one");

    View view = looker(one).look();

    assertThat(facts(view.newest())).isEqualTo(facts(node("i-0a")));
    assertThat(view.readable()).isFalse();
    assertThat(notes.lines()).singleElement().asString().contains(one.name(), "mount it");
  }

  @Test
  void look_atAFolderNotMountedAgainAndAgain_forgetsNothing() throws Exception {
    one.publish(node("i-0a"));
    looker(one).look();
    unmount("one");

    for (int i = 0; i < 3; i++) {
      assertThat(facts(looker(one).look().newest())).isEqualTo(facts(node("i-0a")));
    }
  }

  @Test
  void look_atAFolderThatWasNeverAList_isEmptyAndSaysWhatToDo() throws Exception {
    Path plain = Files.createDirectory(folder.resolve("plain"));

    View view = looker(new FolderStore(plain)).look();

    assertThat(view.newest()).isEmpty();
    assertThat(view.readable()).isTrue();
    assertThat(notes.lines())
        .containsExactly(plain + " is no list yet: 'presence init " + plain + "' makes it one");
  }

  @Test
  void look_atABadRecord_saysItOnceAndHasTheRest() throws Exception {
    one.publish(node("i-0a"));
    Path bad = Files.writeString(folder.resolve("one/all/i-bad.json"), "");

    View view = looker(one).look();

    assertThat(facts(view.newest())).isEqualTo(facts(node("i-0a")));
    assertThat(notes.lines()).containsExactly(bad + " is empty");
  }

  @Test
  void look_whileAStoreHangs_isLateAndHasTheOther() throws Exception {
    one.publish(node("i-0a"));
    CountDownLatch mended = new CountDownLatch(1);
    Store hanging =
        new ForwardingStore(two) {
          @Override
          public Snapshot read() throws StoreException {
            try {
              mended.await();
            } catch (InterruptedException e) {
              throw new StoreException("interrupted", e);
            }
            return super.read();
          }
        };
    try {
      View view = looker(new Stores(List.of(hanging, one), Duration.ofMillis(300))).look();

      assertThat(facts(view.newest())).isEqualTo(facts(node("i-0a")));
      assertThat(view.late()).isTrue();
    } finally {
      mended.countDown();
    }
  }
}
