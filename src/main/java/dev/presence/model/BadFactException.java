package dev.presence.model;

import java.util.Objects;

/** A fact of the wrong type or form; the message names the fact and the rule, never a secret. */
public final class BadFactException extends Exception {
  public BadFactException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
