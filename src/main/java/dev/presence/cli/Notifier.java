package dev.presence.cli;

import dev.presence.format.PeopleJson;
import dev.presence.heartbeat.Notice;
import dev.presence.process.Detached;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells people: starts their command for each notice, which is ended when it hangs. */
final class Notifier {
  private static final int LONGEST = 60;
  private static final int GRACE = 5;

  private final @Nullable String command;
  private final Console console;

  Notifier(Wiring wiring) {
    this.command = wiring.settings().one(Flags.NOTIFY);
    this.console = wiring.console();
  }

  /** Tells, and waits for none. */
  void tell(List<Notice> notices) {
    start(notices);
  }

  /**
   * Tells, and waits until all were told. For a change: what it leaves ends with its unit, but it
   * keeps nobody waiting.
   */
  void tellToTheEnd(List<Notice> notices) {
    for (long pid : start(notices)) {
      Optional<ProcessHandle> process = ProcessHandle.of(pid);
      if (process.isPresent()) {
        try {
          process.get().onExit().get(LONGEST + 2 * GRACE, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
          console.say("the --notify command does not end");
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private List<Long> start(List<Notice> notices) {
    List<Long> started = new ArrayList<>();
    for (Notice notice : notices) {
      if (command != null) {
        try {
          started.add(
              Detached.start(
                  List.of(
                      "timeout",
                      "-k",
                      Integer.toString(GRACE),
                      Integer.toString(LONGEST),
                      "/bin/sh",
                      "-c",
                      command),
                  Map.of(),
                  PeopleJson.print(notice),
                  null));
        } catch (IOException e) {
          console.say("the --notify command could not be started: " + e.getMessage());
        }
      }
    }
    return started;
  }
}
