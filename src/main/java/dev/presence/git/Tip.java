package dev.presence.git;

import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.io.IOException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * What one commit of the branch has of a list. The version of a file is its blob's id, with its
 * kind before it where it is a link, a folder or another repository.
 */
final class Tip {
  private static final int MOST = 100_000;
  private static final String MADE = "made\n";
  private static final int ID = 40;

  private final ObjectId commit;
  private final boolean made;
  private final Listing listing;

  private Tip(ObjectId commit, boolean made, String lines) {
    this.commit = commit;
    this.made = made;
    this.listing = new Listing(lines, Listing.ALL_PARTS);
  }

  /** A branch that is not there. */
  static Tip none() {
    return new Tip(ObjectId.zeroId(), false, "");
  }

  /** Reads the list of a commit that is here. */
  static Tip read(Objects objects, ObjectId commit, String path, String store)
      throws IOException, StoreException {
    StringBuilder lines = new StringBuilder();
    RevTree tree = objects.commit(commit).getTree();
    int count = 0;
    boolean made = false;
    for (Entry.Kind kind : Entry.Kind.values()) {
      String folder = join(path, kind.folder());
      ObjectId listed = folder.isEmpty() ? tree : folder(objects, tree, folder);
      if (listed == null || kind == Entry.Kind.BEAT) {
        continue;
      }
      int before = lines.length();
      try (TreeWalk walk = new TreeWalk(objects.reader())) {
        walk.addTree(listed);
        while (walk.next()) {
          String name = walk.getNameString();
          if (name.endsWith(Entry.SUFFIX) && name.charAt(0) != '.') {
            Listing.append(lines, kind.folder() + name, token(walk));
            if (++count > MOST) {
              throw GitMessages.tooMuch(store, MOST);
            }
          }
        }
      }
      made |= kind == Entry.Kind.RECORD || (kind == Entry.Kind.FLAT && lines.length() > before);
    }
    return new Tip(commit, made, lines.toString());
  }

  private static String join(String path, String folder) {
    String bare = folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
    return path.isEmpty() || bare.isEmpty() ? path + bare : path + '/' + bare;
  }

  /** Null when there is no folder of that path. */
  private static @Nullable ObjectId folder(Objects objects, RevTree tree, String path)
      throws IOException {
    try (ObjectReader reader = objects.reader();
        TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      return walk == null || walk.getFileMode(0) != FileMode.TREE ? null : walk.getObjectId(0);
    }
  }

  private static String token(TreeWalk walk) {
    String id = walk.getObjectId(0).name();
    FileMode mode = walk.getFileMode(0);
    boolean plain = mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE;
    return plain ? id : mode + "-" + id;
  }

  /** As it is kept, by {@link #parse}. */
  String text() {
    return commit.name() + '\n' + (made ? MADE : "\n") + listing.lines();
  }

  /** What is kept, if it is of that commit; else null. */
  static @Nullable Tip parse(String text, ObjectId commit) {
    int second = text.indexOf('\n', ID + 1) + 1;
    return text.startsWith(commit.name() + '\n') && second > 0
        ? new Tip(commit, text.startsWith(MADE, ID + 1), text.substring(second))
        : null;
  }

  /** Zero for a branch that is not there. */
  ObjectId commit() {
    return commit;
  }

  /** Whether there is a list: an empty one has its folder, too. */
  boolean isMade() {
    return made;
  }

  Listing listing() {
    return listing;
  }

  /** Null for an entry that is not there. */
  @Nullable Version version(Entry entry) {
    return listing.entries().get(entry);
  }

  /** The blob of a version; null for what is no file. */
  static @Nullable ObjectId blob(Version version) {
    return version.token().length() == ID ? ObjectId.fromString(version.token()) : null;
  }
}
