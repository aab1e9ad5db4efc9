package dev.presence.cli;

import java.util.List;

/**
 * The terminal's other screen, drawn anew in place; what stood on the first one is back when the
 * program ends, also by Ctrl-C or SIGTERM. The codes are those of xterm, which every terminal of
 * today knows, the Linux console included.
 */
final class Screen {
  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Console console;
  private boolean isEntered;
  private boolean isLeft;

  Screen(Console console) {
    this.console = console;
  }

  /** Shows the lines, each of which fits; false when the terminal is gone. */
  synchronized boolean show(List<String> lines) {
    if (isLeft) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    if (!isEntered) {
      isEntered = true;
      Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "screen"));
      text.append(ENTER);
    }
    text.append(HOME);
    for (int i = 0; i < lines.size(); i++) {
      // No end behind the last one: it would move all up by a line.
      text.append(i == 0 ? "" : "\n").append(lines.get(i)).append(CLEAR_LINE);
    }
    console.print(text.append(CLEAR_BELOW).toString());
    return console.isDelivered();
  }

  private synchronized void leave() {
    isLeft = true;
    console.print(LEAVE);
    console.out().flush();
  }
}
