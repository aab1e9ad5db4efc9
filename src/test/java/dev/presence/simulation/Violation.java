package dev.presence.simulation;

/** An invariant that does not hold. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final String invariant;
  private final String what;

  /**
   * A violation.
   *
   * @param invariant its name
   */
  Violation(String invariant, String what) {
    super(invariant + ": " + what);
    this.invariant = invariant;
    this.what = what;
  }

  String invariant() {
    return invariant;
  }

  String what() {
    return what;
  }
}
