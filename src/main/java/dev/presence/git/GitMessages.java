package dev.presence.git;

import dev.presence.model.Printable;
import dev.presence.store.Entry;
import dev.presence.store.StoreException;
import dev.presence.store.Whereabouts;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a repository, and what to do. */
final class GitMessages {
  /** The branch is missing, or nothing is at the path on it. */
  static StoreException unmade(String store) {
    return new StoreException(
        "%s is no list: see to branch and path, or make it one with 'presence init %1$s'"
            .formatted(store));
  }

  /** No other attempt would find it otherwise. */
  static StoreException isAFile(String store, String folder) {
    return new StoreException(
        "%s: %s is a file there, where the list has a folder: see to branch and path"
            .formatted(store, Printable.of(folder)));
  }

  /** As 'git show' opens it in a clone. */
  static Whereabouts ofFile(GitAddress address, Entry entry) {
    String branch = address.branch().isEmpty() ? "HEAD" : address.branch();
    String folder = address.path().isEmpty() ? "" : address.path() + "/";
    return new Whereabouts(
        address.name() + ": " + Printable.of(branch + ":" + folder + entry.path()),
        "delete the file on its branch",
        "see what 'git fsck --strict' says there");
  }

  static Whereabouts ofRef(String store, String ref) {
    return new Whereabouts(
        store + ": " + Printable.of(ref),
        "'git push --delete REPOSITORY %s'".formatted(Printable.of(ref)),
        "see what 'git fsck --strict' says there");
  }

  static StoreException unreachable(String store, IOException e) {
    if (TooLargeException.isBehind(e)) {
      return new StoreException(
          "%s, or its past, has more than is read here: give the list a repository of its own, or ask 'git log' in a clone (%s)"
              .formatted(store, reason(e)),
          e);
    }
    // JGit says so of every end of ssh, also of one that came to no server.
    if (e instanceof NoRemoteRepositoryException && !message(e).contains(": ssh: ")) {
      return new StoreException(
          "%s: no repository is there, or none for this user: make one with 'git init --bare', or see to the URL and the rights (%s)"
              .formatted(store, reason(e)),
          e);
    }
    return new StoreException(
        "%s cannot be reached: %s; see to server, network and rights".formatted(store, reason(e)),
        e);
  }

  static StoreException strange(String store, RuntimeException e) {
    return new StoreException(
        "%s holds what is not understood: %s; see what 'git fsck --strict' says there"
            .formatted(store, reason(e)),
        e);
  }

  static StoreException refused(String store, String ref, String why) {
    return new StoreException(
        "%s refused %s: %s; see to the rights of this user there"
            .formatted(store, Printable.of(ref), bounded(why)));
  }

  /** Others were faster, or it was never reached, until the time was over. */
  static StoreException gaveUp(
      String store, String ref, int attempts, String time, @Nullable String last) {
    return new StoreException(
        "%s: gave up writing%s after %d %s in %s%s; what was there stays, and the next one tries again"
            .formatted(
                store,
                ref.isEmpty() ? "" : ' ' + Printable.of(ref),
                attempts,
                attempts == 1 ? "attempt" : "attempts",
                time,
                last == null || last.isEmpty() ? ", as others were faster" : ": " + bounded(last)));
  }

  static String inTheWay(Path lock) {
    return "%s is in the way: a lock of another process, or of a killed one, which is taken away after a minute"
        .formatted(Printable.of(lock));
  }

  static StoreException tooMuch(String store, int most) {
    return new StoreException(
        "%s has more than %d entries: see what is in it, and 'presence prune'"
            .formatted(store, most));
  }

  /** Why, fit to print and bounded, as a server may have written it: outermost and innermost. */
  static String reason(Throwable e) {
    String reason = message(e);
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String last = message(root);
    return reason.contains(last) ? reason : reason + ": " + last;
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : bounded(message);
  }

  private static String bounded(String text) {
    return Printable.of(text.replace('\0', ' ').replace('\n', ' ').strip());
  }

  private GitMessages() {}
}
