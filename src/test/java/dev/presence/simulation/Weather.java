package dev.presence.simulation;

import dev.presence.store.Entry;
import java.util.HashSet;
import java.util.Set;

/** What of a store fails just now, for one node or for everybody. */
final class Weather {
  /** Nothing of it is reached. */
  boolean cut;

  /** It answers too late. */
  boolean slow;

  /** It shows its records in time, and its beats too late. */
  boolean slowBeats;

  /** It can be read and not written: a full disk. */
  boolean full;

  /** Entries that cannot be read. */
  final Set<Entry> unreadable = new HashSet<>();

  boolean hidesList() {
    return cut || slow;
  }

  boolean hidesBeats() {
    return cut || slow || slowBeats;
  }

  boolean refuses() {
    return cut || slow || full;
  }
}
