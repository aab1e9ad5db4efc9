package dev.presence.doctor;

import dev.presence.heartbeat.KnownNode;
import dev.presence.model.Beat;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Spans;
import dev.presence.resolve.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether this node beats, who of the others does not any more, and whose name is used twice. */
public final class BeatsCheck implements Check {
  private static final String BEATS = "beats";
  private static final int MOST_NAMED = 5;

  private final Patient patient;
  private final int lateAfter;
  private final Instant now;

  /**
   * Looks at the beats.
   *
   * @param lateAfter so many missed beats make a node late
   */
  public BeatsCheck(Patient patient, int lateAfter, Instant now) {
    this.patient = patient;
    this.lateAfter = lateAfter;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    NodeRecord self = patient.record();
    if (self != null) {
      findings.add(own(self));
    }
    List<String> late = new ArrayList<>();
    for (KnownNode node : patient.view().nodes()) {
      String rival = patient.pulses().rival(node.id());
      if (!rival.isEmpty()) {
        findings.add(Finding.bad(BEATS, node.id() + ": " + rival + ": give each its own"));
      }
      Sighting sighting = node.sighting(Set.of());
      boolean serves =
          sighting != null
              && (sighting.state(now) == NodeState.SERVING
                  || sighting.state(now) == NodeState.DRAINING);
      boolean isSelf = self != null && node.id().equals(self.id().value());
      if (serves && !isSelf && patient.pulses().isMissing(node.id(), lateAfter)) {
        late.add(node.id());
      }
    }
    if (!late.isEmpty()) {
      findings.add(Finding.hint(BEATS, late(late)));
    }
    return findings;
  }

  private Finding own(NodeRecord self) {
    Beat beat = patient.pulses().beat(self.id().value());
    Long age = patient.pulses().age(self.id().value());
    if (beat == null || age == null) {
      return Finding.hint(
          BEATS,
          self.id() + " does not beat, so nobody finds out when it dies: see docs/heartbeat.md");
    }
    return patient.pulses().isMissing(self.id().value(), lateAfter)
        ? Finding.bad(
            BEATS,
            "%s last beat %s ago, and every %s is what it says: see whether its timer runs"
                .formatted(self.id(), Spans.words(age), Spans.words(beat.every())))
        : Finding.ok(BEATS, "%s beat %s ago".formatted(self.id(), Spans.words(age)));
  }

  private String late(List<String> ids) {
    StringBuilder text = new StringBuilder();
    for (String id : ids.subList(0, Math.min(MOST_NAMED, ids.size()))) {
      Long age = patient.pulses().age(id);
      text.append(text.isEmpty() ? "" : ", ").append(id).append(" last beat ");
      text.append(Spans.words(age == null ? 0 : age)).append(" ago");
    }
    return ids.size() > MOST_NAMED
        ? text + " and %d more: 'presence list' shows all".formatted(ids.size() - MOST_NAMED)
        : text.toString();
  }
}
