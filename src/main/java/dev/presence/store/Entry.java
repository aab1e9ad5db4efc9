package dev.presence.store;

import dev.presence.model.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * One thing on a list: what it is, and of which node it is named to be. The name is a stranger's
 * and need not be a node's.
 */
public final class Entry implements Comparable<Entry> {
  /** What an entry is, and the folder that holds such in every store that has folders. */
  public enum Kind {
    /** A node's record. */
    RECORD("all/"),
    /** A record in the root, the form of the original system. */
    FLAT(""),
    /** What a person says of a node. */
    ORDER("order/"),
    /** A node's beat; never listed. */
    BEAT("beat/");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }

    /** With a slash behind; empty for the root. */
    public String folder() {
      return folder;
    }
  }

  /** What every entry's file ends with. */
  public static final String SUFFIX = ".json";

  private static final Kind[] KINDS = Kind.values();

  private final Kind kind;
  private final String id;
  private final String path;

  /**
   * The entry of that kind and name.
   *
   * @param id a node's name, or what stands in its place
   */
  public Entry(Kind kind, String id) {
    this.kind = kind;
    this.id = id;
    this.path = kind.folder + id + SUFFIX;
  }

  /** The entry of a {@link #path}. */
  public static Entry ofPath(String path) {
    int slash = path.indexOf('/');
    String id = path.substring(slash + 1, path.length() - SUFFIX.length());
    for (Kind kind : KINDS) {
      if (kind.folder.length() == slash + 1 && path.startsWith(kind.folder)) {
        return new Entry(kind, id);
      }
    }
    throw new IllegalArgumentException(path);
  }

  public static Entry of(Kind kind, NodeName id) {
    return new Entry(kind, id.value());
  }

  public Kind kind() {
    return kind;
  }

  /** The node that it is named after; perhaps no node's name. */
  public String id() {
    return id;
  }

  /** Where it stands below the root: {@code all/i-0a.json}. */
  public String path() {
    return path;
  }

  public boolean isRecord() {
    return kind == Kind.RECORD || kind == Kind.FLAT;
  }

  // Written out: a record's own are linked at run time, which the run of each minute cannot afford.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry entry && entry.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public int compareTo(Entry other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
