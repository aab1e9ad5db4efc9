package dev.presence.feed;

import java.util.List;

/**
 * An answer as another tool reads it.
 *
 * @param text the whole file
 * @param leftOut the peers that are not in it, by part and id
 */
public record Rendered(String text, List<LeftOut> leftOut) {
  /**
   * A peer that a format could not carry.
   *
   * @param why behind the peer's name, fit to print
   */
  public record LeftOut(String id, String part, String why) {
    /** One sentence. */
    public String sentence(String format) {
      return id + " of " + part + " is left out of " + format + ": it " + why;
    }
  }
}
