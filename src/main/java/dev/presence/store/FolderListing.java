package dev.presence.store;

import dev.presence.files.BoundedFile;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Lists the folders of a list. */
final class FolderListing {
  private final Path root;

  FolderListing(Path root) {
    this.root = root;
  }

  /** Adds a line for each entry of one folder; false when there is no such folder. */
  boolean add(Entry.Kind kind, StringBuilder lines) throws StoreException {
    Path folder = kind.folder().isEmpty() ? root : root.resolve(kind.folder());
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        String name = path.getFileName().toString();
        if (name.endsWith(Entry.SUFFIX) && name.charAt(0) != '.') { // Hidden: half-written.
          add(kind.folder() + name, path, lines);
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      if (kind != Entry.Kind.FLAT) {
        return false;
      }
      throw FolderMessages.missing(root, e);
    } catch (NotDirectoryException e) {
      throw folder.equals(root) ? FolderMessages.notAFolder(root) : cannotList(folder, e);
    } catch (DirectoryIteratorException e) {
      throw cannotList(folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw cannotList(folder, e);
    }
  }

  private static void add(String entry, Path path, StringBuilder lines) {
    try {
      Listing.append(lines, entry, token(path));
    } catch (NoSuchFileException e) {
      return; // It vanished meanwhile.
    } catch (IOException e) {
      Listing.append(lines, entry, "");
    }
  }

  private static StoreException cannotList(Path folder, IOException e) {
    return new StoreException(
        "cannot list %s: %s".formatted(Printable.of(folder), Printable.of(BoundedFile.reason(e))),
        e);
  }

  /** The version of a file, of a link itself. */
  static Version version(Path file) throws IOException {
    return new Version(token(file));
  }

  private static String token(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Object inode = attributes.fileKey(); // With the device; null where the system has none.
    return Long.toHexString(attributes.size())
        + '-'
        + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))
        + '-'
        + (inode == null ? "" : Integer.toHexString(inode.hashCode()));
  }
}
