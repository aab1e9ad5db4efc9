package dev.presence.git;

import java.io.IOException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/** Somebody pushed more than belongs on a list. */
final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1;

  TooLargeException(int megabytes) {
    super("it is over %d MB".formatted(megabytes));
  }

  /** Whether a fetch failed for it: by all that came, or by one object, of which JGit tells. */
  static boolean isBehind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TooLargeException || cause instanceof TooLargeObjectInPackException) {
        return true;
      }
    }
    return false;
  }
}
