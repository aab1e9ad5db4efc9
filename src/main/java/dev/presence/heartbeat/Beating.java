package dev.presence.heartbeat;

import dev.presence.memory.OwnBeat;
import dev.presence.memory.StateFolder;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.Stamp;
import dev.presence.node.Boot;
import dev.presence.store.Entry;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** This node's own beats: the next one, and whether another machine beats under its name. */
public final class Beating {
  private final Beats beats;
  private final StateFolder state;
  private final OwnBeat own;
  private final Clock clock;
  private final int every;
  private final SortedMap<String, Beat.Acted> acted;

  /**
   * Beats.
   *
   * @param every the seconds between two beats; 0 to end beating
   * @param acted per part what this node last acted on
   */
  public Beating(
      Beats beats, StateFolder state, Clock clock, int every, SortedMap<String, Beat.Acted> acted) {
    this.beats = beats;
    this.state = state;
    this.own = new OwnBeat(state);
    this.clock = clock;
    this.every = every;
    this.acted = acted;
  }

  /** Whether a beat is wanted at all. */
  boolean isOn() {
    return every > 0;
  }

  Stores stores() {
    return beats.stores();
  }

  /** The writer of a beat under this name that is another machine's; null when there is none. */
  @Nullable String rival(NodeName id) {
    OwnBeat.Last last = own.recall(id);
    if (last == null) {
      return null; // A machine made anew, or a memory that is lost: the name is taken over.
    }
    String boot = Boot.id();
    for (Beat beat : beats.all(id.value())) {
      boolean mine = beat.writer().equals(state.writer());
      // With a power cut the last beat may be remembered no more, though it was written.
      if (!mine || (beat.seq() > last.seq() && boot.equals(last.boot()))) {
        return beat.writer();
      }
    }
    return null;
  }

  /**
   * The next beat, remembered before anybody sees it.
   *
   * @param tss of the record that this node stands by
   * @param rival as {@link #rival} found it
   * @param warnings takes what could not be remembered
   */
  Beat next(NodeName id, @Nullable Stamp tss, @Nullable String rival, Set<String> warnings) {
    OwnBeat.Last last = own.recall(id);
    long seq = Math.max(last == null ? 0 : last.seq() + 1, clock.instant().getEpochSecond());
    for (Beat beat : last == null ? beats.all(id.value()) : List.<Beat>of()) {
      seq = Math.max(seq, beat.seq() == Long.MAX_VALUE ? seq : beat.seq() + 1);
    }
    String failed = own.remember(id, new OwnBeat.Last(seq, Boot.id()), beats.stores().deadline());
    if (failed != null) {
      warnings.add(failed);
    }
    return new Beat(id, every, seq, tss, state.writer(), acted, rival);
  }

  /** Takes this node's beat off every store. */
  List<String> end(NodeName id) {
    List<String> failures = new ArrayList<>();
    for (Outcome<Boolean> outcome :
        beats.stores().each(new Ending(Entry.of(Entry.Kind.BEAT, id)))) {
      if (outcome.failure() != null) {
        failures.add(outcome.failure());
      }
    }
    return failures;
  }

  private record Ending(Entry entry) implements Stores.Turn<Boolean> {
    @Override
    public Boolean take(Store store) throws StoreException {
      Map<Entry, @Nullable Version> found = store.find(List.of(entry));
      Version version = found.get(entry);
      return version == null || store.delete(entry, version);
    }
  }
}
