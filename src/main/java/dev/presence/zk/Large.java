package dev.presence.zk;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What held more than it may when it was last looked at: its size is asked for before it is read
 * again. What is remembered wrongly costs a question, or one answer that is dropped.
 */
final class Large {
  private static final int MOST = 10_000;

  private final Set<String> paths = ConcurrentHashMap.newKeySet();

  boolean has(String path) {
    return !paths.isEmpty() && paths.contains(path);
  }

  void seen(String path, boolean isLarge) {
    if (!isLarge) {
      if (!paths.isEmpty()) {
        paths.remove(path);
      }
    } else if (paths.size() < MOST) {
      paths.add(path);
    }
  }
}
