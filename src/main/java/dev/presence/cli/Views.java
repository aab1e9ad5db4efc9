package dev.presence.cli;

import dev.presence.heartbeat.View;
import dev.presence.model.ExitCode;

/** How a command that shows a view ends. */
final class Views {
  /** Well, unless what was shown is from memory alone. */
  static ExitCode exitCode(View view, Console console) {
    if (view.readable()) {
      return ExitCode.OK;
    }
    console.say("no store could be read, so this is what was last seen: mend the store");
    return view.late() ? ExitCode.TIMEOUT : ExitCode.NO_STORE;
  }

  private Views() {}
}
