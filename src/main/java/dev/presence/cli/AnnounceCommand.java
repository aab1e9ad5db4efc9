package dev.presence.cli;

import dev.presence.heartbeat.Announcer;
import dev.presence.model.ExitCode;
import java.util.List;

/** Puts this node on every store. */
final class AnnounceCommand implements Command {
  @Override
  public String summary() {
    return "put this node's facts on every store; writes only a change, and reads it back";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.CREATE, Flags.ADDRESS_IN);
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    Announcer.Announced announced = new Self(wiring).announce();
    Self.print(wiring.console(), json, announced);
    return ExitCode.OK;
  }
}
