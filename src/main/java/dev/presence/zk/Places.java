package dev.presence.zk;

import dev.presence.model.PartName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Under which part each node was found last: a guess, which saves a way to the server. */
final class Places {
  /** A part's name: more is no guard. */
  static final int LONGEST = 63;

  private final Map<String, String> parts = new ConcurrentHashMap<>();

  /** What the guards said that were asked for. */
  private final Map<String, String> guards = new ConcurrentHashMap<>();

  /** The part that the node's guard named when it was asked last; null for none. */
  @Nullable String guarded(String id) {
    return guards.get(id);
  }

  /** Something happened to that node: what its guard said is asked for again. */
  void happened(String id) {
    guards.remove(id);
  }

  @Nullable String guess(String id) {
    return parts.get(id);
  }

  void found(String id, String part) {
    parts.put(id, part);
  }

  /** How many nodes there are, about. */
  int size() {
    return parts.size();
  }

  /** The part that a guard names; null when there is none, or one that no node wrote. */
  static @Nullable String named(Batch.Reply guard) {
    Stat stat = guard.stat();
    if (stat == null || guard.data().length > LONGEST) {
      return null;
    }
    String part = new String(guard.data(), StandardCharsets.US_ASCII);
    return PartName.isValid(part) ? part : null;
  }

  /** Where to look for what a node has by part: where its guard says, else where it was seen. */
  @Nullable String of(String id, Batch.Reply guard) {
    String named = named(guard);
    if (named == null) {
      guards.remove(id);
    } else {
      guards.put(id, named);
    }
    return named != null ? named : guess(id);
  }
}
