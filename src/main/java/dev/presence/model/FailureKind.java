package dev.presence.model;

/** Why a command ends early; which exit status that is, {@code cli} alone knows. */
public enum FailureKind {
  /** The command line is wrong, or names a node that nobody knows. */
  USAGE,
  /** The configuration, a fact of this node or a file that it names is wrong. */
  CONFIG,
  /** No store could be read or written. */
  NO_STORE,
  /** Out of time: in waiting, on a lock, on the state folder. */
  TIMEOUT,
  /** A bug in this program. */
  BUG
}
