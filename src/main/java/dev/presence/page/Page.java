package dev.presence.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is on a page. The same page gives the same bytes.
 *
 * @param stores the names of what was read, fit to print
 * @param node whose memory it was judged with; null on a machine that is no node
 * @param made when its list was looked at
 * @param every how often it is made: after three times that without a new one it is old; zero for
 *     the list as it was, which does not grow old
 * @param cards each node once, in any order
 * @param notes what else a person should hear, a sentence each without its end, fit to print
 * @param changes what changed lately, the newest first
 * @param program who made it, such as {@code presence 0.1.0}
 */
public record Page(
    List<String> stores,
    @Nullable String node,
    Instant made,
    Duration every,
    List<Card> cards,
    List<String> notes,
    List<Change> changes,
    String program) {
  /**
   * One thing that changed; all texts fit to print, and empty where there is nothing to say.
   *
   * @param what in a few words, such as {@code peer -> out}
   */
  public record Change(Instant at, String id, String part, String what, String why) {}

  /** Whether it shows the list as it once was. */
  boolean isPast() {
    return every.isZero();
  }
}
