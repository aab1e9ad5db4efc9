package dev.presence.doctor;

import dev.presence.heartbeat.EntryProblem;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.Trouble;
import dev.presence.model.Acting;
import dev.presence.model.Printable;
import dev.presence.model.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether the lists can be read, and what on them is not as it should be. */
public final class StoresCheck implements Check {
  private final Patient patient;
  private final Acting acting;
  private final Instant now;

  /**
   * Looks at the lists.
   *
   * @param acting what beats remember: since when a list is away
   */
  public StoresCheck(Patient patient, Acting acting, Instant now) {
    this.patient = patient;
    this.acting = acting;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    if (patient.view().stores().isEmpty()) {
      findings.add(
          Finding.bad(
              "store",
              "none is named: name one with --store, PRESENCE_STORE or \"store\" in the configuration"));
    }
    for (StoreView store : patient.view().stores()) {
      if (store.failure() != null) {
        findings.add(Finding.bad("store", store.failure() + since(store)));
        continue;
      }
      int records = store.records();
      findings.add(
          Finding.ok(
              "store",
              "%s has %d %s"
                  .formatted(store.store(), records, records == 1 ? "record" : "records")));
      for (String sentence : store.hidden().values()) {
        findings.add(Finding.bad("part", sentence));
      }
      for (EntryProblem problem : store.problems()) {
        findings.add(Finding.bad("record", problem.words() + advice(problem)));
      }
    }
    for (Trouble trouble : Trouble.of(patient.view())) {
      if (trouble.isOfList()) {
        findings.add(Finding.bad("store", trouble.text()));
      }
    }
    return findings;
  }

  private String since(StoreView store) {
    long since = Trouble.awaySince(acting.troubles(), store.store());
    return since == 0 ? "" : "; so for " + Spans.words(Math.max(0, now.getEpochSecond() - since));
  }

  private static String advice(EntryProblem problem) {
    return switch (problem.kind()) {
      case BROKEN -> ": announce it anew there, or " + problem.place().deletion();
      case UNREADABLE -> ": " + problem.place().access();
      case VANISHED ->
          ": 'presence announce' there or 'presence remove %s' ends that"
              .formatted(Printable.of(problem.entry().id()));
      case OLDER -> "";
    };
  }
}
