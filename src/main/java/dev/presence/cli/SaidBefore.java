package dev.presence.cli;

import java.util.HashSet;
import java.util.Set;

/**
 * What an agent has said: of what goes on as it did a beat ago, its journal needs no second line.
 */
final class SaidBefore {
  private final Console console;
  private Set<String> ofLastBeat = new HashSet<>();

  SaidBefore(Console console) {
    this.console = console;
  }

  /**
   * Says what is new since the last beat.
   *
   * @param isBeat whether this is of one
   */
  void say(String out, String err, boolean isBeat) {
    Set<String> now = isBeat ? new HashSet<>() : ofLastBeat;
    String unsaid = unsaid(err, now);
    if (!unsaid.isEmpty()) {
      console.err().print(unsaid);
    }
    unsaid = unsaid(out, now);
    if (!unsaid.isEmpty()) {
      console.print(unsaid);
      console.out().flush();
    }
    ofLastBeat = now;
  }

  private String unsaid(String text, Set<String> now) {
    StringBuilder unsaid = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (!ofLastBeat.contains(line)) {
        unsaid.append(line).append('\n');
      }
      now.add(line);
    }
    return unsaid.toString();
  }
}
