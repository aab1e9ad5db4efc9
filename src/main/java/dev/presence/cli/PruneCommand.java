package dev.presence.cli;

import dev.presence.heartbeat.Pruning;
import dev.presence.model.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Deletes what left long ago. */
final class PruneCommand implements Command {
  private static final Duration DEFAULT = Duration.ofDays(30);

  @Override
  public String summary() {
    return "delete the records of nodes that left long ago";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.OLDER_THAN);
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    Duration age = wiring.settings().duration(Flags.OLDER_THAN);
    List<String> pruned =
        new Pruning(wiring.stores())
            .prune(wiring.anyScope(), wiring.clock().instant().minus(age == null ? DEFAULT : age));
    if (json) {
      wiring.console().printJson(Map.of("pruned", pruned));
    } else {
      for (String id : pruned) {
        wiring.console().print(id + " is deleted\n");
      }
    }
    return ExitCode.OK;
  }
}
