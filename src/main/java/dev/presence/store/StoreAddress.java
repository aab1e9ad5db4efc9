package dev.presence.store;

import dev.presence.model.BadTextException;
import dev.presence.model.Nearest;
import dev.presence.model.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store as people name it on the command line: a path, or {@code folder:PATH}. */
public final class StoreAddress {
  private static final String FOLDER = "folder:";
  private static final String GIT = "git:";
  private static final String ZK = "zk:";

  /** Whether it is a Git repository, which the package of those opens. */
  public static boolean isGit(String address) {
    return address.startsWith(GIT);
  }

  /** The folder that it names, without a look at it; null where it names none. */
  public static @Nullable Path folder(String address) {
    String scheme = scheme(address);
    String path = scheme.equals(FOLDER) ? address.substring(FOLDER.length()) : address;
    try {
      return path.isBlank() || !(scheme.isEmpty() || scheme.equals(FOLDER))
          ? null
          : Path.of(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Whether it is a list in ZooKeeper, which the package of those opens. */
  public static boolean isZk(String address) {
    return address.startsWith(ZK);
  }

  /**
   * The store of that name, unless it is one in Git or in ZooKeeper.
   *
   * @param writer this machine's name in hidden files
   */
  public static Store open(String address, String writer) throws BadTextException {
    String scheme = scheme(address);
    if (!scheme.isEmpty() && !scheme.equals(FOLDER)) {
      String near = Nearest.near(scheme, List.of(FOLDER, GIT, ZK));
      throw new BadTextException(
          "the store \"%s\" is of no kind that is known: %s folder of that name is folder:%1$s"
              .formatted(
                  Printable.of(address), near == null ? "a" : "did you mean " + near + "? A"));
    }
    Path folder = folder(address);
    if (folder == null) {
      throw new BadTextException(
          "\"" + Printable.of(address) + "\" names no store: give a folder's path");
    }
    return new FolderStore(folder, writer);
  }

  /** {@code http:} of {@code http://x}; empty for a path. */
  private static String scheme(String address) {
    int colon = address.indexOf(':');
    for (int i = 0; i < colon; i++) {
      char c = address.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || "0123456789+.-".indexOf(c) < 0)) {
        return "";
      }
    }
    return colon < 1 ? "" : address.substring(0, colon + 1);
  }

  private StoreAddress() {}
}
