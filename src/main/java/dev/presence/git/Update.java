package dev.presence.git;

import org.eclipse.jgit.lib.ObjectId;

/**
 * One ref from one id to another, and from no other.
 *
 * @param from zero for one that is not there
 * @param to zero for one that is to go
 */
record Update(String ref, ObjectId from, ObjectId to) {
  /** What came of it. */
  record Result(Kind kind, String message) {}

  /** The kinds. */
  enum Kind {
    DONE,
    /** The ref is at another id than it was thought to be: somebody else was faster. */
    MOVED,
    /** Another process is about to move it, or was killed as it did. */
    LOCKED,
    /** The server did not want it, and says why. */
    REFUSED
  }
}
