package dev.presence.cli;

import dev.presence.heartbeat.Announced;
import java.util.List;

/** Puts this node on every store. */
final class AnnounceCommand implements Command {
  @Override
  public String summary() {
    return "put this node's facts on every store; writes only a change, and reads it back";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.CREATE, Flags.ADDRESS_IN, Flags.BEAT, Flags.EVERY, Flags.BEAT_STORE);
  }

  @Override
  public Printed run(Wiring wiring) {
    Announced announced = wiring.announcer().announce();
    wiring.console().sayAll(announced.failures()); // One success is enough.
    return Announcements.printed(ExitCode.OK, announced, wiring.console());
  }
}
