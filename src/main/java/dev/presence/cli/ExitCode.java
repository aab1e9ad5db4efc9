package dev.presence.cli;

import dev.presence.model.FailureKind;

/** How a command ends; the numbers are relied on by scripts and listed in docs/commands.md. */
enum ExitCode {
  /** All was done. */
  OK(0),
  /** A bug in this program. */
  BUG(1),
  /** The command line is wrong, or names a node that nobody knows. */
  USAGE(2),
  /** The configuration or the facts of this node are wrong. */
  CONFIG(10),
  /** No store could be read or written. */
  NO_STORE(11),
  /** An answer has fewer peers than its minimum. */
  TOO_FEW(12),
  /** The command of a change failed, or ran out of its time. */
  CHANGE(13),
  /** Out of time: in waiting, on a lock, on the state folder. */
  TIMEOUT(14),
  /** {@code status} or {@code doctor} found something. */
  FINDINGS(15);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit status. */
  int number() {
    return number;
  }

  static ExitCode of(FailureKind kind) {
    return switch (kind) {
      case USAGE -> USAGE;
      case CONFIG -> CONFIG;
      case NO_STORE -> NO_STORE;
      case TIMEOUT -> TIMEOUT;
      case BUG -> BUG;
    };
  }
}
