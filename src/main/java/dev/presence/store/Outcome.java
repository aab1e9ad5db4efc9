package dev.presence.store;

/**
 * How one store's turn ended.
 *
 * @param <T> what a turn gives
 */
public sealed interface Outcome<T> {
  Store store();

  /** It did what was asked. */
  record Done<T>(Store store, T result) implements Outcome<T> {}

  /**
   * It did not.
   *
   * @param reason one sentence, fit to print
   * @param late whether it was still at it when the time ran out
   */
  record Failed<T>(Store store, String reason, boolean late) implements Outcome<T> {}
}
