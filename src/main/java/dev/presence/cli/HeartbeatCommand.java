package dev.presence.cli;

import dev.presence.files.LockFile;
import java.io.IOException;
import java.util.List;

/** One beat of this node: announce, beat, look, answer, and begin a change when it is due. */
final class HeartbeatCommand implements Command {
  @Override
  public String summary() {
    return "one beat: announce, say that this node is alive, answer, and act on a change";
  }

  @Override
  public List<Flag> flags() {
    return Flags.heartbeat();
  }

  @Override
  public boolean hasTextAndJson() {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    if (wiring.settings().on(Flags.DRY_RUN)) {
      return new OneBeat(wiring).dry();
    }
    try (LockFile lock = wiring.changes().beatLock()) {
      return lock == null ? new BesideAgent(wiring).look() : new OneBeat(wiring).run();
    } catch (IOException e) {
      wiring
          .console()
          .say("nothing keeps other beats from working beside this one: " + e.getMessage());
      return new OneBeat(wiring).run();
    }
  }
}
