package dev.presence.cli;

import dev.presence.heartbeat.Pruning;
import dev.presence.store.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Deletes what left long ago. */
final class PruneCommand implements Command {
  private static final Duration DEFAULT = Duration.ofDays(30);

  @Override
  public String summary() {
    return "delete what is kept of nodes that left long ago, and orders that say nothing more";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.OLDER_THAN, Flags.DRY_RUN);
  }

  @Override
  public Printed run(Wiring wiring) {
    Duration age = wiring.settings().duration(Flags.OLDER_THAN);
    Stores stores = wiring.stores();
    Pruning pruning = new Pruning(stores, wiring.looker().look(null).view(), wiring.now());
    Pruning.Over over =
        pruning.over(new Asked(wiring).anyScope(), wiring.now().minus(age == null ? DEFAULT : age));
    boolean dry = wiring.settings().on(Flags.DRY_RUN);
    Pruning.Over done = dry ? over : pruning.prune(over);
    String what = dry ? " would be deleted\n" : " is deleted\n";
    StringBuilder text = new StringBuilder();
    for (String id : done.nodes()) {
      text.append(id).append(what);
    }
    for (String id : done.orders()) {
      text.append("the order for ").append(id).append(what);
    }
    if (text.isEmpty()) {
      wiring.console().say("nothing on the list left that long ago");
    }
    return Printed.of(text.toString(), Map.of("pruned", done.nodes(), "orders", done.orders()));
  }
}
