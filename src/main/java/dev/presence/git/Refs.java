package dev.presence.git;

import dev.presence.store.Entry;

/** The names of the refs that a list has. */
final class Refs {
  static final String HEADS = "refs/heads/";
  static final String ALL = "refs/presence/all/";
  static final String BEAT = "refs/presence/beat/";

  /** Where a chain goes that is over, so that its past stays. */
  static final String GONE = "refs/presence/gone/";

  /** Where it is tried whether one may write. */
  static final String TRY = "refs/presence/try/";

  static String of(Entry entry) {
    return (entry.kind() == Entry.Kind.BEAT ? BEAT : ALL) + entry.id();
  }

  private Refs() {}
}
