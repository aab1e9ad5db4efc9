package dev.presence.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What is to replace a file, under a hidden name beside it. One that is looked at first lies in a
 * hidden folder there, under the name that it will have: tools go by what a name ends in, and a
 * pattern such as {@code *.json} finds hidden files too, but none in a folder.
 *
 * <p>The hidden name is the writer's own, file or folder, so whatever a kill left is cleared away
 * by the next write.
 */
final class Candidate {
  private final Path hidden;
  private final Path file;

  /**
   * Of that file.
   *
   * @param target its path, in a folder
   * @param isInspected whether it is looked at before it takes its place
   */
  Candidate(Path target, String writer, boolean isInspected) {
    Path name = target.toAbsolutePath().getFileName();
    this.hidden = target.toAbsolutePath().resolveSibling("." + name + "." + writer + ".tmp");
    this.file = isInspected ? hidden.resolve(name) : hidden;
  }

  Path file() {
    return file;
  }

  /** Clears its place, and makes the folder that others may enter, where it has one. */
  void prepare() throws IOException {
    clear(); // What a kill left may be another user's.
    if (file != hidden) {
      Files.createDirectory(hidden);
      PosixFileAttributeView view =
          Files.getFileAttributeView(
              hidden, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (view != null) {
        view.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  /** Whoever may write the folder may have put a link there, and Java 25 follows one for a mode. */
  void requireOwn() throws IOException {
    if (!attributes(file).isRegularFile()
        || (file != hidden && !attributes(hidden).isDirectory())) {
      throw new IOException("somebody else changed it while it was written");
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whatever stands in the way is said by the write itself. */
  void clear() {
    try {
      delete(hidden);
    } catch (IOException e) {
      return;
    }
  }

  /** With all that is in it, as a check may have left something too; follows no link. */
  private static void delete(Path path) throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
        for (Path one : all) {
          delete(one);
        }
      }
      Files.deleteIfExists(path);
    }
  }
}
