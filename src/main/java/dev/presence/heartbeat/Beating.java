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
  /** Behind the writer of a beat that its machine could not remember, as on a disk that is full. */
  private static final String UNREMEMBERED = "-unremembered";

  /**
   * So many beats keep to it that there is another machine. A copy beats at the same moment, by the
   * machine's id: of two that write at once each second time one finds its own beat.
   */
  private static final int DOUBTS = 5;

  private final Beats beats;
  private final StateFolder state;
  private final OwnBeat own;
  private final Clock clock;
  private final int every;
  private final SortedMap<String, Beat.Acted> acted;
  private final int session;

  /**
   * Beats.
   *
   * @param every the seconds between two beats; 0 to end beating
   * @param acted per part what this node last acted on
   */
  public Beating(
      Beats beats, StateFolder state, Clock clock, int every, SortedMap<String, Beat.Acted> acted) {
    this(beats, state, clock, every, acted, 0);
  }

  /**
   * Beats of a process that holds a mark.
   *
   * @param session the seconds for which the mark outlives it; 0 for none, and so for the last beat
   *     before it is released: those who then find it gone judge by beats
   */
  public Beating(
      Beats beats,
      StateFolder state,
      Clock clock,
      int every,
      SortedMap<String, Beat.Acted> acted,
      int session) {
    this.beats = beats;
    this.state = state;
    this.own = new OwnBeat(state);
    this.clock = clock;
    this.every = every;
    this.acted = acted;
    this.session = session;
  }

  /** Whether a beat is wanted at all. */
  boolean isOn() {
    return every > 0;
  }

  Stores stores() {
    return beats.stores();
  }

  /** This machine's name among those that beat. */
  String writer() {
    return state.writer();
  }

  /**
   * What there was of this node's beats before the next one.
   *
   * @param last null for a machine made anew, or a memory that is lost: the name is taken over
   * @param seen on every store that could be read
   * @param rival the writer of another machine, found now or a few beats ago; null when there is
   *     none
   * @param doubts how many more beats keep to that
   */
  record Before(
      OwnBeat.@Nullable Last last, List<Beat> seen, @Nullable String rival, long doubts) {}

  /** Reads what there is. */
  Before before(NodeName id) {
    OwnBeat.Last last = own.recall(id);
    List<Beat> seen = beats.all(id.value());
    String rival = null;
    for (Beat beat : seen) {
      if (rival == null && last != null && isOfAnother(beat, last)) {
        rival = beat.writer();
      }
    }
    return rival == null && last != null && last.doubts() > 0
        ? new Before(last, seen, last.rival(), last.doubts() - 1)
        : new Before(last, seen, rival, rival == null ? 0 : DOUBTS);
  }

  private boolean isOfAnother(Beat beat, OwnBeat.Last last) {
    String writer = beat.writer();
    if (writer.equals(state.writer() + UNREMEMBERED) || writer.equals(Boot.id() + UNREMEMBERED)) {
      return false; // Of this machine's memory, which says nothing of it.
    }
    if (!writer.equals(state.writer())) {
      return beat.seq() > last.over();
    }
    // With a power cut the last beat may be remembered no more, though it was written.
    return Boot.id().equals(last.boot())
        && (beat.seq() > last.seq() || (beat.seq() == last.seq() && isMarkedOtherwise(beat, last)));
  }

  private static boolean isMarkedOtherwise(Beat beat, OwnBeat.Last last) {
    return beat.mark() != null && !last.mark().isEmpty() && !beat.mark().equals(last.mark());
  }

  /**
   * The next beat, remembered before anybody sees it.
   *
   * @param tss of the record that this node stands by
   * @param warnings takes what could not be remembered
   */
  Beat next(NodeName id, @Nullable Stamp tss, Before before, Set<String> warnings) {
    OwnBeat.Last last = before.last();
    long greatest = 0;
    // A copy beats in the same second, by its name: it finds out by a number above its own.
    for (Beat beat : before.seen()) {
      greatest = Math.max(greatest, beat.seq());
    }
    long seq = Math.max(last == null ? 0 : last.seq() + 1, clock.instant().getEpochSecond());
    seq = Math.max(seq, greatest == Long.MAX_VALUE ? seq : greatest + 1);
    String mark = Long.toHexString(System.nanoTime());
    String failed =
        own.remember(
            id,
            new OwnBeat.Last(
                seq,
                Boot.id(),
                last == null ? greatest : last.over(),
                mark,
                before.rival() == null ? "" : before.rival(),
                before.doubts()),
            beats.stores().deadline());
    if (failed != null) {
      warnings.add(failed);
    }
    String writer =
        failed == null && state.isKept()
            ? state.writer()
            : (state.isNamed() ? state.writer() : Boot.id()) + UNREMEMBERED;
    return new Beat(id, every, seq, tss, writer, acted, before.rival(), mark, session);
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
