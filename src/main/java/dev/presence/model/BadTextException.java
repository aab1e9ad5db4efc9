package dev.presence.model;

import java.util.Objects;

/** A text that names nothing of its kind; the message says what it should be, fit to print. */
public final class BadTextException extends Exception {
  public BadTextException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
