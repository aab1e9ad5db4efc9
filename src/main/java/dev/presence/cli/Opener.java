package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.git.GitCache;
import dev.presence.git.GitStore;
import dev.presence.memory.StateFolder;
import dev.presence.model.BadTextException;
import dev.presence.store.Store;
import dev.presence.store.StoreAddress;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** From the address of a store to the store. */
record Opener(StateFolder state, @Nullable Path folder, Clock clock) {
  Store open(String address, Deadline deadline) throws BadTextException {
    return StoreAddress.isGit(address)
        ? GitStore.open(
            address,
            new GitCache(folder, state.isKept(), state.writer()),
            state.writer(),
            deadline,
            clock)
        : StoreAddress.open(address, state.writer());
  }
}
