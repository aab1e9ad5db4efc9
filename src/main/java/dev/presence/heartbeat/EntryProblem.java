package dev.presence.heartbeat;

import dev.presence.store.Entry;
import dev.presence.store.Whereabouts;

/**
 * One entry of a list that is not as it should be. It costs nobody his place.
 *
 * @param place where it is, as a person finds it
 * @param entry not fit to print
 * @param reason a verb first, fit to print
 */
public record EntryProblem(Whereabouts place, Entry entry, Kind kind, String reason)
    implements Comparable<EntryProblem> {
  /** What is wrong. */
  public enum Kind {
    /** It is there and is no record. */
    BROKEN("are broken"),
    /** It could not be read just now. */
    UNREADABLE("cannot be read"),
    /** It is remembered, and is not there any more. */
    VANISHED("vanished"),
    /** It is older than the one that is remembered. */
    OLDER("are older than those seen before");

    private final String many;

    Kind(String many) {
      this.many = many;
    }

    String many() {
      return many;
    }
  }

  /** Where it is, fit to print. */
  public String file() {
    return place.name();
  }

  /** One sentence without its end. */
  public String words() {
    return file() + " " + reason;
  }

  @Override
  public int compareTo(EntryProblem other) {
    return file().compareTo(other.file());
  }
}
