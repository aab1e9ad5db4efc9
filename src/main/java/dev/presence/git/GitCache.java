package dev.presence.git;

import dev.presence.files.BoundedFile;
import dev.presence.files.FileReplacer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a store need not fetch again, in files of the state folder: all of it goes by the ids of
 * objects, which never change, so it may be old, lost or written by two at once.
 */
public final class GitCache {
  /** Nothing is kept. */
  public static final GitCache NONE = new GitCache(null, false, "");

  private static final String FOLDER = "git";

  private final @Nullable Path state;
  private final String key;
  private final boolean writes;
  private final String writer;

  /**
   * In that state folder.
   *
   * @param state need not be there yet; null for none
   * @param writer this machine's name in hidden files
   */
  public GitCache(@Nullable Path state, boolean writes, String writer) {
    this(state, "", writes, writer);
  }

  private GitCache(@Nullable Path state, String key, boolean writes, String writer) {
    this.state = state;
    this.key = key;
    this.writes = writes;
    this.writer = writer;
  }

  /** The part of it that is one store's. */
  GitCache of(String store) {
    String id = Objects.blob(store.getBytes(StandardCharsets.UTF_8)).name();
    return new GitCache(state, id, writes, writer);
  }

  /** What is kept under that name; null for nothing that can be read. */
  byte @Nullable [] read(String name, int most) {
    try {
      return state == null
          ? null
          : BoundedFile.readUnlinked(state.resolve(FOLDER).resolve(key).resolve(name), most);
    } catch (IOException e) {
      return null;
    }
  }

  void write(String name, byte[] bytes) {
    if (state == null || !writes) {
      return;
    }
    try {
      Path all = state.resolve(FOLDER);
      Path folder = all.resolve(key);
      FileReplacer.createPrivateFolder(state);
      FileReplacer.createPrivateFolder(all);
      FileReplacer.createPrivateFolder(folder);
      new FileReplacer(writer)
          .replaceIfChanged(
              folder.resolve(name), bytes, FileReplacer.Sync.NONE, FileReplacer.Access.PRIVATE);
    } catch (IOException e) {
      return; // It is fetched again, which costs time and nothing else.
    }
  }
}
