package dev.presence.heartbeat;

import java.util.regex.Pattern;

/** What of a tool's output says why it refused, after the banners that many begin with. */
final class Complaint {
  private static final Pattern ERROR =
      Pattern.compile("\\b(alert|error|fatal|failed)\\b", Pattern.CASE_INSENSITIVE);

  private static final int LONGEST = 400;

  /** The first line that names an error, else the last that is not empty; empty for none. */
  static String in(String output) {
    String last = "";
    for (String line : output.split("\\R", -1)) {
      if (!line.isBlank()) {
        last = line.strip();
        if (ERROR.matcher(last).find()) {
          break;
        }
      }
    }
    return last.length() > LONGEST ? last.substring(0, LONGEST) + "..." : last;
  }

  private Complaint() {}
}
