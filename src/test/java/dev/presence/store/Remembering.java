package dev.presence.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reader that trusts versions as far as {@link Store.Trust} says, and not an inch further. */
final class Remembering {
  private static final Duration APART = Duration.ofSeconds(2);

  /**
   * What is remembered of an entry.
   *
   * @param version null for one that could not be told
   * @param since when these bytes were first loaded under that version
   * @param settled whether the version alone says that it holds them still
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  private record Seen(@Nullable Version version, byte[] bytes, Instant since, boolean settled) {}

  private final Store store;
  private final Map<Entry, Seen> seen = new HashMap<>();
  private final List<Entry> loaded = new ArrayList<>();

  Remembering(Store store) {
    this.store = store;
  }

  /** Looks at the list, and loads what has to be loaded. */
  void look(Instant now) throws StoreException {
    Map<Entry, @Nullable Version> entries = store.list(Listing.ALL_PARTS).entries();
    List<Entry> unsettled = new ArrayList<>();
    for (Entry entry : entries.keySet()) {
      Seen known = seen.get(entry);
      if (known == null
          || !known.settled()
          || !Objects.equals(known.version(), entries.get(entry))) {
        unsettled.add(entry);
      }
    }
    loaded.clear();
    store.load(
        unsettled,
        (entry, content) -> {
          loaded.add(entry);
          if (content instanceof Loaded.Content read) {
            seen.put(entry, seen(seen.get(entry), entries.get(entry), read.bytes(), now));
          }
        });
  }

  private Seen seen(@Nullable Seen known, @Nullable Version version, byte[] bytes, Instant now) {
    if (version == null || store.trust() == Store.Trust.ALWAYS) {
      return new Seen(version, bytes, now, version != null);
    }
    if (known == null
        || !Objects.equals(version, known.version())
        || !Arrays.equals(known.bytes(), bytes)) {
      return new Seen(version, bytes, now, false);
    }
    return new Seen(version, bytes, known.since(), !now.isBefore(known.since().plus(APART)));
  }

  /** What is remembered of that entry. */
  String of(Entry entry) {
    return new String(Objects.requireNonNull(seen.get(entry)).bytes(), UTF_8);
  }

  /** What the last look had to load. */
  List<Entry> loaded() {
    return List.copyOf(loaded);
  }
}
