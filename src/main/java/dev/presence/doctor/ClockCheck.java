package dev.presence.doctor;

import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.StoreView;
import dev.presence.memory.Row;
import dev.presence.model.Beat;
import dev.presence.model.Spans;
import dev.presence.model.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether records and beats are of a time that is yet to come. */
public final class ClockCheck implements Check {
  /** Two clocks further apart than this give records a wrong order. */
  static final Duration SKEW = Duration.ofSeconds(30);

  private final Patient patient;
  private final Instant now;

  public ClockCheck(Patient patient, Instant now) {
    this.patient = patient;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    String soon = Stamp.of(now.plus(SKEW)).value();
    List<Finding> findings = new ArrayList<>();
    for (StoreView store : patient.view().stores()) {
      for (Row row : store.list().rows().values()) {
        if (row.stamp().compareTo(soon) > 0) {
          findings.add(
              Finding.bad(
                  "clock",
                  "%s in %s is of %s, which is yet to come: set the clocks there and here by NTP"
                      .formatted(row.id(), store.store(), row.stamp())));
        }
      }
    }
    for (KnownNode node : patient.view().nodes()) {
      Beat beat = patient.pulses().beat(node.id());
      long ahead = beat == null ? 0 : beat.seq() - now.getEpochSecond();
      if (ahead > SKEW.toSeconds()) {
        findings.add(
            Finding.hint(
                "clock",
                "%s beats %s ahead of this clock: set the clocks there and here by NTP; after that it counts on from there"
                    .formatted(node.id(), Spans.words(ahead))));
      }
    }
    return findings;
  }
}
