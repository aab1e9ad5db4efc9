package dev.presence.cli;

import dev.presence.model.ExitCode;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.node.StateFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the state facts of this node, then announces; the base of those with a fixed state. */
class StateCommand implements Command {
  @Override
  public String summary() {
    return "set this node's state, such as setup, idle or draining, and announce it";
  }

  @Override
  public String operands() {
    return "NAME";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.REASON, Flags.FOR, Flags.ADDRESS_IN);
  }

  /** The state to go to; null to stay. */
  @Nullable String state(Wiring wiring, NodeRecord facts) {
    String name = wiring.settings().rest().get(0);
    if (!NodeState.isWord(name)) {
      throw PresenceException.usage(
          "\"" + Printable.of(name) + "\" is no state: it is 1 to 63 of A-Z, a-z, 0-9, '_', '-'");
    }
    return name;
  }

  @Override
  public final ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    NodeRecord facts = wiring.nodeInfo().read();
    Self self = new Self(wiring);
    String state = state(wiring, facts);
    Self.print(
        wiring.console(),
        json,
        state == null
            ? self.announce()
            : self.change(
                new StateFacts.Change(
                    state,
                    wiring.settings().one(Flags.REASON),
                    self.by(facts),
                    wiring.settings().duration(Flags.FOR))));
    return ExitCode.OK;
  }

  static String current(NodeRecord facts) {
    String state = facts.text(KnownFacts.STATE);
    return state == null ? "none" : state;
  }
}
