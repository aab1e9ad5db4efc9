package dev.presence.heartbeat;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

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
   * @param marks takes by store, of those that have any, what they show of marks
   */
  Map<String, Map<String, Signs.Sign>> see(
      Collection<String> ids,
      Map<String, Life> lives,
      Asking asking,
      Map<String, MarksSeen> marks) {
    boolean asksAll = asking == Asking.ALL;
    Map<String, MarksSeen> standing = asksAll ? Map.of() : marks(ids);
    Collection<String> asked = asksAll ? ids : Unheard.of(ids, lives, standing, stores.all());
    Map<String, Map<String, Signs.Sign>> seen = new TreeMap<>();
    Map<String, MarksSeen> held = new ConcurrentHashMap<>();
    for (Outcome<Map<String, Signs.Sign>> outcome :
        stores.each(
            new SignsRead(ids, asked, lives, standing, held), stores.deadline().threeQuarters())) {
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

  private Map<String, MarksSeen> marks(Collection<String> ids) {
    Map<String, MarksSeen> marks = new TreeMap<>();
    for (Outcome<MarksSeen> outcome :
        stores.each(store -> marks(store, ids), stores.deadline().half())) {
      if (outcome.result() != null) {
        marks.put(outcome.store().name(), outcome.result());
      }
    }
    return marks;
  }

  /** Of nobody for a store that has none. */
  private static MarksSeen marks(Store store, Collection<String> ids) throws StoreException {
    return store.trust() == Store.Trust.ALWAYS && store instanceof MarkedStore marked
        ? SignsRead.marks(marked, ids)
        : new MarksSeen(Map.of(), true);
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

  /** Loads all of them. */
  private record Reading(Collection<String> ids) implements Stores.Turn<Map<String, Beat>> {
    @Override
    public Map<String, Beat> take(Store store) throws StoreException {
      Map<String, Beat> beats = new TreeMap<>();
      store.find(List.of()); // As above: a load would find no beat where no list is.
      store.load(SignsRead.entries(ids), new BeatReader(beats));
      return beats;
    }
  }

  private record BeatReader(Map<String, Beat> beats) implements Store.Reader {
    @Override
    public void take(Entry entry, Loaded what) {
      Beat beat =
          what instanceof Loaded.Content content ? SignsRead.beat(entry, content.bytes()) : null;
      if (beat != null) {
        beats.put(entry.id(), beat);
      }
    }
  }
}
