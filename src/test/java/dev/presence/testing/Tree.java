package dev.presence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What files are, down to what any write to them would change. */
public final class Tree {
  private static final String ALL = "unix:ino,mode,size,lastModifiedTime,ctime";

  /**
   * Every path below a folder, itself too, to its inode, mode, size, times and a hash of its bytes.
   * Two that are equal saw no write in between, not even of the same bytes.
   */
  public static Map<String, String> of(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        tree.put(path.toString(), file(path));
      }
    }
    return tree;
  }

  /** The same of one file. */
  public static String file(Path path) throws IOException {
    Map<String, Object> attributes =
        new TreeMap<>(Files.readAttributes(path, ALL, LinkOption.NOFOLLOW_LINKS));
    if (Files.isRegularFile(path)) {
      attributes.put("bytes", Arrays.hashCode(Files.readAllBytes(path)));
    }
    return attributes.toString();
  }

  /** The names in a folder, sorted. */
  public static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      paths.forEach(path -> names.add(path.getFileName().toString()));
    }
    names.sort(null);
    return names;
  }

  /** Copies a folder with all below it, or a file, over what is there. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private Tree() {}
}
