package dev.presence.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look saw of one node's life.
 *
 * @param beats what each store that could be read shows of its beat; a store that is left out tells
 *     nothing
 * @param complete whether every store that may hold its beat told something
 * @param stands whether a good record of it stands on a list
 * @param home the store that has its newest record; empty for none
 * @param stamp of its newest record, empty for the oldest
 * @param probe null when it was not asked, or what was asked proves nothing
 */
public record Signs(
    String id,
    List<Sign> beats,
    boolean complete,
    boolean stands,
    String home,
    String stamp,
    @Nullable Probed probe) {
  /**
   * What one store shows.
   *
   * @param seq of a good beat; 0 where there is none
   * @param every of a good beat
   * @param version the store's token for it; empty where it has none
   * @param claimsMark whether a good beat that was loaded says that its node holds a mark
   */
  public record Sign(
      String store, Kind kind, long seq, int every, String version, boolean claimsMark) {
    /** Of a node that holds no mark, or of no good beat. */
    public Sign(String store, Kind kind, long seq, int every, String version) {
      this(store, kind, seq, every, version, false);
    }

    private boolean isGood() {
      return kind == Kind.BEAT || kind == Kind.UNASKED;
    }
  }

  /** The kinds. */
  public enum Kind {
    BEAT,
    /** The good beat of before: it was not asked for, so that it is the same says nothing. */
    UNASKED,
    /** There is a file and no beat in it. */
    BROKEN,
    NONE
  }

  /**
   * The answer of the machine itself.
   *
   * @param why it failed, a verb first, fit to print; empty when it passed
   */
  public record Probed(boolean passed, String why) {}

  long newestSeq() {
    long newest = 0;
    for (Sign sign : beats) {
      newest = sign.isGood() ? Math.max(newest, sign.seq()) : newest;
    }
    return newest;
  }

  boolean hasBeat() {
    for (Sign sign : beats) {
      if (sign.isGood()) {
        return true;
      }
    }
    return false;
  }

  boolean hasBroken() {
    for (Sign sign : beats) {
      if (sign.kind() == Kind.BROKEN) {
        return true;
      }
    }
    return false;
  }
}
