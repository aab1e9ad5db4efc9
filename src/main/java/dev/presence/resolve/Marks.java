package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.Life.Cause;
import dev.presence.model.Life.Death;
import dev.presence.model.Life.Mark;
import dev.presence.model.Life.Standing;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the marks that are remembered, with those that a look saw. A mark that is gone
 * proves nothing: a server that pauses takes those of a whole fleet that lives.
 */
final class Marks {
  private static final long MILLIS = 1000;

  /** Fewer that go at once may be what they seem. */
  private static final int FEWEST_LOST = 3;

  /** A dead node is back when a mark of it stood for so many of its sessions. */
  private static final int SESSIONS_TO_RETURN = 2;

  private final Map<String, MarksSeen> seen;
  private final Set<String> asked;
  private final Set<String> trusted;
  private final long now;
  private final Set<String> lost = new TreeSet<>();

  /**
   * The marks of a look.
   *
   * @param seen by store, of those that could be read
   * @param asked the stores that may hold any
   * @param trusted those whose silence counts: what is gone from another one may stand
   * @param now in milliseconds since 1970
   */
  Marks(Map<String, MarksSeen> seen, Set<String> asked, Set<String> trusted, long now) {
    this.seen = seen;
    this.asked = asked;
    this.trusted = trusted;
    this.now = now;
  }

  /** The stores most of whose marks went within one session: it lost them, and nobody died. */
  Set<String> lost() {
    return lost;
  }

  /**
   * Finds out which stores lost their marks just now.
   *
   * @param nodes those who were looked for
   * @param before what was remembered of all
   */
  void doubt(Collection<Signs> nodes, Map<String, Life> before) {
    for (Map.Entry<String, MarksSeen> store : seen.entrySet()) {
      int known = 0;
      int gone = 0;
      for (Signs node : nodes) {
        Life life = before.get(node.id());
        Mark mark = life == null ? null : life.marks().get(store.getKey());
        Integer session = store.getValue().sessions().get(node.id());
        if (mark != null && session != null) {
          known++;
          gone += session == 0 && isGoneOfLate(mark) ? 1 : 0;
        }
      }
      if (gone >= FEWEST_LOST && 2 * gone > known) {
        lost.add(store.getKey());
      }
    }
  }

  private static boolean isGoneOfLate(Mark mark) {
    return mark.standing() == Standing.STANDS
        || (mark.standing() == Standing.GONE && mark.counted() < mark.session() * MILLIS);
  }

  /** Whether each mark that is remembered of that node was looked for, and is gone. */
  boolean areGone(String id, Life life) {
    boolean gone = true;
    for (Map.Entry<String, Mark> mark : life.marks().entrySet()) {
      gone &= mark.getValue().standing() == Standing.GONE && isSeen(mark.getKey(), id);
    }
    return gone;
  }

  /** Whether this look would have seen a mark of that node there. */
  boolean isSeen(String store, String id) {
    MarksSeen there = seen.get(store);
    return there != null && trusted.contains(store) && there.sessions().containsKey(id);
  }

  /** Whether that one is gone from there says nothing yet. */
  boolean isGap(String store) {
    MarksSeen there = seen.get(store);
    return there == null || !there.isUnbroken() || lost.contains(store);
  }

  /**
   * The node's marks from now on.
   *
   * @param before what was remembered of it
   * @param claim whether a beat that is new says that the node holds one; null when none is new
   */
  Map<String, Mark> taken(String id, Life before, @Nullable Boolean claim) {
    Map<String, Mark> marks = new HashMap<>();
    Set<String> stores = new HashSet<>(before.marks().keySet());
    stores.addAll(seen.keySet());
    for (String store : stores) {
      Mark mark = taken(store, id, before, claim);
      if (mark != null) {
        marks.put(store, mark);
      }
    }
    return marks;
  }

  private @Nullable Mark taken(String store, String id, Life before, @Nullable Boolean claim) {
    Mark old = before.marks().get(store);
    MarksSeen there = seen.get(store);
    Integer session = there == null ? null : there.sessions().get(id);
    if (session != null && session > 0) {
      return standing(session, old, before, claim);
    }
    if (old == null || !asked.contains(store)) {
      return null;
    }
    boolean isGone = old.standing() == Standing.GONE;
    if (there == null || !isSeen(store, id)) {
      // A beat came after it was gone; else what could not be looked for may stand again.
      return !isGone ? old : claim != null ? null : new Mark(old.session(), Standing.STANDS, 0);
    }
    boolean isOver = claim != null && (isGone || !claim);
    if (isOver || old.standing() == Standing.DISOWNED || before.death() != null) {
      return null;
    }
    long counted = old.standing() == Standing.STANDS ? 0 : old.counted() + gap(before, there, old);
    return new Mark(old.session(), Standing.GONE, counted);
  }

  private Mark standing(int session, @Nullable Mark old, Life before, @Nullable Boolean claim) {
    boolean stood = old != null && old.standing() != Standing.GONE;
    boolean disowned = claim == null ? old != null && old.standing() == Standing.DISOWNED : !claim;
    // Only what is seen after a death counts for the return.
    long counted =
        old != null && stood && before.death() != null ? old.counted() + gap(before, session) : 0;
    return new Mark(session, disowned ? Standing.DISOWNED : Standing.STANDS, counted);
  }

  private long gap(Life before, MarksSeen there, Mark mark) {
    return there.isUnbroken() ? gap(before, mark.session()) : 0;
  }

  /** The time since the last look that counted for it: a reader that slept blames itself. */
  private long gap(Life before, int session) {
    return Math.max(0, Math.min(now - before.at(), session * MILLIS));
  }

  /** Whether a mark of another one stands there. */
  boolean standsBesides(String store, String id) {
    MarksSeen there = seen.get(store);
    if (there != null) {
      for (Map.Entry<String, Integer> mark : there.sessions().entrySet()) {
        if (mark.getValue() > 0 && !mark.getKey().equals(id)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The store with a mark of it that stands; null for none. */
  @Nullable String standing(String id) {
    String found = null;
    for (Map.Entry<String, MarksSeen> store : seen.entrySet()) {
      Integer session = store.getValue().sessions().get(id);
      if (session != null
          && session > 0
          && (found == null || store.getKey().compareTo(found) < 0)) {
        found = store.getKey();
      }
    }
    return found;
  }

  /** Whether a mark that stands there makes an end of that death. */
  static boolean isBackBy(String store, Life life, Death death) {
    Mark mark = life.marks().get(store);
    return death.cause() == Cause.NO_BEAT
        || (mark != null && mark.counted() >= MILLIS * SESSIONS_TO_RETURN * mark.session());
  }
}
