package dev.presence.zk;

import dev.presence.files.Deadline;
import dev.presence.store.StoreException;
import java.util.function.Predicate;
import org.apache.zookeeper.KeeperException;

/**
 * What one turn works with.
 *
 * @param client connected, when the turn began
 * @param large what is known to hold too much
 * @param deadline of this turn
 * @param heard the folders in which what happens is heard of
 * @param breaks how often the ensemble was out of hearing before it
 */
record Session(
    Client client, Large large, Deadline deadline, Predicate<String> heard, long breaks) {
  /** What is asked of the ensemble in one turn. */
  interface Turn<T> {
    T take(Session session) throws KeeperException, InterruptedException, StoreException;
  }

  Batch batch() {
    return new Batch(client, large, Math.max(1, deadline.nanosLeft() / 1_000_000));
  }
}
