package dev.presence.cli;

import dev.presence.heartbeat.Asking;

/** What an agent does in one turn. */
enum Turn {
  /** The beat of its time: says that this node is alive, and asks for everybody's beat. */
  BEAT(true, Asking.ALL),
  /** A beat before its time, as this node has news, or its mark or a list is to be tried again. */
  EARLY_BEAT(true, Asking.UNHEARD),
  /** A look alone: others have news, and this node says what it said. */
  LOOK(false, Asking.UNHEARD);

  private final boolean announces;
  private final Asking asking;

  Turn(boolean announces, Asking asking) {
    this.announces = announces;
    this.asking = asking;
  }

  boolean announces() {
    return announces;
  }

  Asking asking() {
    return asking;
  }
}
