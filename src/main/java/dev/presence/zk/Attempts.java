package dev.presence.zk;

import dev.presence.store.StoreException;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** Writes by what was just read: where others were faster, it is read and tried again. */
final class Attempts {
  private static final int MOST = 20;

  private final Creating creating;
  private final String store;

  Attempts(Creating creating, String store) {
    this.creating = creating;
    this.store = store;
  }

  /** One attempt; null when others were faster. */
  interface Attempt<T> {
    @Nullable T of() throws KeeperException, InterruptedException, StoreException;
  }

  /**
   * Tries until nobody was faster.
   *
   * @param path of what is written, for the sentence when others always were
   */
  <T> T until(Session session, String path, Attempt<T> attempt)
      throws KeeperException, InterruptedException, StoreException {
    for (int i = 0; i < MOST; i++) {
      T result = null;
      try {
        result = attempt.of();
      } catch (KeeperException e) {
        if (!isOvertaken(e)) {
          throw e;
        }
        if (e.code() == KeeperException.Code.NONODE) {
          creating.checkWhole(session); // Nobody was faster where a folder of the list is gone.
        }
      }
      if (result != null) {
        return result;
      }
    }
    throw ZkMessages.othersFaster(store, path);
  }

  /** Whether somebody else changed it since it was read. */
  static boolean isOvertaken(KeeperException e) {
    return switch (e.code()) {
      case BADVERSION, NODEEXISTS, NONODE -> true;
      default -> false;
    };
  }
}
