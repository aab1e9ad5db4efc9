package dev.presence.model;

import java.util.Objects;

/** Ends the command. The message is one sentence: what, which file or URL, what to do. */
public final class PresenceException extends RuntimeException {
  private final ExitCode exitCode;

  public PresenceException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public PresenceException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command line is wrong. */
  public static PresenceException usage(String message) {
    return new PresenceException(ExitCode.USAGE, message);
  }

  /** The configuration or a fact is wrong. */
  public static PresenceException config(String message) {
    return new PresenceException(ExitCode.CONFIG, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
