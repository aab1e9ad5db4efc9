package dev.presence.model;

import java.util.Objects;

/** A fact of the wrong type or form; the message, fit to print, names fact and rule, no value. */
public final class BadFactException extends Exception {
  private final String fact;

  public BadFactException(String fact, String rule) {
    super(fact + ": " + rule);
    this.fact = fact;
  }

  /** The fact's name. */
  public String fact() {
    return fact;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
