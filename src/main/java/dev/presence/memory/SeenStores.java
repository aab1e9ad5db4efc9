package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.model.PartName;
import dev.presence.model.Printable;
import dev.presence.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is remembered of each store: one file a store, and no second copy of anything in it. */
public final class SeenStores {
  private final StateFolder state;

  public SeenStores(StateFolder state) {
    this.state = state;
  }

  /**
   * A memory, as far as there is one.
   *
   * @param list without rows where nothing is remembered
   * @param warning why there is nothing although there should be, a sentence; null when all is well
   */
  public record Recalled(SeenList list, @Nullable String warning) {
    /** Whether there is any memory of the store. */
    public boolean isKnown() {
      return !list.birth().isEmpty();
    }
  }

  /** All that is remembered. */
  public Recalled recall(String store) {
    Path file = file(store);
    if (file == null) {
      return nothing(null);
    }
    try {
      return new Recalled(SeenFile.read(file, store), null);
    } catch (NoSuchFileException e) {
      return nothing(null);
    } catch (IOException e) {
      Path folder = file.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        return nothing(null); // Who wants to remember something there says what is wrong with it.
      }
      return damaged(store, Printable.of(BoundedFile.reason(e)));
    }
  }

  /** The same, with the rows that an answer of these parts and this scope needs. */
  public Recalled recall(String store, Predicate<PartName> parts, Scope scope) {
    Recalled recalled = recall(store);
    recalled.list().prepare(parts, scope);
    return recalled.list().isDamaged() ? damaged(store) : recalled;
  }

  /** What cannot be read is not remembered. */
  public static Recalled damaged(String store) {
    return damaged(store, "is damaged");
  }

  private static Recalled damaged(String store, String why) {
    return nothing(
        "what was remembered of %s is not readable, is put aside and made anew: %s"
            .formatted(store, why));
  }

  private static Recalled nothing(@Nullable String warning) {
    return new Recalled(SeenList.NOTHING, warning);
  }

  /** Puts a damaged memory aside; called under the folder's lock. */
  public void setAside(String store) throws IOException {
    Path file = file(store);
    if (file != null) {
      state.setAside(file);
    }
  }

  /** Writes a memory; called under the folder's lock. */
  public SeenList write(String store, SeenList list) throws IOException {
    Path file = file(store);
    if (file == null) {
      throw new IOException("there is none");
    }
    SeenList born =
        list.birth().isEmpty()
            ? list.born(Long.toHexString(ThreadLocalRandom.current().nextLong()))
            : list;
    state.write(file, out -> SeenFile.write(born, store, out));
    return born;
  }

  private @Nullable Path file(String store) {
    return state.file("seen", Key.of(store));
  }
}
