package dev.presence.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces files whole: a reader sees the old bytes or the new, after a power cut too. The bytes go
 * to a hidden name beside the file, are synced, renamed over it, and the folder is synced.
 *
 * <p>The hidden name is the same each time, so nothing piles up and no folder is listed. One writer
 * writes a file from one process at a time.
 */
public final class FileReplacer {
  /** Readable by all: the list is public to its readers, and a rename keeps the mode of the new. */
  private static final Set<PosixFilePermission> READABLE =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);

  private static final Set<PosixFilePermission> ENTERABLE =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_EXECUTE);

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** How much of the way to the disk is waited for. */
  public enum Sync {
    /** File and folder are on the disk on return: for what nobody else could say again. */
    DISK,
    /** Atomic, but a power cut may lose it: for what can be seen again. */
    NONE
  }

  /** Who may read the file afterwards, whatever the umask of whoever runs this. */
  public enum Access {
    /** Everybody: what readers on other nodes need. */
    PUBLIC,
    /** Its owner: what this node remembers. */
    PRIVATE,
    /** Whoever could read the old file, which keeps owner and group; everybody where none was. */
    KEPT
  }

  /**
   * How a write went.
   *
   * @param written whether anything was; a file that has the bytes already is not touched
   * @param warnings what the file system refused and what is not worth failing for, fit to print
   *     behind the file's name
   */
  public record Replaced(boolean written, List<String> warnings) {}

  /** Writes a file's bytes. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Just these bytes. A class and not a lambda: the run of each minute links none. */
  public static final class Bytes implements Content {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /** Looks at a whole file before it takes its place. */
  public interface Inspection {
    /**
     * Looks at it.
     *
     * @param candidate in a folder of its own beside the file that it is to replace, with its name,
     *     mode and owner
     * @throws IOException when it is not to take its place
     */
    void inspect(Path candidate) throws IOException;
  }

  private final String writer;
  private final @Nullable Inspection inspection;

  /**
   * Writes under the name of that writer.
   *
   * @param writer fit for a file name; no two processes use the same for one file at a time
   */
  public FileReplacer(String writer) {
    this(writer, null);
  }

  /**
   * The same.
   *
   * @param inspection what each file has to pass; null for nothing
   */
  public FileReplacer(String writer, @Nullable Inspection inspection) {
    this.writer = writer;
    this.inspection = inspection;
  }

  /** Writes the bytes, unless the file has just these; then nothing of it is touched. */
  public Replaced replaceIfChanged(Path file, byte[] bytes, Sync sync, Access access)
      throws IOException {
    if (BoundedFile.hasBytes(file, bytes)) {
      return new Replaced(false, List.of());
    }
    return replace(file, new Bytes(bytes), sync, access);
  }

  /** Writes the bytes; on failure the old file stands and nothing is left behind. */
  public Replaced replace(Path file, Content content, Sync sync, Access access) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnfitFileException(file, "is a folder");
    }
    List<String> warnings = new ArrayList<>();
    Candidate candidate = new Candidate(file, writer, inspection != null);
    try {
      candidate.prepare();
      write(candidate.file(), content, sync, access);
      candidate.requireOwn();
      setAccess(candidate.file(), file, access, warnings);
      if (inspection != null) {
        inspection.inspect(candidate.file());
        candidate.requireOwn();
      }
      move(candidate.file(), file);
      if (inspection != null) {
        candidate.clear();
      }
    } catch (IOException e) {
      candidate.clear();
      throw e;
    }
    if (sync == Sync.DISK) {
      syncFolder(folder, warnings);
    }
    return new Replaced(true, warnings);
  }

  private static void write(Path hidden, Content content, Sync sync, Access access)
      throws IOException {
    FileAttribute<?>[] mode =
        access == Access.PRIVATE
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)}
            : new FileAttribute<?>[0];
    try (FileChannel channel = FileChannel.open(hidden, NEW, mode);
        OutputStream out = Channels.newOutputStream(channel)) {
      content.writeTo(out);
      if (sync == Sync.DISK) {
        channel.force(true);
      }
    }
  }

  private static void move(Path hidden, Path file) throws IOException {
    try {
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot be replaced in one step here", e);
    }
  }

  /** The rename makes the new file's mode and owner the file's. */
  private static void setAccess(Path hidden, Path old, Access access, List<String> warnings) {
    try {
      PosixFileAttributeView view =
          Files.getFileAttributeView(
              hidden, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (view == null) {
        return; // A system without such modes.
      }
      if (access == Access.KEPT && Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)) {
        keepOwner(view, Files.readAttributes(old, PosixFileAttributes.class), warnings);
      } else {
        view.setPermissions(access == Access.PRIVATE ? OWNERS : READABLE);
      }
    } catch (IOException e) {
      warnings.add(
          "may not be readable by whom it should: its mode could not be set, "
              + BoundedFile.reason(e));
    }
  }

  private static void keepOwner(
      PosixFileAttributeView view, PosixFileAttributes old, List<String> warnings)
      throws IOException {
    PosixFileAttributes fresh = view.readAttributes();
    try {
      // Only root gives files away: for everybody else these are the same already.
      if (!fresh.owner().equals(old.owner())) {
        view.setOwner(old.owner());
      }
      if (!fresh.group().equals(old.group())) {
        view.setGroup(old.group());
      }
    } catch (IOException e) {
      warnings.add("has changed hands: it was of " + old.owner() + ":" + old.group());
    }
    view.setPermissions(old.permissions()); // Last, as a change of hands may take bits away.
  }

  /** Makes a folder that everybody may enter and list, whatever the umask; does nothing to one. */
  public static void createFolder(Path folder) throws IOException {
    createFolder(folder, ENTERABLE);
  }

  /** Makes a folder and those above it; the last is its owner's alone. */
  public static void createPrivateFolder(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    createFolder(
        folder,
        Set.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE));
  }

  private static void createFolder(Path folder, Set<PosixFilePermission> mode) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      return;
    }
    try {
      Files.setPosixFilePermissions(folder, mode);
    } catch (UnsupportedOperationException | IOException e) {
      return; // A file system with modes of its own.
    }
  }

  /** Deletes a file and syncs its folder; does nothing when there is none. */
  public static boolean delete(Path file) throws IOException {
    boolean deleted = Files.deleteIfExists(file);
    Path folder = file.toAbsolutePath().getParent();
    if (deleted && folder != null) {
      syncFolder(folder, new ArrayList<>());
    }
    return deleted;
  }

  /** Some file systems cannot: what was renamed is in place all the same. */
  private static void syncFolder(Path folder, List<String> warnings) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      warnings.add(
          "is written, but a power cut may lose it: its folder could not be synced, "
              + BoundedFile.reason(e));
    }
  }
}
