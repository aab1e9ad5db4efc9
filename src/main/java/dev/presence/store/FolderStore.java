package dev.presence.store;

import dev.presence.files.BoundedFile;
import dev.presence.files.FileReplacer;
import dev.presence.files.FolderWatch;
import dev.presence.files.UnfitFileException;
import dev.presence.format.BeatFormat;
import dev.presence.format.JsonReader;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list in a folder, local, NFS or synced: {@code all/}, {@code beat/} and {@code order/} with a
 * file a node. Records lying directly in the root, the form of the original system, are read too.
 * Links inside are not followed. A version is size, modification time and inode.
 */
public final class FolderStore implements WatchedStore {
  /** What one look may load, in bytes: no list, however hostile, ends a reader. */
  private static final long MOST_LOADED = 256L << 20;

  private static final String STRANGE_NAME = "has a name that is no node's";

  private final Path root;
  private final String writer;
  private final FileReplacer replacer;

  /**
   * The list in that folder.
   *
   * @param root an absolute path
   * @param writer this machine's name in hidden files
   */
  public FolderStore(Path root, String writer) {
    this.root = root;
    this.writer = writer;
    this.replacer = new FileReplacer(writer);
  }

  @Override
  public String name() {
    return Printable.of(root);
  }

  @Override
  public Trust trust() {
    return Trust.LOADED_TWICE;
  }

