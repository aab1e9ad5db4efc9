package dev.presence.heartbeat;

import dev.presence.memory.LifeMemory;
import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import dev.presence.resolve.Sighting;
import dev.presence.resolve.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The verdict on every node of a list, as whoever asks for its part within its own scope would get
 * it. Remembers nothing.
 *
 * @param verdicts by id; of those whose record was ever good
 * @param crowds sentences about places that three or more nodes claim
 */
public record Roll(Map<String, Verdict> verdicts, List<String> crowds) {
  /** Those who are judged together. */
  private record Place(PartName part, Scope scope) {}

  /**
   * Calls it.
   *
   * @param addressNeeded whether a node without an address is out
   */
  public static Roll call(Vigil vigil, View view, boolean addressNeeded, Instant now) {
    List<PartQuery> parts = new ArrayList<>();
    for (String part : view.parts().keySet()) {
      parts.add(PartQuery.of(new PartName(part)));
    }
    Question all = new Question(parts, Scope.ALL, List.of(), null, addressNeeded);
    List<KnownNode> nodes = view.candidates(all);
    LifeMemory.Recalled recalled = vigil.recall();
    Vigil.Judged judged =
        vigil.judge(
            vigil.see(all, nodes, recalled, Asking.ALL, view.warnings()),
            view,
            nodes,
            recalled,
            new HashSet<>());
    judged.warn(view.warnings());
    Map<Place, List<Sighting>> places = new LinkedHashMap<>();
    for (Sighting node : View.sightings(nodes, Set.of(), judged.lives())) {
      Place place = new Place(node.record().part(), node.record().scope());
      places.computeIfAbsent(place, key -> new ArrayList<>()).add(node);
    }
    Roll roll = new Roll(new TreeMap<>(), new ArrayList<>());
    places.forEach(
        (place, there) -> {
          PartQuery part = PartQuery.of(place.part());
          Question question =
              new Question(List.of(part), place.scope(), List.of(), null, addressNeeded);
          Resolution resolution =
              Resolver.resolve(question, there, recalled.shown(), vigil.hold(), now);
          for (Verdict verdict : resolution.of(part)) {
            roll.verdicts.put(verdict.id().value(), verdict);
          }
          roll.crowds.addAll(resolution.crowds());
        });
    return roll;
  }
}
