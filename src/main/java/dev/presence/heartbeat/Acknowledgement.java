package dev.presence.heartbeat;

import dev.presence.model.Beat;
import dev.presence.model.Life;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.resolve.LifeRules;
import dev.presence.resolve.Lives;
import dev.presence.resolve.Requirement;
import dev.presence.resolve.Sighting;
import dev.presence.resolve.Signs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who of those that use a node has acted on its draining: asked again and again, it remembers who
 * was seen alive meanwhile, and waits for no dead one.
 */
public final class Acknowledgement {
  private static final String ANYWHERE = "";

  private Map<String, Life> lives = new HashMap<>();
  private long look;

  /**
   * How far it is, each list by id.
   *
   * @param done who named the node as draining in what it acted on
   * @param waiting who did not yet
   * @param beatless who asks for the node's part and never beats, so that nobody can tell
   * @param dead who is not waited for
   */
  public record Progress(
      List<String> done, List<String> waiting, List<String> beatless, List<String> dead) {}

  /**
   * How far it is now.
   *
   * @param drained what the node says
   * @param beats the newest of each node, by id
   */
  public Progress of(NodeRecord drained, View view, Map<String, Beat> beats, Instant now) {
    judge(beats, now);
    Progress progress =
        new Progress(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (KnownNode node : view.nodes()) {
      Sighting sighting = node.sighting(Set.of());
      if (sighting == null
          || sighting.id().equals(drained.id())
          || sighting.state(now) == NodeState.GONE) {
        continue;
      }
      List<String> parts = parts(sighting.record(), drained);
      Beat beat = beats.get(node.id());
      Life life = lives.get(node.id());
      if (parts.isEmpty()) {
        continue;
      }
      List<String> list =
          beat == null
              ? progress.beatless()
              : acted(beat, parts, drained)
                  ? progress.done()
                  : life != null && life.death() != null ? progress.dead() : progress.waiting();
      list.add(node.id());
    }
    return progress;
  }

  private void judge(Map<String, Beat> beats, Instant now) {
    List<Signs> signs = new ArrayList<>();
    for (Beat beat : beats.values()) {
      Signs.Sign sign = new Signs.Sign(ANYWHERE, Signs.Kind.BEAT, beat.seq(), beat.every(), "");
      signs.add(new Signs(beat.id().value(), List.of(sign), true, true, ANYWHERE, "", null));
    }
    Lives judged =
        new Lives(lives, ++look, LifeRules.USUAL, Set.of(ANYWHERE), Set.of(ANYWHERE), now);
    judged.judge(signs, Set.of(), null);
    lives = judged.lives();
  }

  /** The asked parts by which a node uses the drained one. */
  private static List<String> parts(NodeRecord other, NodeRecord drained) {
    List<String> parts = new ArrayList<>();
    for (String text : other.requires()) {
      Requirement requirement = Requirement.parse(text, other.scope());
      if (requirement != null && requirement.includes(drained.part(), drained.scope())) {
        parts.add(requirement.part().name().value());
      }
    }
    return parts;
  }

  private static boolean acted(Beat beat, List<String> parts, NodeRecord drained) {
    for (String part : parts) {
      Beat.Acted acted = beat.acted().get(part);
      if (acted == null || !acted.draining().contains(drained.id().value())) {
        return false;
      }
    }
    return true;
  }
}