  @Override
  public void create() throws StoreException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw FolderMessages.notAFolder(root);
    }
    try {
      createAll(root);
      for (Entry.Kind kind : List.of(Entry.Kind.RECORD, Entry.Kind.BEAT, Entry.Kind.ORDER)) {
        FileReplacer.createFolder(folder(kind));
      }
    } catch (IOException e) {
      throw FolderMessages.cannotMake(root, e);
    }
  }

  private static void createAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        createAll(parent);
      }
      FileReplacer.createFolder(folder);
    }
  }

  @Override
  public Listing list(Predicate<PartName> parts) throws StoreException {
    StringBuilder lines = new StringBuilder(8192);
    FolderListing listing = new FolderListing(root);
    listing.add(Entry.Kind.FLAT, lines);
    if (!listing.add(Entry.Kind.RECORD, lines) && lines.isEmpty()) {
      throw FolderMessages.unmade(root);
    }
    listing.add(Entry.Kind.ORDER, lines);
    return new Listing(lines.toString(), Listing.ALL_PARTS);
  }

  @Override
  public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
    if (!Files.isDirectory(folder(Entry.Kind.RECORD))) {
      list(Listing.ALL_PARTS); // In the flat form, or an error that says what it is instead.
    }
    Map<Entry, @Nullable Version> found = new HashMap<>();
    for (Entry entry : entries) {
      try {
        found.put(entry, FolderListing.version(file(entry)));
      } catch (NoSuchFileException | InvalidPathException e) {
        // It is left out.
      } catch (IOException e) {
        found.put(entry, null);
      }
    }
    return found;
  }

  @Override
  public void load(Collection<Entry> entries, Reader reader) throws StoreException {
    long bytes = 0;
    for (Entry entry : entries) {
      Loaded loaded = load(entry);
      if (loaded instanceof Loaded.Content content) {
        bytes += content.bytes().length;
        if (bytes > MOST_LOADED) {
          throw FolderMessages.tooMuch(root, MOST_LOADED);
        }
      }
      reader.take(entry, loaded);
    }
  }

  private Loaded load(Entry entry) {
    try {
      return new Loaded.Content(BoundedFile.readUnlinked(file(entry), JsonReader.LARGEST));
    } catch (NoSuchFileException e) {
      // Java puts this character for bytes that it cannot read, and then finds no such file.
      return entry.id().indexOf('\uFFFD') >= 0
          ? new Loaded.Broken(STRANGE_NAME)
          : new Loaded.Vanished();
    } catch (InvalidPathException e) {
      return new Loaded.Broken(STRANGE_NAME); // As it does where the locale is none of UTF-8.
    } catch (UnfitFileException e) {
      return new Loaded.Broken(BoundedFile.reason(e));
    } catch (IOException e) {
      return new Loaded.Unreadable("cannot be read: " + Printable.of(BoundedFile.reason(e)));
    }
  }

  @Override
  public Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException {
    Receipt receipt = new Receipt.Unchanged();
    if (announcement.record() != null) {
      Entry entry = Entry.of(Entry.Kind.RECORD, announcement.id());
      try {
        byte[] bytes = RecordFormat.printChecked(announcement.record());
        receipt = put(entry, bytes, replaces);
      } catch (UnreadableException e) {
        throw new StoreException("the record of %s %s".formatted(entry.id(), e.getMessage()), e);
      }
    }
    if (announcement.beat() != null && !(receipt instanceof Receipt.Behind)) {
      byte[] bytes = BeatFormat.print(announcement.beat());
      write(Entry.of(Entry.Kind.BEAT, announcement.id()), bytes, FileReplacer.Sync.NONE);
    }
    return receipt;
  }

  @Override
  public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
    try {
      return put(Entry.of(Entry.Kind.ORDER, order.id()), OrderFormat.print(order), replaces);
    } catch (UnreadableException e) {
      throw new StoreException("the order for %s %s".formatted(order.id(), e.getMessage()), e);
    }
  }

  /**
   * A folder cannot compare and swap in one step: of two writers at once the last one's bytes
   * stand, whole, and the other learns it by reading back or with its next put.
   */
  private Receipt put(Entry entry, byte[] bytes, @Nullable Version replaces) throws StoreException {
    Path file = file(entry);
    if (!Files.isSymbolicLink(file) && BoundedFile.hasBytes(file, bytes)) {
      return new Receipt.Unchanged();
    }
    Version found;
    try {
      found = FolderListing.version(file);
    } catch (NoSuchFileException e) {
      checkMade(); // On a list that is not mounted nobody is ahead.
      found = null;
    } catch (IOException e) {
      throw FolderMessages.cannotWrite(root, file, e);
    }
    if (!Objects.equals(found, replaces)) {
      return new Receipt.Behind();
    }
    List<String> warnings = write(entry, bytes, FileReplacer.Sync.DISK);
    return isReadBack(file, bytes) ? new Receipt.Written(warnings) : new Receipt.Behind();
  }

  private List<String> write(Entry entry, byte[] bytes, FileReplacer.Sync sync)
      throws StoreException {
    Path file = file(entry);
    checkMade();
    try {
      FileReplacer.createFolder(folder(entry.kind())); // An older list may lack it.
      List<String> warnings = new ArrayList<>();
      for (String warning :
          replacer
              .replace(file, new FileReplacer.Bytes(bytes), sync, FileReplacer.Access.PUBLIC)
              .warnings()) {
        warnings.add(Printable.of(file) + " " + warning);
      }
      return warnings;
    } catch (IOException e) {
      throw FolderMessages.cannotWrite(root, file, e);
    }
  }

  private boolean isReadBack(Path file, byte[] bytes) throws StoreException {
    try {
      return Arrays.equals(BoundedFile.readUnlinked(file, JsonReader.LARGEST), bytes);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw FolderMessages.cannotReadBack(file, e);
    }
  }

  /** What is deleted is first renamed, so that a node that comes back meanwhile is not deleted. */
  @Override
  public boolean delete(Entry entry, Version version) throws StoreException {
    Path file = file(entry);
    Path hidden = file.resolveSibling("." + file.getFileName() + "." + writer + ".tmp");
    try {
      if (!FolderListing.version(file).equals(version)) {
        return false;
      }
      Files.move(file, hidden, StandardCopyOption.ATOMIC_MOVE);
      if (!FolderListing.version(hidden).equals(version)) {
        giveBack(hidden, file);
        return false;
      }
      FileReplacer.delete(hidden);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw FolderMessages.cannotDelete(root, file, e);
    }
  }

  /** A file that is there by now is newer still. */
  private static void giveBack(Path hidden, Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(hidden);
    } else {
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public Duration tryWriting() throws StoreException {
    checkMade();
    Path all = folder(Entry.Kind.RECORD);
    Path file = all.resolve(".try." + writer + ".tmp");
    try {
      Instant theirs;
      try {
        Files.deleteIfExists(file);
        Files.write(file, new byte[1], StandardOpenOption.CREATE_NEW); // Through no link.
        theirs = Files.getLastModifiedTime(file).toInstant();
      } finally {
        Files.deleteIfExists(file); // A full disk takes the file, and not its byte.
      }
      return Duration.between(Instant.now(), theirs);
    } catch (IOException e) {
      throw FolderMessages.cannotWrite(root, all, e);
    }
  }

  private void checkMade() throws StoreException {
    if (!Files.isDirectory(folder(Entry.Kind.RECORD))) {
      throw FolderMessages.unmade(root);
    }
  }

  private Path folder(Entry.Kind kind) {
    return kind.folder().isEmpty() ? root : root.resolve(kind.folder());
  }

  private Path file(Entry entry) {
    return root.resolve(entry.path());
  }

  /** A folder cannot tell the parts apart, and on NFS it tells nothing of what others write. */
  @Override
  public Watch watch(Predicate<PartName> parts, Runnable changed) throws StoreException {
    if (!Files.isDirectory(root)) {
      throw FolderMessages.unmade(root);
    }
    List<Path> folders = List.of(root, folder(Entry.Kind.RECORD), folder(Entry.Kind.ORDER));
    try {
      return new FolderWatch(folders, this::isListed, changed)::close;
    } catch (IOException e) {
      throw FolderMessages.cannotWatch(root, e);
    }
  }

  /** Neither what is being written nor what is done to the beats. */
  private boolean isListed(Path entry) {
    return !entry.getFileName().toString().startsWith(".")
        && !entry.equals(folder(Entry.Kind.BEAT));
  }

  @Override
  public void close() {}
}
