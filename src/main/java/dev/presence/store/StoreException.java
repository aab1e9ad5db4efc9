package dev.presence.store;

import java.util.Objects;

/** Ends one store's turn, not the command. One sentence: what, which store, what to do. */
public final class StoreException extends Exception {
  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
