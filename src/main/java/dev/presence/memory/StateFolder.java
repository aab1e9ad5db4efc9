package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.files.LockFile;
import dev.presence.files.UnfitFileException;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a node remembers, its files the owner's alone. A memory that cannot be kept
 * is said and costs nothing else.
 */
public final class StateFolder {
  private static final int LONGEST_WRITER = 64;
  private static final String DAMAGED = ".damaged";

  private final @Nullable Path folder;
  private final boolean readOnly;
  private @Nullable String writer;
  private boolean named;

  /**
   * The memory in that folder.
   *
   * @param folder need not be there yet; null where there is none to be had
   * @param readOnly whether nothing is to be written
   */
  public StateFolder(@Nullable Path folder, boolean readOnly) {
    this.folder = folder;
    this.readOnly = readOnly;
  }

  /** What is done while no other process reads, merges and writes. */
  public interface Change {
    void make() throws IOException;
  }

  /** The folder, fit to print. */
  public String name() {
    return folder == null ? "a home folder, which this user does not have" : Printable.of(folder);
  }

  /** Whether anything that is to be remembered is written. */
  public boolean isKept() {
    return folder != null && !readOnly;
  }

  @Nullable Path file(String kind, String key) {
    return folder == null ? null : folder.resolve(kind).resolve(key);
  }

  /** This machine's random name, kept as long as the memory is. */
  public String writer() {
    if (writer == null) {
      writer = recallWriter();
    }
    return writer;
  }

  /** Whether the name is the same with the next command, as far as is known. */
  public boolean isNamed() {
    writer(); // Finds out.
    return named;
  }

  private String recallWriter() {
    Path file = folder == null ? null : folder.resolve("writer");
    try {
      String known = file == null ? "" : knownWriter(file);
      if (!known.isEmpty()) {
        named = true;
        return known;
      }
      String fresh = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
      if (file != null && !readOnly && keepWriter(file, fresh)) {
        named = true;
        return fresh;
      }
    } catch (IOException e) {
      // There is one, which is to stand: another one for this run.
    }
    return "pid" + ProcessHandle.current().pid();
  }

  /** Empty where there is none. */
  private static String knownWriter(Path file) throws IOException {
    try {
      String text =
          new String(BoundedFile.read(file, LONGEST_WRITER), StandardCharsets.US_ASCII).strip();
      return isWriter(text) ? text : "";
    } catch (NoSuchFileException | UnfitFileException e) {
      return "";
    }
  }

  private static boolean isWriter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789abcdef".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private boolean keepWriter(Path file, String fresh) {
    try {
      make(file.getParent());
      new FileReplacer(fresh)
          .replace(
              file,
              out -> out.write((fresh + "\n").getBytes(StandardCharsets.US_ASCII)),
              FileReplacer.Sync.DISK,
              FileReplacer.Access.PRIVATE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Another lock beside the folder's own: what is done under it keeps nobody from remembering.
   *
   * @param name of its file
   * @return null when somebody else has held it until the deadline
   * @throws IOException when there is no place for it
   */
  public @Nullable LockFile lock(String name, Deadline deadline) throws IOException {
    if (!isKept() || folder == null) {
      throw new IOException("there is no folder to remember in");
    }
    make(folder);
    return LockFile.hold(folder.resolve(name), deadline);
  }

  /**
   * Makes the change under the folder's lock.
   *
   * @return what went wrong, as a sentence; null when it was made, and when nothing is to be
   *     written
   */
  public @Nullable String change(Deadline deadline, Change change) {
    if (readOnly) {
      return null;
    }
    if (folder == null) {
      return failed("name a folder of your own with --state-dir");
    }
    try {
      make(folder);
      LockFile lock = LockFile.hold(folder.resolve("lock"), deadline);
      if (lock == null) {
        return failed("somebody else has held its lock for " + deadline.words());
      }
      try (lock) {
        change.make();
        return null;
      }
    } catch (IOException e) {
      return failed(
          Printable.of(BoundedFile.reason(e)) + "; name a folder of your own with --state-dir");
    }
  }

  private String failed(String why) {
    return "nothing is remembered in " + name() + ": " + why;
  }

  /**
   * Writes a file of the memory, under its lock; a power cut may lose it. The hidden file has one
   * name for good: the writer's own changes where nothing can be remembered, and then nobody would
   * clear away what a failure left.
   */
  void write(Path file, FileReplacer.Content content) throws IOException {
    make(file.getParent());
    new FileReplacer("memory")
        .replace(file, content, FileReplacer.Sync.NONE, FileReplacer.Access.PRIVATE);
  }

  /** Puts a damaged file beside its place, for who wants to know what happened to it. */
  void setAside(Path file) throws IOException {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + DAMAGED),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      return; // Somebody else did.
    }
  }

  static void make(@Nullable Path folder) throws IOException {
    if (folder != null) {
      FileReplacer.createPrivateFolder(folder);
    }
  }
}
