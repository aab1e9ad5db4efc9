package dev.presence.zk;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a node's record, for who reads it and who writes it: where the guard of its name
 * says, and where that has none, under the parts that it is guessed to be. A guard may be missing,
 * or wrong, and its record is there all the same.
 */
final class Search {
  /** A node that goes from part to part as fast as that is looked for again. */
  private static final int MOST_WAYS = 5;

  private final Layout layout;
  private final Places places;
  private final String id;
  private final int most;
  private final Map<String, Batch.Reply> replies = new LinkedHashMap<>();
  private Batch.Reply guard;
  private @Nullable String askedAgain;

  /**
   * Asks for the guard and for what can be guessed.
   *
   * @param own the part that the writer has; null for a reader
   * @param most how much of the record is read; 0 for its version alone
   */
  Search(Layout layout, Places places, Batch batch, String id, @Nullable String own, int most) {
    this.layout = layout;
    this.places = places;
    this.id = id;
    this.most = most;
    this.guard = batch.data(layout.node(id), Places.LONGEST);
    ask(batch, own);
    ask(batch, places.guess(id));
  }

  private void ask(Batch batch, @Nullable String part) {
    if (part != null && !replies.containsKey(part)) {
      String path = layout.record(part, id);
      replies.put(part, most == 0 ? batch.stat(path) : batch.data(path, most));
    }
  }

  /**
   * Goes on, when what was asked for before has been answered: to where the guard says; and when
   * there is nothing, the guard may have been read just before it was changed.
   *
   * @return whether something is asked of that batch
   */
  private boolean follow(Batch batch) {
    String named = Places.named(guard);
    if (named != null && !replies.containsKey(named)) {
      ask(batch, named);
      return true;
    }
    if (named != null && part() == null && !named.equals(askedAgain)) {
      askedAgain = named;
      guard = batch.data(layout.node(id), Places.LONGEST);
      return true;
    }
    return false;
  }

  /** Follows all of these to their end, each of which was begun in a batch that was answered. */
  static void followAll(Session session, Collection<Search> searches) throws KeeperException {
    boolean goesOn = !searches.isEmpty();
    for (int i = 0; goesOn && i < MOST_WAYS; i++) {
      Batch batch = session.batch();
      goesOn = false;
      for (Search search : searches) {
        goesOn |= search.follow(batch);
      }
      batch.await();
    }
    for (Search search : searches) {
      search.end();
    }
  }

  /** That it is found is remembered, for the next one. */
  private void end() {
    String part = part();
    if (part != null) {
      places.found(id, part);
    }
  }

  Batch.Reply guard() {
    return guard;
  }

  /** What stands under that part. */
  Batch.@Nullable Reply under(String part) {
    return replies.get(part);
  }

  /** The part that its record is under; null when there is none. */
  @Nullable String part() {
    String named = Places.named(guard);
    Batch.Reply there = named == null ? null : replies.get(named);
    if (there != null && there.isThere()) {
      return named;
    }
    for (Map.Entry<String, Batch.Reply> reply : replies.entrySet()) {
      if (reply.getValue().isThere()) {
        return reply.getKey();
      }
    }
    return null;
  }

  /** What its record holds; of none, what was said where it should be. */
  Batch.@Nullable Reply record() {
    String part = part();
    if (part != null) {
      return replies.get(part);
    }
    Batch.Reply refused = guard.isRefused() ? guard : null;
    for (Batch.Reply reply : replies.values()) {
      refused = reply.isRefused() ? reply : refused;
    }
    return refused;
  }
}
