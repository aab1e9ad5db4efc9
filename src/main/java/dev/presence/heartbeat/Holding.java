package dev.presence.heartbeat;

import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one store holds of one node just now, asked for by name. */
final class Holding {
  private final Map<Entry, @Nullable Version> versions;
  private final List<String> broken = new ArrayList<>();
  private @Nullable NodeRecord record;
  private @Nullable Order order;

  private Holding(Map<Entry, @Nullable Version> versions) {
    this.versions = versions;
  }

  static Holding of(Store store, NodeName id) throws StoreException {
    List<Entry> entries =
        List.of(
            Entry.of(Entry.Kind.RECORD, id),
            Entry.of(Entry.Kind.FLAT, id),
            Entry.of(Entry.Kind.ORDER, id));
    Map<Entry, @Nullable Version> versions = store.find(entries);
    Holding holding = new Holding(versions);
    store.load(versions.keySet(), new Opening(holding, store));
    return holding;
  }

  /** The newer of the records there; null when there is none that can be read. */
  @Nullable NodeRecord record() {
    return record;
  }

  @Nullable Order order() {
    return order;
  }

  /** What becomes of what is bad: a node writes its own record, and nothing of a person's. */
  private static String what(Entry entry) {
    return switch (entry.kind()) {
      case RECORD -> ": it is written anew";
      case ORDER -> ": it orders nothing until a person gives it anew";
      case FLAT, BEAT -> "";
    };
  }

  /** What is there of it and is bad, a sentence each. */
  List<String> broken() {
    return broken;
  }

  /** The version of that entry; null when there is none. */
  @Nullable Version version(Entry entry) {
    return versions.get(entry);
  }

  /** Whether the one is news to who knows the other: a tie goes to the greater bytes. */
  static boolean isNewer(NodeRecord one, @Nullable NodeRecord other) {
    if (other == null) {
      return true;
    }
    int order = Stamp.compare(one.stamp(), other.stamp());
    return order != 0
        ? order > 0
        : Arrays.compareUnsigned(RecordFormat.print(one), RecordFormat.print(other)) > 0;
  }

  private record Opening(Holding holding, Store store) implements Store.Reader {
    @Override
    public void take(Entry entry, Loaded loaded) {
      String reason = null;
      if (loaded instanceof Loaded.Content content) {
        try {
          holding.open(entry, content.bytes());
        } catch (UnreadableException e) {
          reason = e.getMessage();
        }
      } else if (loaded instanceof Loaded.Broken bad) {
        reason = bad.reason();
      } else if (loaded instanceof Loaded.Unreadable bad) {
        reason = bad.reason();
      }
      if (reason != null) {
        holding.broken.add(store.whereabouts(entry).name() + " " + reason + Holding.what(entry));
      }
    }
  }

  private void open(Entry entry, byte[] bytes) throws UnreadableException {
    if (!entry.isRecord()) {
      order = OrderFormat.parse(bytes);
      return;
    }
    NodeRecord found = RecordFormat.read(bytes).record();
    if (found.id().value().equals(entry.id()) && isNewer(found, record)) {
      record = found;
    }
  }
}
