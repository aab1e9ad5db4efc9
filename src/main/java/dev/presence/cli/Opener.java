package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.git.GitCache;
import dev.presence.git.GitStore;
import dev.presence.memory.StateFolder;
import dev.presence.model.BadTextException;
import dev.presence.store.Store;
import dev.presence.store.StoreAddress;
import dev.presence.zk.ZkStore;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** From the address of a store to the store. */
record Opener(StateFolder state, @Nullable Path folder, Clock clock) {
  Store open(String address, Deadline deadline) throws BadTextException {
    if (StoreAddress.isZk(address)) {
      return zk(address, deadline);
    }
    return StoreAddress.isGit(address)
        ? GitStore.open(
            address,
            new GitCache(folder, state.isKept(), state.writer()),
            state.writer(),
            deadline,
            clock)
        : StoreAddress.open(address, state.writer());
  }

  /** Its classes are in a jar of their own, which who has no such list need not have. */
  private Store zk(String address, Deadline deadline) throws BadTextException {
    try {
      return ZkStore.open(address, state.writer(), deadline);
    } catch (NoClassDefFoundError e) {
      throw new BadTextException(
          "a list in ZooKeeper is read with presence-zk.jar, which is missing: put the one of this version beside presence.jar (docs/install.md)");
    }
  }
}
