package dev.presence.doctor;

import dev.presence.store.Outcome;
import dev.presence.store.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the lists can be written, and what their clocks say. */
public final class WritingCheck implements Check {
  private final Stores stores;

  public WritingCheck(Stores stores) {
    this.stores = stores;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Outcome<Optional<Duration>> outcome :
        stores.each(store -> Optional.ofNullable(store.tryWriting()))) {
      String name = outcome.store().name();
      if (outcome.result() == null) {
        findings.add(Finding.bad("writing", String.valueOf(outcome.failure())));
        continue;
      }
      findings.add(Finding.ok("writing", name + " can be written"));
      long apart = outcome.result().map(Duration::toSeconds).orElse(0L);
      if (Math.abs(apart) > ClockCheck.SKEW.toSeconds()) {
        findings.add(
            Finding.bad(
                "clock",
                "the clock of %s is %d s %s this node's: set both by NTP"
                    .formatted(name, Math.abs(apart), apart > 0 ? "ahead of" : "behind")));
      }
    }
    return findings;
  }
}
