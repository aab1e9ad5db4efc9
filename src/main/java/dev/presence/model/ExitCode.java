package dev.presence.model;

/** How a command ends; the numbers are relied on by scripts and listed in docs/commands.md. */
public enum ExitCode {
  /** All was done. */
  OK(0),
  /** A bug in this program. */
  BUG(1),
  /** The command line is wrong, or names a node that is not on the list. */
  USAGE(2),
  /** The configuration or the facts of this node are wrong. */
  CONFIG(10),
  /** No store could be read or written. */
  NO_STORE(11),
  /** An answer has fewer peers than its minimum. */
  TOO_FEW(12),
  /** The time given with {@code --timeout} ran out. */
  TIMEOUT(14),
  /** {@code doctor} found something. */
  FINDINGS(15);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }
}
