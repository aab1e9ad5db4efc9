package dev.presence.heartbeat;

import dev.presence.model.Address;
import dev.presence.model.NodeName;
import dev.presence.probe.Probe;
import dev.presence.probe.Probes;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Sighting;
import dev.presence.resolve.Signs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the machines of some parts themselves, whatever they say of themselves on a list. */
public final class Probing {
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Map<String, Probe> probes;

  /**
   * Asks the machines of these parts.
   *
   * @param probes by the name of the asked part
   */
  public Probing(Map<String, Probe> probes) {
    this.probes = probes;
  }

  /**
   * What they answered, by id. Where not one of a part does, it is this machine's own network that
   * is asked about, and nothing is told.
   *
   * @param warnings takes the parts of which that was so
   */
  Map<String, Signs.Probed> ask(
      Question question, List<KnownNode> nodes, @Nullable NodeName self, List<String> warnings) {
    Map<String, Signs.Probed> probed = new HashMap<>();
    for (PartQuery part : question.parts()) {
      Probe probe = probes.get(part.name().value());
      if (probe != null) {
        ask(probe, part, targets(part, nodes, self), probed, warnings);
      }
    }
    return probed;
  }

  private static Map<String, Address> targets(
      PartQuery part, List<KnownNode> nodes, @Nullable NodeName self) {
    Map<String, Address> targets = new HashMap<>();
    for (KnownNode node : nodes) {
      Sighting sighting = node.sighting(Set.of());
      Address address = sighting == null ? null : sighting.record().address();
      if (sighting != null
          && address != null
          && part.matches(sighting.record().part())
          && (self == null || sighting.id().compareTo(self) != 0)) {
        targets.put(node.id(), address);
      }
    }
    return targets;
  }

  private static void ask(
      Probe probe,
      PartQuery part,
      Map<String, Address> targets,
      Map<String, Signs.Probed> probed,
      List<String> warnings) {
    List<String> passed = new ArrayList<>();
    Map<String, Probes.Result> results = Probes.ask(targets, probe, LONGEST);
    for (Map.Entry<String, Probes.Result> result : results.entrySet()) {
      if (result.getValue().passed()) {
        passed.add(result.getKey());
      }
    }
    if (passed.isEmpty()) {
      if (!results.isEmpty()) {
        warnings.add(
            "not one of %s answers to %s, so that tells nothing of them: see to this machine's own network"
                .formatted(part.name(), probe));
      }
      return;
    }
    for (Map.Entry<String, Probes.Result> result : results.entrySet()) {
      String failure = result.getValue().failure();
      probed.put(
          result.getKey(),
          failure == null
              ? new Signs.Probed(true, "")
              : new Signs.Probed(false, "does not answer to " + probe + " (" + failure + ")"));
    }
  }
}
