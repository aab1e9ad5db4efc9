package dev.presence.cli;

import dev.presence.model.FailureKind;

/** How a command ends; the numbers are relied on by scripts and listed in docs/commands.md. */
enum ExitCode {
  OK(0, "done"),
  BUG(
      1,
      "a bug in this program, or too little memory; also stdout that could not take all (a full disk; a reader that had enough, as `head`, is no error)"),
  USAGE(2, "the command line is wrong, or names a node that nobody knows"),
  CONFIG(
      10,
      "the configuration or the facts of this node are wrong, or a file asked for cannot be written"),
  NO_STORE(
      11,
      "no store could be read or written, one that hangs included; an order or a state that not every store could be told"),
  TOO_FEW(12, "fewer peers than the minimum; the answer is written all the same"),
  CHANGE(13, "the command of a change failed, or ran out of its time"),
  TIMEOUT(
      14,
      "out of time: in `wait`, in `drain --wait`, on a lock, or on a file of this machine that hangs"),
  FINDINGS(15, "`status` or `doctor` found something, or a `heartbeat` an agent that hangs");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  int number() {
    return number;
  }

  /** What it says, for people. */
  String meaning() {
    return meaning;
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
