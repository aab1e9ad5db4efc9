package dev.presence.store;

import static dev.presence.testing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a watch, and what becomes of one whose folder goes and comes. */
class FolderStoreWatchTest implements WatchContract {
  private final Path folder;

  FolderStoreWatchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path root() {
    return folder.resolve("list");
  }

  private void deleteAll() throws IOException {
    for (String name : List.of("all", "beat", "order", "")) {
      Files.delete(root().resolve(name));
    }
  }

  private FolderStore store(String writer) throws StoreException {
    FolderStore store = new FolderStore(root(), writer);
    store.create();
    return store;
  }

  @Override
  public WatchedStore watched() throws StoreException {
    return store("0badcafe");
  }

  @Override
  public WatchedStore watchedAgain() throws StoreException {
    return store("600d");
  }

  @Test
  void watch_ofAListInTheFlatForm_calls() throws Exception {
    try (Calls calls = new Calls(watched())) {
      Files.write(root().resolve("i-0a.json"), new byte[] {'{', '}'});

      calls.await();
    }
  }

  @Test
  void watch_whenTheFolderIsMovedAwayAndBack_callsAndGoesOn() throws Exception {
    try (Calls calls = new Calls(watched())) {
      Files.move(root(), folder.resolve("away"));
      calls.await();
      Files.move(folder.resolve("away"), root());
      calls.await();

      store("600d").put(new Announcement(node("i-0a"), null), null);
      calls.await();
    }
  }

  @Test
  void watch_whenTheFolderIsDeletedAndMadeAnew_callsAndGoesOn() throws Exception {
    try (Calls calls = new Calls(watched())) {
      deleteAll();
      calls.await();
      store("600d");
      calls.await();

      store("600d").put(new Announcement(node("i-0a"), null), null);
      calls.await();
    }
  }

  @Test
  void watch_whereNoListIs_isRefused() throws IOException {
    FolderStore store = new FolderStore(root(), "0badcafe");

    assertThatThrownBy(() -> store.watch(Listing.ALL_PARTS, () -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is no list");
  }
}
