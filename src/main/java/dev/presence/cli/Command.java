package dev.presence.cli;

import dev.presence.model.ExitCode;
import java.util.List;

/** One command: its options in, one call, one printed result. */
interface Command {
  /** What it does, in one line without a final period. */
  String summary();

  /** What follows its name, as help shows it: {@code ID...}; empty for nothing. */
  default String operands() {
    return "";
  }

  /** Its options beside the common ones. */
  default List<Flag> flags() {
    return List.of();
  }

  /** Does it. */
  ExitCode run(Wiring wiring);
}
