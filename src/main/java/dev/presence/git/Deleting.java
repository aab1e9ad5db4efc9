package dev.presence.git;

import dev.presence.store.Entry;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Takes an entry off the list, in one version and no other. */
final class Deleting implements Writing.Step {
  private final Shelves shelves;
  private final String store;
  private final Entry entry;
  private final Version version;
  private boolean done;

  Deleting(Shelves shelves, String store, Entry entry, Version version) {
    this.shelves = shelves;
    this.store = store;
    this.entry = entry;
    this.version = version;
  }

  boolean isDone() {
    return done;
  }

  @Override
  public Writing.@Nullable Plan plan() throws IOException, StoreException {
    boolean isRef = shelves.isChain(entry) || entry.kind() == Entry.Kind.BEAT;
    if (isRef) {
      shelves.session().beginPush(); // It alone shows where the past is.
    }
    if (!shelves.isMade()) {
      throw GitMessages.unmade(store);
    }
    Version now = shelves.version(entry);
    done = now == null;
    if (now == null || !now.equals(version)) {
      return null;
    }
    if (shelves.isChain(entry)) {
      return Writing.Plan.of(List.of(shelves.chains().ending(entry, version)));
    }
    if (isRef) {
      ObjectId beat = ObjectId.fromString(version.token());
      return Writing.Plan.of(List.of(new Update(Refs.of(entry), beat, ObjectId.zeroId())));
    }
    return Writing.Plan.of(
        List.of(shelves.branch().changing(entry, null, Said.pruned(entry.path()))));
  }

  @Override
  public boolean made(Update update) {
    done |= !update.ref().startsWith(Refs.GONE);
    return done; // Its past is safe: now it can go.
  }
}
