package dev.presence.zk;

import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.Store;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Hands on each entry once, also when its turn is taken anew. */
final class Once implements Store.Reader {
  private final Set<Entry> left;
  private final Store.Reader reader;

  Once(Collection<Entry> entries, Store.Reader reader) {
    this.left = new LinkedHashSet<>(entries);
    this.reader = reader;
  }

  /** Those that nobody has taken yet. */
  Collection<Entry> left() {
    return List.copyOf(left);
  }

  @Override
  public void take(Entry entry, Loaded loaded) {
    left.remove(entry);
    reader.take(entry, loaded);
  }
}
