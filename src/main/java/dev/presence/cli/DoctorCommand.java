package dev.presence.cli;

import dev.presence.model.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks what this node needs, and says what to do. */
final class DoctorCommand implements Command {
  @Override
  public String summary() {
    return "check Java, facts, stores, clock and rights, and say what to do";
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    List<Finding> findings = new Examination(wiring).findings();
    boolean well = true;
    List<Object> tree = new ArrayList<>();
    Table table = new Table("CHECK", "IS", "WHAT IT SAW, AND WHAT TO DO");
    for (Finding finding : findings) {
      well &= finding.grade() != Finding.Grade.BAD;
      tree.add(
          Map.of(
              "check", finding.check(),
              "is", finding.grade().toString(),
              "says", finding.says()));
      table.add(finding.check(), finding.grade().toString(), finding.says());
    }
    if (json) {
      wiring.console().printJson(Map.of("findings", tree));
    } else {
      wiring.console().print(table.toString());
    }
    return well ? ExitCode.OK : ExitCode.FINDINGS;
  }
}
