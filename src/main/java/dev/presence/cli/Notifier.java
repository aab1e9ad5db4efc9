package dev.presence.cli;

import dev.presence.format.PeopleJson;
import dev.presence.heartbeat.Notice;
import dev.presence.process.Detached;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells people: starts their command for each notice, and waits for none. */
final class Notifier {
  /** A command that hangs is ended after so many seconds. */
  private static final String LONGEST = "60";

  private final @Nullable String command;
  private final Console console;

  Notifier(Wiring wiring) {
    this.command = wiring.settings().one(Flags.NOTIFY);
    this.console = wiring.console();
  }

  void tell(List<Notice> notices) {
    for (Notice notice : notices) {
      if (command != null) {
        try {
          Detached.start(
              List.of("timeout", "-k", "5", LONGEST, "/bin/sh", "-c", command),
              Map.of(),
              PeopleJson.print(notice),
              null);
        } catch (IOException e) {
          console.say("the --notify command could not be started: " + e.getMessage());
        }
      }
    }
  }
}
