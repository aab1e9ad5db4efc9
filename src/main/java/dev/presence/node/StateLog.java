package dev.presence.node;

import dev.presence.model.NodeState;
import dev.presence.model.SaidState;
import dev.presence.model.Stamp;
import org.jspecify.annotations.Nullable;

/** The log of a node's states, an entry {@code word:time;} a change. */
final class StateLog {
  /** In characters; the oldest entries go. */
  private static final int LONGEST = 1024;

  /** The log with one more entry. */
  static String with(@Nullable String log, String word, Stamp stamp) {
    String longer = (log == null ? "" : log) + word + ":" + stamp + ";";
    while (longer.length() > LONGEST && longer.indexOf(';') < longer.length() - 1) {
      longer = longer.substring(longer.indexOf(';') + 1);
    }
    return longer;
  }

  /**
   * The state to which a node comes when the time of the present one is over. A kill may have cut
   * short what began it or what ends it; the last entry, written before all else, tells which.
   */
  static String afterEnd(SaidState present) {
    String log = present.log() == null ? "" : present.log();
    String last = log.substring(log.lastIndexOf(';', log.length() - 2) + 1);
    int colon = last.indexOf(':');
    String word = colon < 0 ? "" : last.substring(0, colon);
    String time = colon < 0 ? "" : last.substring(colon + 1).replace(";", "");
    if (isServing(word)
        && present.until() != null
        && time.compareTo(present.until().value()) >= 0) {
      return word; // It ends already.
    }
    boolean reached = word.isEmpty() || word.equals(present.word());
    return present.word() != null && isServing(present.word()) && !reached
        ? present.word()
        : servingBefore(present);
  }

  private static boolean isServing(String word) {
    return NodeState.isWord(word) && NodeState.of(word) == NodeState.SERVING;
  }

  /** The last serving state in the log other than the present one: what the node returns to. */
  static String servingBefore(SaidState present) {
    String[] entries = present.log() == null ? new String[0] : present.log().split(";");
    for (int i = entries.length - 1; i >= 0; i--) {
      int colon = entries[i].indexOf(':');
      String word = colon < 0 ? "" : entries[i].substring(0, colon);
      if (!word.equals(present.word()) && isServing(word)) {
        return word;
      }
    }
    return NodeState.IDLE;
  }

  private StateLog() {}
}
