package dev.presence.git;

import dev.presence.files.Deadline;
import dev.presence.files.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Git's locks in a repository that is reached by its path. Each is held for milliseconds; one whose
 * process was killed stays, and nobody but us takes it away.
 */
final class RefLocks {
  private static final Duration LEFT = Duration.ofMinutes(1);

  private final @Nullable Path repository;

  /**
   * The locks of that repository.
   *
   * @param repository null for one that a server has: of it none are to be seen
   */
  RefLocks(@Nullable Path repository) {
    this.repository = repository;
  }

  /** The lock that an update must wait for; null when there is none, or none any more. */
  @Nullable Path inTheWay(Update update) {
    if (repository == null) {
      return null;
    }
    boolean isDeletion = update.to().equals(ObjectId.zeroId());
    for (String file : isDeletion ? List.of(update.ref(), "packed-refs") : List.of(update.ref())) {
      Path lock = repository.resolve(file + ".lock");
      if (Files.exists(lock) && !isTakenAway(repository, lock)) {
        return lock;
      }
    }
    return null;
  }

  /** Alone: the second of two who find the same one would take away that of a third. */
  private static boolean isTakenAway(Path repository, Path lock) {
    try (LockFile alone =
        LockFile.hold(repository.resolve("presence-locks"), Deadline.in(Duration.ZERO))) {
      return alone != null && isLeft(repository, lock) && Files.deleteIfExists(lock);
    } catch (IOException e) {
      return false; // Who holds it was faster, or only others may.
    }
  }

  private static boolean isLeft(Path repository, Path lock) throws IOException {
    Path fresh =
        Files.createTempFile(repository, "presence-", ""); // Who has the disk has the time.
    try {
      Files.newInputStream(lock).close(); // Else a mount may show the time of an earlier one.
      Instant now = Files.getLastModifiedTime(fresh).toInstant();
      return Files.getLastModifiedTime(lock).toInstant().plus(LEFT).isBefore(now);
    } finally {
      Files.delete(fresh);
    }
  }
}
