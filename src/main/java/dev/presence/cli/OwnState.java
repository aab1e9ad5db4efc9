package dev.presence.cli;

import dev.presence.heartbeat.Announced;
import dev.presence.heartbeat.Announcer;

/** Changes this node's state: every store must be told, as a reader may see just the other one. */
final class OwnState {
  static Printed change(Wiring wiring, Announcer.Decision decision) {
    Announced announced = wiring.announcer().change(decision);
    for (String failure : announced.failures()) {
      wiring.console().say("not told: " + failure);
    }
    ExitCode exit = announced.failures().isEmpty() ? ExitCode.OK : ExitCode.NO_STORE;
    return Announcements.printed(exit, announced, wiring.console());
  }

  private OwnState() {}
}
