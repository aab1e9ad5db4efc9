package dev.presence.cli;

import dev.presence.doctor.Check;
import java.util.List;

/** Whether this node's view of the others and its own entry are healthy. */
final class StatusCommand implements Command {
  @Override
  public String summary() {
    return "tell whether this node's view and entry are healthy, and what others make of it";
  }

  @Override
  public List<Flag> flags() {
    return Flags.concat(
        Flags.QUESTION,
        Flags.MINIMUM,
        Flags.METRICS,
        Flags.CHANGE_TIMEOUT,
        Flags.LATE_AFTER,
        Flags.DEAD_AFTER,
        Flags.HOLD,
        Flags.BEAT_STORE);
  }

  @Override
  public Printed run(Wiring wiring) {
    Examination examination = new Examination(wiring);
    List<Check> checks = examination.ofWork();
    Printed printed = Findings.printed(checks, "status");
    if (wiring.settings().one(Flags.METRICS) != null) {
      examination.writeMetrics();
    }
    return printed;
  }
}
