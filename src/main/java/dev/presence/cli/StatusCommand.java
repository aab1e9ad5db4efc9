package dev.presence.cli;

import dev.presence.doctor.Check;
import java.util.List;

/** Whether this node's view of the others and its own entry are healthy. */
final class StatusCommand implements Command {
  /** What {@code doctor} takes too. */
  static final List<Flag> FLAGS =
      Flags.concat(
          Flags.QUESTION,
          Flags.MINIMUM,
          Flags.METRICS,
          Flags.CHANGE_TIMEOUT,
          Flags.LATE_AFTER,
          Flags.DEAD_AFTER,
          Flags.HOLD,
          Flags.BEAT_STORE);

  @Override
  public String summary() {
    return "tell whether this node's view and entry are healthy, and what others make of it";
  }

  @Override
  public List<Flag> flags() {
    return Flags.concat(FLAGS, Flags.WATCH);
  }

  @Override
  public boolean isBounded(Settings settings) {
    return !Watch.isAsked(settings);
  }

  @Override
  public Printed run(Wiring wiring) {
    return Watch.isAsked(wiring.settings())
        ? new Watch(wiring, StatusCommand::look).run()
        : look(wiring);
  }

  private static Printed look(Wiring wiring) {
    Outputs.ofMetrics(wiring);
    Examination examination = new Examination(wiring);
    List<Check> checks = examination.ofWork();
    Printed printed = Findings.printed(checks, "status", wiring.terminal());
    if (wiring.settings().one(Flags.METRICS) != null) {
      examination.writeMetrics();
    }
    return printed;
  }
}
