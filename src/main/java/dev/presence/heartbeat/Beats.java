package dev.presence.heartbeat;

import dev.presence.format.BeatFormat;
import dev.presence.format.UnreadableException;
import dev.presence.memory.LifeMemory;
import dev.presence.model.Beat;
import dev.presence.model.Life;
import dev.presence.resolve.MarksSeen;
import dev.presence.resolve.Signs;
import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.MarkedStore;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the beats of some nodes by name, from every store that may hold them; no list is listed.
 */
public final class Beats {
  private final Stores stores;
  private final LifeMemory memory;

  /**
   * The beats in these stores.
   *
   * @param stores those with the records, or others that hold beats alone
   */
  public Beats(Stores stores, LifeMemory memory) {
    this.stores = stores;
    this.memory = memory;
  }

  Stores stores() {
    return stores;
  }

  /**
   * What each store shows of each node, by store and id; of a store that could not be read nothing.
   *
   * @param asksAll whether also those are asked for who were heard at the last look; else the beat
   *     that is remembered of them is their sign, which is no advance and lets no silence count
   * @param marks takes by store, of those that have any, what they show of marks
   */
  Map<String, Map<String, Signs.Sign>> see(
      Collection<String> ids,
      Map<String, Life> lives,
      boolean asksAll,
      Map<String, MarksSeen> marks) {
    Map<String, Map<String, Signs.Sign>> seen = new TreeMap<>();
    Map<String, MarksSeen> held = new ConcurrentHashMap<>();
    for (Outcome<Map<String, Signs.Sign>> outcome :
        stores.each(new Seeing(ids, lives, asksAll, held), stores.deadline().threeQuarters())) {
      String store = outcome.store().name();
      if (outcome.result() != null) {
        seen.put(store, outcome.result());
        MarksSeen told = held.get(store);
        if (told != null) {
          marks.put(store, told);
        }
      }
    }
    return seen;
  }

  /** Each store's beat of one node; a bad one is none. */
  List<Beat> all(String id) {
    List<Beat> all = new ArrayList<>();
    for (Outcome<Map<String, Beat>> outcome :
        stores.each(new Reading(List.of(id)), stores.deadline().quarter())) {
      if (outcome.result() != null) {
        all.addAll(outcome.result().values());
      }
    }
    return all;
  }

  /**
   * The newest beat of each of some nodes over all stores; a bad one is none.
   *
   * @param isComplete whether every store could be read: else one without a beat may have one
   */
  public record Newest(Map<String, Beat> byId, boolean isComplete) {}

  /** The newest beat of each of these nodes. */
  public Newest read(Collection<String> ids) {
    Map<String, Beat> newest = new TreeMap<>();
    boolean complete = true;
    for (Outcome<Map<String, Beat>> outcome :
        stores.each(new Reading(ids), stores.deadline().threeQuarters())) {
      Map<String, Beat> read = outcome.result();
      complete &= read != null;
      for (Beat beat : read == null ? List.<Beat>of() : read.values()) {
        Beat other = newest.get(beat.id().value());
        if (other == null || beat.seq() > other.seq()) {
          newest.put(beat.id().value(), beat);
        }
      }
    }
    return new Newest(newest, complete);
  }

  /** The same without those that were restored from a backup: a beat never counts back. */
  Map<String, Beat> newest(Collection<String> ids) {
    Map<String, Beat> newest = read(ids).byId();
    Map<String, Life> lives = memory.recall().lives();
    for (Beat beat : new ArrayList<>(newest.values())) {
      Life life = lives.get(beat.id().value());
      if (life != null && beat.seq() < life.newestSeq()) {
        newest.remove(beat.id().value());
      }
    }
    return newest;
  }

  /** Whose agents hold a mark beside their beats just now. */
  public Connected connected(Collection<String> ids) {
    return Connected.at(stores, ids);
  }

  private static List<Entry> entries(Collection<String> ids) {
    List<Entry> entries = new ArrayList<>(ids.size());
    for (String id : ids) {
      entries.add(new Entry(Entry.Kind.BEAT, id));
    }
    return entries;
  }

  /** Loads those that may have changed. */
  private record Seeing(
      Collection<String> ids,
      Map<String, Life> lives,
      boolean asksAll,
      Map<String, MarksSeen> marks)
      implements Stores.Turn<Map<String, Signs.Sign>> {
    @Override
    public Map<String, Signs.Sign> take(Store store) throws StoreException {
      Map<String, Signs.Sign> signs = new HashMap<>();
      List<String> asked = new ArrayList<>();
      for (String id : ids) {
        Life life = lives.get(id);
        Life.Pulse known = life == null ? null : life.pulses().get(store.name());
        if (life == null || known == null || asksAll || !isHeard(life)) {
          asked.add(id);
        } else {
          signs.put(id, remembered(store, life, known));
        }
      }
      ask(store, asked, signs);
      if (store.trust() == Store.Trust.ALWAYS && store instanceof MarkedStore marked) {
        // Asked last: a beat that came before it was gone must not seem to come after.
        marks.put(store.name(), held(marked, ids));
      }
      return signs;
    }

    private static boolean isHeard(Life life) {
      return life.silence() == 0 && life.death() == null;
    }

    private static Signs.Sign remembered(Store store, Life life, Life.Pulse known) {
      return new Signs.Sign(
          store.name(), Signs.Kind.BEAT, known.seq(), life.every(), known.version());
    }

    private void ask(Store store, Collection<String> ids, Map<String, Signs.Sign> signs)
        throws StoreException {
      boolean told = store.trust() == Store.Trust.ALWAYS;
      // Also fails where no list was ever made, or none is mounted: a load would find no beat
      // there.
      Map<Entry, @Nullable Version> found = store.find(told ? entries(ids) : List.of());
      List<Entry> wanted = new ArrayList<>();
      for (Entry entry : entries(ids)) {
        Version version = found.get(entry);
        Life life = lives.get(entry.id());
        Life.Pulse known = life == null ? null : life.pulses().get(store.name());
        if (told && !found.containsKey(entry)) {
          signs.put(entry.id(), new Signs.Sign(store.name(), Signs.Kind.NONE, 0, 0, ""));
        } else if (life != null
            && known != null
            && version != null
            && known.version().equals(version.token())) {
          signs.put(entry.id(), remembered(store, life, known));
        } else {
          wanted.add(entry);
        }
      }
      store.load(wanted, new SignReader(store.name(), found, signs));
    }
  }

  private static MarksSeen held(MarkedStore store, Collection<String> ids) throws StoreException {
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

  private static @Nullable Beat beat(Entry entry, byte[] bytes) {
    try {
      Beat beat = BeatFormat.parse(bytes);
      return beat.id().value().equals(entry.id()) ? beat : null;
    } catch (UnreadableException e) {
      return null;
    }
  }

  /** Loads all of them. */
  private record Reading(Collection<String> ids) implements Stores.Turn<Map<String, Beat>> {
    @Override
    public Map<String, Beat> take(Store store) throws StoreException {
      Map<String, Beat> beats = new TreeMap<>();
      store.find(List.of()); // As above: a load would find no beat where no list is.
      store.load(entries(ids), new BeatReader(beats));
      return beats;
    }
  }

  private record BeatReader(Map<String, Beat> beats) implements Store.Reader {
    @Override
    public void take(Entry entry, Loaded what) {
      Beat beat = what instanceof Loaded.Content content ? beat(entry, content.bytes()) : null;
      if (beat != null) {
        beats.put(entry.id(), beat);
      }
    }
  }
}
