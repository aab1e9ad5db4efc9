package dev.presence.simulation;

import dev.presence.store.Entry;
import dev.presence.store.FolderStore;
import dev.presence.store.Loaded;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ChronicleStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list as a strange hand may change it, past every rule. */
interface Ground {
  /** The list as programs use it. */
  Store store();

  /** Puts these bytes in the place of an entry. */
  void plant(Entry entry, byte[] bytes);

  /** Takes an entry away. */
  void erase(Entry entry);

  /** The bytes that stand there; null for none. */
  default byte @Nullable [] bytes(Entry entry) {
    byte[][] found = new byte[1][];
    try {
      store()
          .load(
              List.of(entry),
              (which, loaded) ->
                  found[0] = loaded instanceof Loaded.Content content ? content.bytes() : null);
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
    return found[0];
  }

  /** A real folder. */
  static Ground folder(Path root) {
    Store store = new FolderStore(root, "w0");
    make(store);
    return new Ground() {
      @Override
      public Store store() {
        return store;
      }

      @Override
      public void plant(Entry entry, byte[] bytes) {
        Path file = root.resolve(entry.path());
        Path fresh = file.resolveSibling(".planted.tmp");
        try {
          Files.write(fresh, bytes);
          Files.move(
              fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void erase(Entry entry) {
        try {
          Files.deleteIfExists(root.resolve(entry.path()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** A list in memory. */
  static Ground memory(String name, Clock clock) {
    ChronicleStore store = new ChronicleStore(name, clock);
    make(store);
    return new Ground() {
      @Override
      public Store store() {
        return store;
      }

      @Override
      public void plant(Entry entry, byte[] bytes) {
        store.plant(entry, bytes);
      }

      @Override
      public void erase(Entry entry) {
        try {
          Map<Entry, @Nullable Version> found = store.find(List.of(entry));
          Version version = found.get(entry);
          if (version != null) {
            store.delete(entry, version);
          }
        } catch (StoreException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private static void make(Store store) {
    try {
      store.create();
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }
}
