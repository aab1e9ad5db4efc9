package dev.presence.heartbeat;

import dev.presence.format.BeatFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.Beat;
import dev.presence.model.Life;
import dev.presence.resolve.MarksSeen;
import dev.presence.resolve.Signs;
import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.MarkedStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The signs of life that one store shows: beats, of which those are loaded that may have changed,
 * and marks.
 *
 * @param asked those of the ids whose beats are asked for; of the others what is remembered is
 *     their sign
 * @param standing the marks that these others have, by store
 * @param marks takes by store what it shows of marks
 */
record SignsRead(
    Collection<String> ids,
    Collection<String> asked,
    Map<String, Life> lives,
    Map<String, MarksSeen> standing,
    Map<String, MarksSeen> marks)
    implements Stores.Turn<Map<String, Signs.Sign>> {
  @Override
  public Map<String, Signs.Sign> take(Store store) throws StoreException {
    Map<String, Signs.Sign> signs = new HashMap<>();
    ask(store, signs);
    if (asked.size() < ids.size()) {
      Set<String> isAsked = new HashSet<>(asked);
      for (String id : ids) {
        Life life = lives.get(id);
        Life.Pulse known = life == null ? null : life.pulses().get(store.name());
        if (life != null && known != null && !isAsked.contains(id)) {
          signs.put(id, remembered(store, Signs.Kind.UNASKED, life, known));
        }
      }
    }
    if (store.trust() == Store.Trust.ALWAYS && store instanceof MarkedStore marked) {
      // Asked last: a beat that came before it was gone must not seem to come after.
      marks.put(store.name(), with(standing.get(store.name()), marks(marked, asked)));
    }
    return signs;
  }

  /** Those of the ones asked as they are now, of all others as they were before. */
  private static MarksSeen with(@Nullable MarksSeen before, MarksSeen now) {
    if (before == null) {
      return now;
    }
    Map<String, Integer> sessions = new HashMap<>(before.sessions());
    sessions.putAll(now.sessions());
    return new MarksSeen(sessions, before.isUnbroken() && now.isUnbroken());
  }

  private static Signs.Sign remembered(Store store, Signs.Kind kind, Life life, Life.Pulse known) {
    return new Signs.Sign(store.name(), kind, known.seq(), life.every(), known.version());
  }

  private void ask(Store store, Map<String, Signs.Sign> signs) throws StoreException {
    boolean told = store.trust() == Store.Trust.ALWAYS;
    List<Entry> entries = entries(asked);
    // Also fails where no list was ever made, or none is mounted: a load would find no beat there.
    Map<Entry, @Nullable Version> found = store.find(told ? entries : List.of());
    List<Entry> wanted = new ArrayList<>();
    for (Entry entry : entries) {
      Version version = found.get(entry);
      Life life = lives.get(entry.id());
      Life.Pulse known = life == null ? null : life.pulses().get(store.name());
      if (told && !found.containsKey(entry)) {
        signs.put(entry.id(), new Signs.Sign(store.name(), Signs.Kind.NONE, 0, 0, ""));
      } else if (life != null
          && known != null
          && version != null
          && known.version().equals(version.token())) {
        signs.put(entry.id(), remembered(store, Signs.Kind.BEAT, life, known));
      } else {
        wanted.add(entry);
      }
    }
    store.load(wanted, new SignReader(store.name(), found, signs));
  }

  static MarksSeen marks(MarkedStore store, Collection<String> ids) throws StoreException {
    MarkedStore.Marks marks = store.marks(ids);
    Map<String, Integer> sessions = new HashMap<>();
    for (String id : ids) {
      sessions.put(id, 0);
    }
    for (Map.Entry<String, MarkedStore.Mark> mark : marks.held().entrySet()) {
      long seconds = Math.max(1, Math.min(mark.getValue().session().toSeconds(), Beat.MOST_EVERY));
      sessions.put(mark.getKey(), (int) seconds);
    }
    return new MarksSeen(sessions, marks.isUnbroken());
  }

  static List<Entry> entries(Collection<String> ids) {
    List<Entry> entries = new ArrayList<>(ids.size());
    for (String id : ids) {
      entries.add(new Entry(Entry.Kind.BEAT, id));
    }
    return entries;
  }

  static @Nullable Beat beat(Entry entry, byte[] bytes) {
    try {
      Beat beat = BeatFormat.parse(bytes);
      return beat.id().value().equals(entry.id()) ? beat : null;
    } catch (UnreadableException e) {
      return null;
    }
  }

  /** An entry that cannot be read tells nothing. */
  private record SignReader(
      String store, Map<Entry, @Nullable Version> versions, Map<String, Signs.Sign> signs)
      implements Store.Reader {
    @Override
    public void take(Entry entry, Loaded what) {
      if (what instanceof Loaded.Unreadable) {
        return;
      }
      Signs.Kind kind = what instanceof Loaded.Vanished ? Signs.Kind.NONE : Signs.Kind.BROKEN;
      Signs.Sign sign = new Signs.Sign(store, kind, 0, 0, "");
      Beat beat = what instanceof Loaded.Content content ? beat(entry, content.bytes()) : null;
      if (beat != null) {
        Version version = versions.get(entry);
        sign =
            new Signs.Sign(
                store,
                Signs.Kind.BEAT,
                beat.seq(),
                beat.every(),
                version == null ? "" : version.token(),
                beat.session() > 0);
      }
      signs.put(entry.id(), sign);
    }
  }
}
