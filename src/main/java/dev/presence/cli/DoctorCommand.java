package dev.presence.cli;

import java.util.List;

/** Checks what this node needs, and says what to do. */
final class DoctorCommand implements Command {
  @Override
  public String summary() {
    return "check Java, facts, stores, clock, rights and what status does, and say what to do";
  }

  @Override
  public List<Flag> flags() {
    return StatusCommand.FLAGS;
  }

  @Override
  public Printed run(Wiring wiring) {
    return Findings.printed(new Examination(wiring).ofAll(), "findings", wiring.terminal());
  }
}
