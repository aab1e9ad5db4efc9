package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.NodeState;
import dev.presence.model.Shown;
import dev.presence.resolve.Verdict.Hold;
import dev.presence.resolve.Verdict.Rule;
import dev.presence.resolve.Verdict.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps a part from being emptied by silence: what is spoken and what is added passes at once, of
 * the dead at most half goes in a hold, and the last one never.
 */
final class Safety {
  private final Duration hold;
  private final Instant now;

  /**
   * Keeps parts safe.
   *
   * @param hold within which at most half of a part goes by silence
   */
  Safety(Duration hold, Instant now) {
    this.hold = hold;
    this.now = now;
  }

  /**
   * A part made safe.
   *
   * @param shown what is to be remembered
   */
  record Safe(List<Verdict> verdicts, Shown shown) {}

  /** Holds those of the dead that were served and may not go yet. */
  Safe safe(List<Verdict> verdicts, Shown before) {
    List<Shown.Event> events = recent(before);
    Set<String> served = new HashSet<>(before.peers());
    List<Verdict> dead = new ArrayList<>();
    int alive = 0;
    for (Verdict verdict : verdicts) {
      alive += verdict.standing() == Standing.PEER ? 1 : 0;
      if (verdict.rule() == Rule.DEAD
          && verdict.node().state(now) == NodeState.SERVING
          && served.contains(verdict.id().value())) {
        dead.add(verdict);
      }
    }
    // The most silent go first, and of equal ones the greater id.
    Collections.sort(dead, new LeastSilentFirst());
    int budget = budget(before, events);
    int going = Math.max(0, Math.min(budget, dead.size()));
    boolean last = alive == 0 && going == dead.size() && going > 0;
    List<Verdict> held = dead.subList(0, dead.size() - going + (last ? 1 : 0));
    List<Verdict> safe = new ArrayList<>(verdicts.size());
    List<String> peers = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      int place = held.indexOf(verdict);
      boolean isLast = alive == 0 && place == 0;
      Verdict kept = place < 0 ? verdict : verdict.held(isLast ? Hold.LAST : Hold.CAP);
      safe.add(kept);
      if (kept.standing() == Standing.PEER) {
        peers.add(kept.id().value());
      }
    }
    int silenced = dead.size() - held.size();
    if (silenced > 0 || peers.size() < before.peers().size()) {
      events.add(new Shown.Event(now.toEpochMilli(), before.peers().size(), silenced));
    }
    return new Safe(safe, new Shown(peers, events, now.toEpochMilli()));
  }

  /**
   * Those within the hold; one of a time that is yet to come, as the clock was set back, is now.
   */
  private List<Shown.Event> recent(Shown before) {
    long present = now.toEpochMilli();
    List<Shown.Event> recent = new ArrayList<>();
    for (Shown.Event event : before.events()) {
      if (event.at() > present) {
        recent.add(new Shown.Event(present, event.peers(), event.silenced()));
      } else if (present - event.at() < hold.toMillis()) {
        recent.add(event);
      }
    }
    return recent;
  }

  /** How many more may go by silence within this hold. */
  private static int budget(Shown before, List<Shown.Event> events) {
    int most = before.peers().size();
    int gone = 0;
    for (Shown.Event event : events) {
      most = Math.max(most, event.peers());
      gone += event.silenced();
    }
    return Math.max(1, most / 2) - gone;
  }

  /** A class and not a lambda: the run of each minute links none. */
  private static final class LeastSilentFirst implements Comparator<Verdict> {
    @Override
    public int compare(Verdict one, Verdict other) {
      int order = Long.compare(silence(one), silence(other));
      return order == 0 ? one.id().compareTo(other.id()) : order;
    }

    private static long silence(Verdict verdict) {
      Life life = verdict.node().life();
      return life == null ? 0 : life.silence();
    }
  }
}
