package dev.presence.cli;

import dev.presence.heartbeat.View;

/** How a command that shows a view ends. */
final class Views {
  /** Well, unless what was shown is from memory alone; says what the look found. */
  static ExitCode told(View view, Console console) {
    console.sayAll(view.warnings());
    if (view.isReadable()) {
      return ExitCode.OK;
    }
    console.say("no store could be read, so this is what was last seen: mend the store");
    return ExitCode.NO_STORE;
  }

  private Views() {}
}
