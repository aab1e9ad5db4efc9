package dev.presence.heartbeat;

import dev.presence.model.Life;
import dev.presence.resolve.MarksSeen;
import dev.presence.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Whose beats are asked for between two beats of a process that stays: of those who were not heard
 * at the last look, or whose mark went since. What such a one beat before is read with that, or it
 * would be taken for a sign of life that came after.
 */
final class Unheard {
  /**
   * The ids of these.
   *
   * @param standing the marks of now, by store
   */
  static List<String> of(
      Collection<String> ids,
      Map<String, Life> lives,
      Map<String, MarksSeen> standing,
      List<Store> stores) {
    List<String> unheard = new ArrayList<>();
    for (String id : ids) {
      Life life = lives.get(id);
      if (life == null || !isHeard(id, life, standing, stores)) {
        unheard.add(id);
      }
    }
    return unheard;
  }

  private static boolean isHeard(
      String id, Life life, Map<String, MarksSeen> standing, List<Store> stores) {
    boolean isHeard = life.silence() == 0 && life.death() == null;
    for (Store store : stores) {
      isHeard &= life.pulses().containsKey(store.name());
    }
    for (Map.Entry<String, Life.Mark> mark : life.marks().entrySet()) {
      MarksSeen there = standing.get(mark.getKey());
      isHeard &= mark.getValue().standing() == Life.Standing.STANDS;
      isHeard &= there != null && there.sessions().getOrDefault(id, 0) > 0;
    }
    return isHeard;
  }

  private Unheard() {}
}
