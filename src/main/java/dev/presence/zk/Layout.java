package dev.presence.zk;

import dev.presence.store.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where what stands below the path of a list. Records are kept by part, so that a reader asks for
 * the parts that it requires and no others.
 */
final class Layout {
  private final String root;

  Layout(String root) {
    this.root = root;
  }

  String root() {
    return root;
  }

  /** The folders of a list; with the last one it is one. */
  List<String> folders() {
    return List.of(nodes(), lives(), beats(), orders(), parts());
  }

  String parts() {
    return root + "/part";
  }

  String part(String part) {
    return parts() + '/' + part;
  }

  /** A node's record. */
  String record(String part, String id) {
    return part(part) + '/' + id;
  }

  String nodes() {
    return root + "/node";
  }

  /** The part that a node's record is kept under; guards the name. */
  String node(String id) {
    return nodes() + '/' + id;
  }

  String lives() {
    return root + "/live";
  }

  String live(String part) {
    return lives() + '/' + part;
  }

  /** The mark of a running process of a node. */
  String mark(String part, String id) {
    return live(part) + '/' + id;
  }

  String beats() {
    return root + "/beat";
  }

  String beat(String id) {
    return beats() + '/' + id;
  }

  String orders() {
    return root + "/order";
  }

  String order(String id) {
    return orders() + '/' + id;
  }

  /**
   * Where an entry is.
   *
   * @param part of its node, for a record
   * @return null for what is nowhere
   */
  @Nullable String pathOf(Entry entry, @Nullable String part) {
    return switch (entry.kind()) {
      case RECORD -> part == null ? null : record(part, entry.id());
      case ORDER -> order(entry.id());
      case BEAT -> beat(entry.id());
      case FLAT -> null;
    };
  }

  /** Which of the list's folders a path is in, or is; the root for the root. */
  String folderOf(String path) {
    for (String folder : folders()) {
      if (path.equals(folder) || path.startsWith(folder + '/')) {
        return folder;
      }
    }
    return root;
  }

  /** The part of a path of a record or a mark, or of what holds those; empty for all others. */
  String partOf(String path) {
    for (String folder : List.of(parts(), lives())) {
      if (path.startsWith(folder + '/')) {
        int start = folder.length() + 1;
        int end = path.indexOf('/', start);
        return path.substring(start, end < 0 ? path.length() : end);
      }
    }
    return "";
  }
}
