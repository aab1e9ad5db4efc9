package dev.presence.cli;

import dev.presence.doctor.Check;
import dev.presence.doctor.Finding;
import java.util.ArrayList;
import java.util.List;

/** How what checks found is told: as a table, or as JSON; 15 where something is bad. */
final class Findings {
  /** A finding as programs get it. */
  private record FindingJson(String check, String is, String says) {}

  static Printed printed(List<Check> checks, String name, Terminal terminal) {
    boolean well = true;
    List<FindingJson> json = new ArrayList<>();
    Table table =
        new Table(
            Column.whole("CHECK"), Column.word("IS"), Column.fold("WHAT IT SAW, AND WHAT TO DO"));
    for (Check check : checks) {
      for (Finding finding : check.look()) {
        String grade = finding.grade().word();
        well &= finding.grade() != Finding.Grade.BAD;
        json.add(new FindingJson(finding.check(), grade, finding.says()));
        table.add(finding.check(), grade, finding.says());
      }
    }
    return Printed.of(
        well ? ExitCode.OK : ExitCode.FINDINGS, table.text(terminal), Printed.json(name, json));
  }

  private Findings() {}
}
