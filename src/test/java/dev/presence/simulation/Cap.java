package dev.presence.simulation;

import dev.presence.resolve.Verdict.Hold;
import java.util.ArrayList;
import java.util.List;

/** By silence at most half of a part goes in any hold, and no less where more is to go. */
final class Cap {
  private final long hold;

  /** The changes within the hold, by the reader's clock. */
  private List<Event> events = new ArrayList<>();

  /** The sizes within it. */
  private List<Event> sizes = new ArrayList<>();

  /**
   * A look's.
   *
   * @param peers how many there were before
   * @param taken how many of them silence took for sure
   * @param perhaps and how many at most
   */
  private record Event(long at, int peers, int taken, int perhaps) {}

  /**
   * Of one part.
   *
   * @param hold in milliseconds
   */
  Cap(long hold) {
    this.hold = hold;
  }

  /**
   * A look.
   *
   * @param now by the reader's clock
   * @param before how many peers there were
   * @param after how many there are
   * @param held how many of them are dead, and held back by the cap
   */
  void check(String what, long now, int before, int after, int taken, int perhaps, int held) {
    events = recent(events, now);
    sizes = recent(sizes, now);
    int exact = before;
    int widest = before;
    int gone = taken;
    int perhapsGone = perhaps;
    for (Event event : events) {
      exact = Math.max(exact, event.peers());
      gone += event.taken();
      perhapsGone += event.perhaps();
    }
    for (Event event : sizes) {
      widest = Math.max(widest, event.peers());
    }
    if (taken > 0 && gone > Math.max(1, widest / 2)) {
      throw new Violation(
          "CAP",
          "%s: of %d peers %d went by silence within %d s"
              .formatted(what, widest, gone, hold / 1000));
    }
    if (held > 0 && perhapsGone < Math.max(1, exact / 2)) {
      throw new Violation(
          "CAP",
          "%s: of %d peers %d went by silence within %d s, and %d dead are held back (%s)"
              .formatted(what, exact, perhapsGone, hold / 1000, held, Hold.CAP));
    }
    if (perhaps > 0 || after < before) {
      events.add(new Event(now, before, taken, perhaps));
    }
    sizes.add(new Event(now, before, 0, 0));
  }

  /** Those of a time that is yet to come, as the clock was set back, are now. */
  private List<Event> recent(List<Event> all, long now) {
    List<Event> recent = new ArrayList<>();
    for (Event event : all) {
      if (event.at() > now) {
        recent.add(new Event(now, event.peers(), event.taken(), event.perhaps()));
      } else if (now - event.at() < hold) {
        recent.add(event);
      }
    }
    return recent;
  }
}
