package dev.presence.cli;

import dev.presence.heartbeat.Announcer;
import dev.presence.model.Nearest;
import dev.presence.model.NodeState;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.node.StateFacts;
import java.time.Duration;
import java.util.List;

/** Writes the state facts of this node, then announces. */
final class StateCommand implements Command {
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
    return List.of(Flags.REASON, Flags.FOR, Flags.SERVING, Flags.ADDRESS_IN);
  }

  @Override
  public Printed run(Wiring wiring) {
    String word = word(wiring.settings());
    Duration lasts = wiring.settings().duration(Flags.FOR);
    String reason = wiring.settings().one(Flags.REASON);
    return OwnState.change(
        wiring,
        (Announcer.Decision) (current, by) -> new StateFacts.Change(word, reason, by, lasts));
  }

  /** A slip of the hand would serve, as every unknown word does. */
  private static String word(Settings settings) {
    String word = settings.rest().get(0);
    if (!NodeState.isWord(word)) {
      throw PresenceException.usage("\"" + Printable.of(word) + "\": " + NodeState.RULE);
    }
    if (!NodeState.WORDS.contains(word) && !settings.on(Flags.SERVING)) {
      throw PresenceException.usage(
          "no state \"%s\" is known, and a node in it would serve: did you mean %s? Else say --serving"
              .formatted(word, Nearest.of(word, NodeState.WORDS)));
    }
    return word;
  }
}
