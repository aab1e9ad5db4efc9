package dev.presence.model;

import java.util.Objects;

/** Ends the command. The message is one sentence: what, which file or URL, what to do. */
public final class PresenceException extends RuntimeException {
  private final FailureKind kind;

  public PresenceException(FailureKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public PresenceException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The command line is wrong. */
  public static PresenceException usage(String message) {
    return new PresenceException(FailureKind.USAGE, message);
  }

  /** The configuration or a fact is wrong. */
  public static PresenceException config(String message) {
    return new PresenceException(FailureKind.CONFIG, message);
  }

  public FailureKind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
