package dev.presence.doctor;

import dev.presence.process.BoundedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a timer beats on a machine that systemd runs, the agent that is to stand before it, and
 * what draws the page.
 */
public final class UnitsCheck implements Check {
  private static final String UNITS = "units";
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final String TIMER = "presence-beat.timer";
  private static final String AGENT = "presence-agent.service";
  private static final String PAGE_TIMER = "presence-page.timer";
  private static final String PAGE = "presence-page.service";
  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  @Override
  public List<Finding> look() {
    if (!Files.isDirectory(SYSTEMD) || !is("cat", TIMER)) {
      return List.of(); // Cron beats there, or nobody does, which the beats tell.
    }
    boolean isAgents = is("is-enabled", AGENT) || is("is-active", AGENT);
    List<Finding> findings = new ArrayList<>();
    if (isAgents) {
      findings.add(active(AGENT));
    }
    findings.add(active(TIMER));
    if (is("is-enabled", PAGE_TIMER)) {
      findings.add(active(PAGE_TIMER));
      if (is("is-failed", PAGE)) {
        findings.add(
            Finding.bad(
                UNITS,
                PAGE + " failed and the page grows old: 'journalctl -u " + PAGE + "' says why"));
      }
    }
    return findings;
  }

  private static Finding active(String unit) {
    return is("is-active", unit)
        ? Finding.ok(UNITS, unit + " is active")
        : Finding.bad(UNITS, "%s is not active: 'systemctl enable --now %<s'".formatted(unit));
  }

  private static boolean is(String verb, String unit) {
    return BoundedCommand.run(List.of("systemctl", verb, unit), LONGEST).succeeded();
  }
}
