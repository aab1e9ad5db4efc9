package dev.presence.simulation;

/** An invariant does not hold. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final String invariant;

  /**
   * A violation.
   *
   * @param invariant its name
   */
  Violation(String invariant, String message) {
    super(invariant + ": " + message);
    this.invariant = invariant;
  }

  String invariant() {
    return invariant;
  }
}
