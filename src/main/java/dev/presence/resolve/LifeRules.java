package dev.presence.resolve;

/**
 * When a node is dead.
 *
 * @param deadAfter so many of its own {@code every} of silence are death
 * @param requireBeat whether a node without a beat is as dead
 */
public record LifeRules(int deadAfter, boolean requireBeat) {
  /** What holds where nothing else was said. */
  public static final LifeRules USUAL = new LifeRules(5, false);

  long deadMillis(int every) {
    return (long) deadAfter * every * 1000;
  }
}
