package dev.presence.format;

import java.util.Objects;

/** Bytes that are not what they should be; the message is fit to print and repeats none of them. */
public final class UnreadableException extends Exception {
  public UnreadableException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
