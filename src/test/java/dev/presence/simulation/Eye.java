package dev.presence.simulation;

import dev.presence.heartbeat.Asking;
import dev.presence.heartbeat.Served;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one reader has had the chance to see, by the truth and the weather: the newest words of each
 * node, and between which bounds its silence may be counted. Nothing here is taken from what the
 * program made of it, but for the lists that it holds to be at fault.
 */
final class Eye {
  final ListsSeen lists;
  final BeatsSeen beats;
  final Silences silences;

  /** Known from the answer alone, that outlived the memory. */
  final boolean[] adopted;

  /** Whether nothing is remembered. */
  boolean isBlank = true;

  /** Looks since its own clock was set. */
  int sinceClockSet = Integer.MAX_VALUE / 2;

  private final Member me;
  private final Member[] members;
  private final Truth truth;
  private final int stores;

  /**
   * The eye of that reader.
   *
   * @param versioned the stores that tell in which version a beat is
   * @param engine where marks are held; null for nowhere
   */
  Eye(
      Member me,
      Member[] members,
      Truth truth,
      SimClock.True time,
      int stores,
      int deadAfter,
      boolean[] versioned,
      @Nullable Engine engine) {
    this.me = me;
    this.members = members;
    this.truth = truth;
    this.stores = stores;
    lists = new ListsSeen(me, members, truth, stores);
    beats = new BeatsSeen(me, lists, truth, stores, members.length, versioned);
    MarksRead marks = new MarksRead(me, engine, beats, members.length);
    silences = new Silences(me, members, lists, beats, marks, time, stores, deadAfter);
    adopted = new boolean[members.length];
    silences.forget();
  }

  /** All that was remembered is lost. */
  void forget() {
    lists.forget();
    beats.forget();
    silences.forget();
    java.util.Arrays.fill(adopted, false);
    isBlank = true;
  }

  /** This reader's clock is set. */
  void clockSet() {
    sinceClockSet = 0;
    silences.clockSet();
  }

  /** Reads the lists. */
  void read(Served served) {
    lists.read(served);
    for (int node = 0; node < members.length; node++) {
      if (adopted[node] && lists.newest(node) != null) {
        adopted[node] = false;
        silences.unsure(node);
      }
    }
  }

  /**
   * Reads the beats of the candidates, and its own: those that were asked for, who have to be all
   * of whom there may be news.
   */
  void readBeats(Set<String> parts, Set<String> peers, Served served, Asking asking) {
    boolean[] candidates = new boolean[members.length];
    boolean[] wanted = new boolean[members.length];
    boolean[] asked = new boolean[members.length];
    for (int node = 0; node < members.length; node++) {
      candidates[node] = lists.isCandidate(node, parts);
      wanted[node] = candidates[node] || node == me.number;
      asked[node] = wanted[node] && isAsked(node);
      boolean isSure = candidates[node] && !lists.isOlderShown(node) && !adopted[node];
      isSure &= !lists.isOrderedLeft(node); // It may be forgotten by now.
      if (isSure && !asked[node] && (asking == Asking.ALL || silences.wasSilent(node))) {
        throw new Violation(
            "ASKED_FOR_ITS_BEAT",
            "%s: %s may have beaten, and was not asked%n  by the program: %s%n%s"
                .formatted(
                    me, members[node], served.lives().get(members[node].id.value()), words(node)));
      }
    }
    beats.read(wanted, asked);
    silences.look(candidates, wanted, peers, served.view().atFault(), asking);
    isBlank = false;
    sinceClockSet++;
  }

  /** Whether a store was asked; where all hide their beats that is as good. */
  private boolean isAsked(int node) {
    boolean hidden = true;
    for (Way way : me.ways) {
      if (way.askedOf.contains(members[node].id.value())) {
        return true;
      }
      hidden &= way.hidesBeats();
    }
    return hidden;
  }

  /** A second look of this reader ended that had begun before the last one. */
  void crossed() {
    silences.crossed();
    lists.undoubt();
  }

  /** Whether it answers with nodes that it knows from its former answer alone. */
  boolean hasAdopted() {
    for (boolean one : adopted) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /** All of it about one node, for people. */
  String words(int node) {
    Member member = members[node];
    StringBuilder words = new StringBuilder();
    words.append(
        "%s: every %d s, %s, clock %+d s%n"
            .formatted(
                member,
                member.every,
                member.beats ? "beats" : "does not beat",
                member.clock.wrong() / 1000));
    words.append(silences.words(node)).append(lists.words(node)).append(beats.words(node));
    for (int store = 0; store < stores; store++) {
      words.append("  in list%d stands %s%n".formatted(store, truth.at(store, node).words()));
    }
    return words.toString();
  }
}
