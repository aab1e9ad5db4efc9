package dev.presence.cli;

import dev.presence.doctor.Check;
import dev.presence.doctor.Finding;
import java.util.ArrayList;
import java.util.List;

/** Checks what this node needs, and says what to do. */
final class DoctorCommand implements Command {
  /** A finding as programs get it. */
  private record FindingJson(String check, String is, String says) {}

  @Override
  public String summary() {
    return "check Java, facts, stores, clock and rights, and say what to do";
  }

  @Override
  public Printed run(Wiring wiring) {
    boolean well = true;
    List<FindingJson> json = new ArrayList<>();
    Table table = new Table("CHECK", "IS", "WHAT IT SAW, AND WHAT TO DO");
    for (Check check : wiring.checks()) {
      for (Finding finding : check.look()) {
        String grade = finding.grade().word();
        well &= finding.grade() != Finding.Grade.BAD;
        json.add(new FindingJson(finding.check(), grade, finding.says()));
        table.add(finding.check(), grade, finding.says());
      }
    }
    return Printed.of(
        well ? ExitCode.OK : ExitCode.FINDINGS, table.toString(), Printed.json("findings", json));
  }
}
