package dev.presence.doctor;

import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.View;
import dev.presence.model.NodeRecord;
import dev.presence.model.Shown;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import dev.presence.resolve.Sighting;
import dev.presence.resolve.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What others make of this node: what it would be in the answer of whoever asks for its part. */
public final class StandingCheck implements Check {
  private static final String STANDING = "standing";

  private final Patient patient;
  private final Instant now;

  public StandingCheck(Patient patient, Instant now) {
    this.patient = patient;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    NodeRecord self = patient.record();
    List<Finding> findings = new ArrayList<>();
    if (self == null || !patient.view().isReadable()) {
      return findings;
    }
    KnownNode node = patient.view().node(self.id().value());
    Sighting sighting = node == null ? null : node.sighting(Set.of());
    if (sighting == null) {
      findings.add(
          Finding.bad(
              STANDING,
              "%s is on no list, so nobody knows of it: 'presence announce'".formatted(self.id())));
      return findings;
    }
    findings.add(standing(sighting.record()));
    if (isAlone(sighting.record())) {
      findings.add(
          Finding.hint(
              STANDING,
              "%s is the only node of %s: is that what the others say?"
                  .formatted(self.id(), self.scope().words())));
    }
    return findings;
  }

  private Finding standing(NodeRecord said) {
    Question question =
        new Question(List.of(PartQuery.of(said.part())), said.scope(), List.of(), null, true);
    Resolution resolution =
        Resolver.resolve(
            question,
            View.sightings(patient.view().players(question), Set.of(), Map.of()),
            Map.<String, Shown>of(),
            Duration.ofMinutes(1),
            now);
    Verdict verdict = verdict(resolution, question, said);
    if (verdict == null) {
      return Finding.bad(STANDING, "%s is in nobody's answer".formatted(said.id()));
    }
    Reasons reasons = new Reasons(said.scope(), now);
    String why =
        "%s is %s for those who ask for %s: %s"
            .formatted(said.id(), verdict.standing().word(), said.part(), reasons.why(verdict));
    String change = reasons.change(verdict);
    return switch (verdict.rule()) {
      case PEER, LATE, SILENT, HELD -> Finding.ok(STANDING, why);
      case DRAINING, STATE -> Finding.hint(STANDING, why + "; " + change + " ends that");
      case PART, DEPLOYMENT, STACKTYPE, ORDER, ADDRESS, WITHOUT_SELF, CLASH, DEAD ->
          Finding.bad(STANDING, why + "; " + change + " ends that");
    };
  }

  private static @Nullable Verdict verdict(
      Resolution resolution, Question question, NodeRecord said) {
    for (Verdict verdict : resolution.of(question.parts().get(0))) {
      if (verdict.id().equals(said.id())) {
        return verdict;
      }
    }
    return null;
  }

  private boolean isAlone(NodeRecord said) {
    List<KnownNode> nodes = patient.view().nodes();
    for (KnownNode node : nodes) {
      Sighting other = node.sighting(Set.of());
      if (other != null
          && !other.id().equals(said.id())
          && said.scope().includes(other.record().scope())) {
        return false;
      }
    }
    return nodes.size() > 1;
  }
}
