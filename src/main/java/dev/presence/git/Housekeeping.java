package dev.presence.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells by a repository's files, or by its server's slowness, that its housekeeping does not run.
 */
final class Housekeeping {
  /** So many loose refs cost a beat nothing that can be measured. */
  private static final int MOST_LOOSE_REFS = 100;

  /** Three times what the housekeeping leaves loose, seen in one folder of 256 as Git does. */
  private static final int MOST_LOOSE_OBJECTS = 20_000;

  private static final String SAMPLE = "objects/17";
  private static final int SAMPLES = 256;

  /** Runs come every five minutes, and each takes off what is an hour old. */
  private static final Duration PACKED_WITHIN = Duration.ofHours(1);

  private static final Duration PRUNED_WITHIN = Duration.ofHours(2);

  /** A fifth of the usual {@code --timeout}. */
  private static final Duration SLOW = Duration.ofSeconds(2);

  private static final String MISSING = "its housekeeping does not run: see docs/git.md";

  /** What is seen in the repository's folder. */
  static @Nullable String byFiles(Path repository, Instant now) throws IOException {
    FileTime never = FileTime.from(Instant.EPOCH);
    FileTime packed = modified(repository.resolve("packed-refs"), never);
    if (packed.toInstant().isBefore(now.minus(PACKED_WITHIN))
        && hasManyRefs(repository.resolve("refs"))) {
      return "more than %d refs are loose, and for an hour none was packed: %s"
          .formatted(MOST_LOOSE_REFS, MISSING);
    }
    FileTime old = FileTime.from(now.minus(PRUNED_WITHIN));
    return hasManyObjects(repository.resolve(SAMPLE), old)
        ? "some %d objects or more are loose for two hours: %s"
            .formatted(MOST_LOOSE_OBJECTS, MISSING)
        : null;
  }

  /** What is seen of a server elsewhere. */
  static @Nullable String byTime(Duration took) {
    return took.compareTo(SLOW) < 0
        ? null
        : "its server took %d s to show its refs: see whether its housekeeping runs (docs/git.md), or whether it is busy or far away"
            .formatted(took.toSeconds());
  }

  private static FileTime modified(Path file, FileTime missing) throws IOException {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return missing;
    }
  }

  private static boolean hasManyRefs(Path refs) throws IOException {
    int[] count = new int[1];
    Files.walkFileTree(
        refs,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            count[0]++;
            return count[0] > MOST_LOOSE_REFS
                ? FileVisitResult.TERMINATE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // It was packed meanwhile.
          }
        });
    return count[0] > MOST_LOOSE_REFS;
  }

  private static boolean hasManyObjects(Path folder, FileTime old) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> objects = Files.newDirectoryStream(folder)) {
      for (Path object : objects) {
        count += modified(object, old).compareTo(old) < 0 ? 1 : 0;
        if (count > MOST_LOOSE_OBJECTS / SAMPLES) {
          return true;
        }
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    return false;
  }

  private Housekeeping() {}
}
