package dev.presence.doctor;

import dev.presence.process.BoundedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Whether a timer beats on a machine that systemd runs. */
public final class UnitsCheck implements Check {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final String TIMER = "presence-beat.timer";
  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  @Override
  public List<Finding> look() {
    if (!Files.isDirectory(SYSTEMD) || !is("cat")) {
      return List.of(); // Cron beats there, or nobody does, which the beats tell.
    }
    return List.of(
        is("is-active")
            ? Finding.ok("units", TIMER + " is active")
            : Finding.bad(
                "units", TIMER + " is not active: 'systemctl enable --now " + TIMER + "'"));
  }

  private static boolean is(String verb) {
    return BoundedCommand.run(List.of("systemctl", verb, TIMER), LONGEST).succeeded();
  }
}
