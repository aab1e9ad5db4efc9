package dev.presence.cli;

import dev.presence.heartbeat.KnownNode;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.Printable;
import dev.presence.model.Scope;
import dev.presence.resolve.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a list are asked for. It learns on the way what there is, so that a slip of the
 * hand is told from an empty answer.
 */
final class Filter {
  /** As {@code --state} names a node that says no state. */
  static final String NO_STATE = "none";

  private static final String BROKEN = "broken";
  private static final String SILENT = "silent";

  /** What no record says, and a list shows of itself; in the words of the page. */
  private static final List<String> SEEN = List.of("late", SILENT, BROKEN);

  /** What an answer and its memory know, and a list does not. */
  private static final List<String> JUDGED = List.of("dead", "held", "clash");

  /** What {@code --state} may be, beside words of a fleet's own. */
  static List<String> states() {
    List<String> states = new ArrayList<>(NodeState.WORDS);
    states.add(NO_STATE);
    states.addAll(SEEN);
    return states;
  }

  private final List<String> parts;
  private final List<String> states;
  private final List<Scope> scopes;
  private final Settings settings;
  private final Set<String> seenParts = new TreeSet<>();
  private final Set<String> seenStates = new TreeSet<>(states());
  private final Set<String> seenDeployments = new TreeSet<>();
  private final Set<String> seenStacktypes = new TreeSet<>();

  Filter(Wiring wiring) {
    this.settings = wiring.settings();
    this.parts = settings.all(Flags.ONLY_PART);
    this.states = settings.all(Flags.ONLY_STATE);
    this.scopes = new Asked(wiring).anyScopes();
  }

  /**
   * Whether a node is asked for.
   *
   * @param sighting null when no record of it was ever good
   * @param order the one that holds; null for none
   */
  boolean takes(KnownNode node, @Nullable Sighting sighting, @Nullable Order order, Ages ages) {
    boolean isSeen = states.contains(seen(node, ages));
    if (sighting == null) {
      return parts.isEmpty() && (states.isEmpty() || isSeen);
    }
    NodeRecord record = sighting.record();
    String part = record.part().value();
    String word = record.state().word() == null ? NO_STATE : record.state().word();
    seenParts.add(part);
    seenStates.add(word);
    add(seenDeployments, record.scope().deployment());
    add(seenStacktypes, record.scope().stacktype());
    boolean isInState = states.contains(word);
    boolean isOrdered = order != null && states.contains(order.word().text());
    return isInScope(record.scope())
        && (parts.isEmpty() || parts.contains(part))
        && (states.isEmpty() || isInState || isOrdered || isSeen);
  }

  private static String seen(KnownNode node, Ages ages) {
    return node.isBroken() ? BROKEN : node.silence() != null ? SILENT : ages.is(node.id());
  }

  private boolean isInScope(Scope said) {
    for (Scope scope : scopes) {
      if (scope.includes(said)) {
        return true;
      }
    }
    return false;
  }

  private static void add(Set<String> seen, @Nullable String word) {
    if (word != null) {
      seen.add(word);
    }
  }

  /** Says what was asked for and is nowhere on the list, with what was perhaps meant. */
  void sayUnknown(Console console) {
    say(console, parts, seenParts, "no node plays %s%s");
    for (String word : JUDGED) {
      if (states.contains(word) && seenStates.add(word)) {
        console.say(
            "no node says that its state is %s: who is dead, held or in a clash is told by 'presence explain' and 'presence page'; list knows late, silent and broken"
                .formatted(word));
      }
    }
    say(console, states, seenStates, "no node is in a state %s%s");
    say(console, settings.all(Flags.DEPLOYMENT), seenDeployments, "no node is of deployment %s%s");
    say(console, settings.all(Flags.STACKTYPE), seenStacktypes, "no node is of stacktype %s%s");
  }

  private static void say(Console console, List<String> asked, Set<String> seen, String sentence) {
    for (String word : asked) {
      if (!seen.contains(word) && !word.equals(Scope.ANY)) {
        console.say(sentence.formatted(Printable.of(word), Words.meant(word, seen)));
      }
    }
  }
}
