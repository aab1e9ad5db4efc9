package dev.presence.cli;

import dev.presence.files.LockFile;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The HeartBeat as one process that stays, in place of a beat each minute. */
final class AgentCommand implements Command {
  @Override
  public String summary() {
    return "the HeartBeat as one process that stays, woken by what changes";
  }

  /** All of a beat's but what is for one beat. */
  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>(Flags.heartbeat());
    flags.removeAll(List.of(Flags.DRY_RUN, Flags.READ_ONLY, Flags.ACCEPT_REMOVALS));
    return flags;
  }

  @Override
  public boolean isBounded(Settings settings) {
    return false;
  }

  @Override
  public boolean hasTextAndJson() {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    for (Flag flag : List.of(Flags.DRY_RUN, Flags.READ_ONLY)) {
      if (wiring.settings().on(flag)) {
        throw wiring
            .settings()
            .wrong(flag, "--%s is for one beat, and an agent is many".formatted(flag.name()));
      }
    }
    try (LockFile lock = wiring.changes().beatLock(wiring.deadline())) {
      if (lock == null) {
        throw new PresenceException(
            FailureKind.TIMEOUT,
            "another agent or beat of this node has been at work for %s: one is enough"
                .formatted(wiring.deadline().words()));
      }
      try (Agent agent = new Agent(wiring)) {
        return agent.run();
      }
    } catch (IOException e) {
      throw PresenceException.config(
          "an agent needs a folder to remember in: %s; name one with --state-dir"
              .formatted(e.getMessage()));
    }
  }
}
