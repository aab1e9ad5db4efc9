package dev.presence.store;

import dev.presence.files.AtomicFile;
import dev.presence.files.BoundedFile;
import dev.presence.format.JsonReader;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Printable;
import dev.presence.model.Snapshot;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list in a folder, local, NFS or synced: {@code all/<instance-id>.json}. Records lying directly
 * in the root, the form of the original system, are read too.
 */
public final class FolderStore implements Store {
  private static final String ALL = "all";
  private static final String BEAT = "beat";

  private final Path root;

  /**
   * The list in that folder.
   *
   * @param root an absolute path
   */
  public FolderStore(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return Printable.of(root);
  }

  @Override
  public void create() throws StoreException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw notAFolder();
    }
    Deque<Path> missing = new ArrayDeque<>();
    for (Path folder = root.resolve(ALL);
        folder != null && !Files.exists(folder);
        folder = folder.getParent()) {
      missing.push(folder);
    }
    try {
      for (Path folder : missing) {
        AtomicFile.createFolder(folder);
      }
    } catch (IOException e) {
      throw failed("cannot make the list in", e);
    }
  }

  @Override
  public Snapshot read() throws StoreException {
    List<String> files = new ArrayList<>();
    list(root, files);
    boolean made = list(root.resolve(ALL), files);
    return FolderReading.of(files, made);
  }

  /** Adds each file that is named like a record; false when there is no such folder. */
  private boolean list(Path folder, List<String> files) throws StoreException {
    String prefix = folder + "/";
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (FolderReading.isRecordName(name)) {
          files.add(prefix + name);
        }
      }
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (folder.equals(root)) {
        throw Files.exists(root, LinkOption.NOFOLLOW_LINKS) ? notAFolder() : missing(e);
      }
      return !(e instanceof NoSuchFileException) && failListing(folder, e);
    } catch (DirectoryIteratorException e) {
      return failListing(folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      return failListing(folder, e);
    }
  }

  private static boolean failListing(Path folder, IOException e) throws StoreException {
    throw new StoreException("cannot list " + printable(folder) + ": " + BoundedFile.reason(e), e);
  }

  @Override
  public Snapshot read(NodeName id) throws StoreException {
    if (!Files.isDirectory(root)) {
      throw Files.exists(root, LinkOption.NOFOLLOW_LINKS) ? notAFolder() : missing(null);
    }
    String name = fileName(id);
    return FolderReading.of(
        List.of(root + "/" + name, root + "/" + ALL + "/" + name),
        Files.isDirectory(root.resolve(ALL)));
  }

  @Override
  public boolean publish(NodeRecord record) throws StoreException {
    Path all = root.resolve(ALL);
    if (!Files.isDirectory(all)) {
      throw unmade();
    }
    Path file = all.resolve(fileName(record.id()));
    byte[] bytes = bytes(record);
    try {
      boolean written =
          AtomicFile.replaceIfChanged(file, bytes, AtomicFile.Sync.DISK, AtomicFile.Mode.PUBLIC);
      if (written && !Arrays.equals(BoundedFile.read(file.toFile(), JsonReader.LARGEST), bytes)) {
        throw new StoreException(
            printable(file)
                + " does not read back as written: another writer uses the name "
                + record.id()
                + ", give each machine its own");
      }
      return written;
    } catch (IOException e) {
      throw failed("cannot write " + printable(file) + " in", e);
    }
  }

  private byte[] bytes(NodeRecord record) throws StoreException {
    try {
      return RecordFormat.printChecked(record);
    } catch (UnreadableException e) {
      throw new StoreException("the record of " + record.id() + " " + e.getMessage(), e);
    }
  }

  @Override
  public Duration tryWriting() throws StoreException {
    Path all = root.resolve(ALL);
    if (!Files.isDirectory(all)) {
      throw unmade();
    }
    try {
      Path file = Files.createTempFile(all, ".try-", ".tmp");
      try {
        Files.write(file, new byte[1]);
        Instant theirs = Files.getLastModifiedTime(file).toInstant();
        return Duration.between(Instant.now(), theirs);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw failed("cannot write in", e);
    }
  }

  @Override
  public void delete(NodeName id) throws StoreException {
    try {
      for (Path folder : new Path[] {root.resolve(BEAT), root, root.resolve(ALL)}) {
        AtomicFile.delete(folder.resolve(fileName(id)));
      }
    } catch (IOException e) {
      throw failed("cannot delete " + id + " in", e);
    }
  }

  private static String fileName(NodeName id) {
    return id + FolderReading.SUFFIX;
  }

  private StoreException unmade() {
    return new StoreException(
        "no list in "
            + printable(root)
            + ": mount the folder, or make the list with 'presence init "
            + printable(root)
            + "'");
  }

  private StoreException notAFolder() {
    return new StoreException(printable(root) + " is a file, not a folder: name the list's folder");
  }

  private StoreException missing(@Nullable IOException e) {
    String message =
        "no folder "
            + printable(root)
            + ": mount it, or make the list with 'presence init "
            + printable(root)
            + "'";
    return e == null ? new StoreException(message) : new StoreException(message, e);
  }

  private StoreException failed(String what, IOException e) {
    return new StoreException(
        what + " " + printable(root) + ": " + Printable.of(BoundedFile.reason(e)), e);
  }

  private static String printable(Path path) {
    return Printable.of(path);
  }
}
