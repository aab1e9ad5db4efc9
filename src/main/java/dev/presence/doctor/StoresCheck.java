package dev.presence.doctor;

import dev.presence.heartbeat.EntryProblem;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.Trouble;
import dev.presence.model.Printable;
import java.util.ArrayList;
import java.util.List;

/** Whether the lists can be read, and what on them is not as it should be. */
public final class StoresCheck implements Check {
  private final Patient patient;

  public StoresCheck(Patient patient) {
    this.patient = patient;
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
        findings.add(Finding.bad("store", store.failure()));
        continue;
      }
      int records = store.records();
      findings.add(
          Finding.ok(
              "store",
              "%s has %d %s"
                  .formatted(store.store(), records, records == 1 ? "record" : "records")));
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

  private static String advice(EntryProblem problem) {
    return switch (problem.kind()) {
      case BROKEN -> ": announce it anew there, or delete the file";
      case UNREADABLE -> ": see to its rights, and to the disk or mount";
      case VANISHED ->
          ": 'presence announce' there or 'presence remove %s' ends that"
              .formatted(Printable.of(problem.entry().id()));
      case OLDER -> "";
    };
  }
}
