package dev.presence.model;

import java.util.List;

/**
 * Whom one asked part was last answered with, and what went from it of late.
 *
 * @param peers their ids, sorted
 * @param events the changes within the hold, the oldest first
 * @param at when it was last answered, in milliseconds since 1970
 */
public record Shown(List<String> peers, List<Event> events, long at) {
  /** Nothing was answered yet. */
  public static final Shown NOTHING = new Shown(List.of(), List.of(), 0);

  /**
   * A change.
   *
   * @param at in milliseconds since 1970
   * @param peers how many there were before
   * @param silenced how many of them went by silence
   */
  public record Event(long at, int peers, int silenced) {}
}
