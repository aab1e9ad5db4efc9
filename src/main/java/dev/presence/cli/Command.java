package dev.presence.cli;

import java.util.List;

/** One command: its options in, one call, one printed result. */
interface Command {
  /** What it does, in one line without a final period. */
  String summary();

  /** What follows its name, as help shows it: {@code ID...}, {@code [ID]}; empty for nothing. */
  default String operands() {
    return "";
  }

  /** Its options beside the common ones. */
  default List<Flag> flags() {
    return List.of();
  }

  /** The common ones that it takes. */
  default List<Flag> common() {
    return Flags.COMMON;
  }

  /** Whether {@code --timeout} is the time of the whole command; else it has its own use of it. */
  default boolean isBounded(Settings settings) {
    return true;
  }

  /** Whether {@code --format} is text or json. */
  default boolean hasTextAndJson() {
    return true;
  }

  /** Does it, with the parts that the wiring hands out. */
  Printed run(Wiring wiring);
}
