package dev.presence.heartbeat;

import dev.presence.files.Deadline;
import dev.presence.memory.Row;
import dev.presence.memory.Rows;
import dev.presence.memory.SeenList;
import dev.presence.memory.SeenStores;
import dev.presence.memory.Silence;
import dev.presence.memory.Spool;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeState;
import dev.presence.resolve.Question;
import dev.presence.resolve.Sighting;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Sees what is new: lists every store, and loads what is not yet known to be as remembered. */
public final class Looker {
  private static final int MOST_NAMED = 5;

  private final Stores stores;
  private final SeenStores seen;
  private final Clock clock;
  private final Patience patience;
  private final Beats beats;

  /**
   * How long what is strange must last to be believed.
   *
   * @param maxAge a record older than the remembered one, of a node without a beat
   * @param atOnce records that go within it go at one time
   */
  public record Patience(Duration maxAge, Duration atOnce) {}

  /**
   * Looks at these stores.
   *
   * @param beats tells of an older record whether its node stands by it
   */
  public Looker(Stores stores, SeenStores seen, Clock clock, Patience patience, Beats beats) {
    this.stores = stores;
    this.seen = seen;
    this.clock = clock;
    this.patience = patience;
    this.beats = beats;
  }

  /**
   * Looks once. A store that has not answered by half of the deadline is one that is not readable:
   * what is remembered of it stands.
   *
   * @param question whose answer is to be made; its candidates are loaded in any case, as a folder
   *     may show an old version for a while; null for none
   */
  public Look look(@Nullable Question question) {
    Instant now = clock.instant();
    Spool spool = new Spool();
    List<AtStore> turns = new ArrayList<>();
    for (Store store : stores.all()) {
      turns.add(new AtStore(store, question, spool, now));
    }
    List<Stores.Pending<Intake>> pending = new ArrayList<>();
    Deadline half = stores.deadline().half();
    for (AtStore turn : turns) {
      pending.add(Stores.Pending.begin(turn.store, turn, half));
    }
    for (AtStore turn : turns) {
      turn.recalling.run(); // While the stores are listed.
      turn.open();
    }
    for (int i = 0; i < turns.size(); i++) {
      turns.get(i).ended(pending.get(i).await(half));
    }
    judgeOlder(turns);
    Departed departed = new Departed(turns, now);
    List<Look.AtStore> looks = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (AtStore turn : turns) {
      looks.add(turn.taken(departed, warnings));
    }
    return new Look(seen, spool, looks, warnings);
  }

  /** Asks the beats of those whose record is older than the remembered one which they stand by. */
  private void judgeOlder(List<AtStore> turns) {
    Set<String> ids = new TreeSet<>();
    for (AtStore turn : turns) {
      if (turn.intake != null) {
        ids.addAll(turn.intake.older());
      }
    }
    if (!ids.isEmpty()) {
      Map<String, Beat> newest = beats.newest(ids);
      for (AtStore turn : turns) {
        if (turn.intake != null) {
          turn.intake.judgeOlder(newest);
        }
      }
    }
  }

  /** The nodes that were known to be gone when the look began, by their word or a person's. */
  private static final class Departed {
    private final List<StoreView> before = new ArrayList<>();
    private final Instant now;

    private Departed(List<AtStore> turns, Instant now) {
      this.now = now;
      for (AtStore turn : turns) {
        before.add(
            new StoreView(
                turn.store.name(), turn.recalled().list(), null, true, List.of(), Map.of()));
      }
    }

    private boolean has(String id) {
      Sighting sighting = KnownNode.of(id, before).sighting(Set.of());
      return sighting != null && sighting.state(now) == NodeState.GONE;
    }
  }

  /**
   * One store's part of the look: all of it in one thread, so that a store that hangs costs no
   * other one its time.
   */
  private final class AtStore implements Stores.Turn<Intake> {
    private final Store store;
    private final @Nullable Question question;
    private final Spool spool;
    private final Instant now;
    private final Problems problems;
    private final FutureTask<SeenStores.Recalled> recalling;
    private @Nullable String failure;
    private @Nullable Intake intake;
    private int settled;
    private volatile Map<String, String> hidden = Map.of();
    private volatile SeenStores.@Nullable Recalled lost;

    private AtStore(Store store, @Nullable Question question, Spool spool, Instant now) {
      this.store = store;
      this.question = question;
      this.spool = spool;
      this.now = now;
      this.problems = new Problems(store);
      this.recalling = new FutureTask<>(new Recall(seen, store.name(), question));
    }

    private SeenStores.Recalled recalled() {
      try {
        return lost == null ? recalling.get() : lost;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a bug in the memory of " + store.name(), e);
      }
    }

    @Override
    public Intake take(Store asked) throws StoreException {
      Listing listing = asked.list(question == null ? Listing.ALL_PARTS : question);
      Intake found = taken(asked, listing);
      if (recalled().list().isDamaged()) {
        lost = SeenStores.damaged(asked.name());
        problems.clear();
        found = taken(asked, listing);
      }
      return found;
    }

    private Intake taken(Store asked, Listing listing) throws StoreException {
      hidden = listing.hidden();
      Rows found =
          new Rows(recalled().list(), asked.trust(), listing, spool, now, clock, patience.maxAge());
      Intake intake = new Intake(found, problems);
      List<Entry> wanted = new ArrayList<>(candidates());
      if (!found.isQuiet()) {
        addUnsettled(listing, found, wanted);
        wanted.addAll(found.missing());
      }
      if (wanted.isEmpty()) {
        return intake;
      }
      asked.load(wanted, intake);
      if (intake.unreadable() != null
          && intake.records() == 0
          && settled == 0
          && !found.isQuiet()) {
        throw new StoreException(
            "no record of %s could be read: the last one %s"
                .formatted(asked.name(), intake.unreadable()));
      }
      return intake;
    }

    private void ended(Outcome<Intake> outcome) {
      intake = outcome.result();
      failure = outcome.failure();
    }

    /** What probably stands in the answer: a folder may show an old version of it for a while. */
    private Set<Entry> candidates() {
      Set<Entry> candidates = new LinkedHashSet<>();
      if (store.trust() == Store.Trust.LOADED_TWICE && question != null) {
        for (Row row : recalled().list().playing(question, question.scope())) {
          if (row.isCandidate() && row.silence() == null) {
            candidates.add(row.entry());
          }
        }
      }
      return candidates;
    }

    /** Adds what is listed and not known to be as remembered; the candidates are there already. */
    private void addUnsettled(Listing listing, Rows known, List<Entry> wanted) {
      Set<Entry> candidates = new HashSet<>(wanted);
      wanted.removeIf(entry -> !listing.entries().containsKey(entry)); // Those are missing.
      for (Map.Entry<Entry, @Nullable Version> listed : listing.entries().entrySet()) {
        Entry entry = listed.getKey();
        boolean isSettled = known.isSettled(entry, listed.getValue());
        if (!NodeName.isValid(entry.id())) {
          problems.add(entry, EntryProblem.Kind.BROKEN, nameless(entry));
        } else if (!isSettled && !candidates.contains(entry)) {
          wanted.add(entry);
        }
        settled += isSettled && entry.isRecord() ? 1 : 0;
      }
    }

    private static String nameless(Entry entry) {
      return entry.id().indexOf('\uFFFD') >= 0
          ? "has a name that is not UTF-8"
          : "has a name that is no node's";
    }

    /** What is probably the answer is opened while the store is still listing. */
    private void open() {
      if (question != null) {
        Set<String> facts = Set.copyOf(question.facts());
        for (Row row : recalled().list().playing(question, question.scope())) {
          if (row.isCandidate()) {
            row.record(facts);
          }
        }
      }
    }

    private Look.AtStore taken(Departed departed, List<String> warnings) {
      SeenStores.Recalled before = recalled();
      if (before.warning() != null) {
        warnings.add(before.warning());
      }
      Rows rows = intake == null ? null : intake.rows();
      if (failure != null || rows == null) {
        warnings.add(failure + standIn(before));
        return new Look.AtStore(store.name(), before, failure, Map.of(), "", List.of(), Map.of());
      }
      addVanished(before.list(), rows, departed);
      if (rows.doubt(patience.atOnce())) {
        warnings.add(
            "most of %s went at one time, so what is missing there says nothing of any node: see that it is the right list, and whole"
                .formatted(store.name()));
      }
      addHidden(warnings);
      warnings.addAll(problems.lines());
      String quiet = rows.isQuiet() && rows.updates().isEmpty() ? "" : rows.settled();
      return new Look.AtStore(
          store.name(), before, null, rows.updates(), quiet, problems.sorted(), hidden);
    }

    /** Of any number a few, as of all that strangers can make. */
    private void addHidden(List<String> warnings) {
      int named = 0;
      for (String sentence : hidden.values()) {
        if (++named <= MOST_NAMED) {
          warnings.add(sentence);
        }
      }
      if (named > MOST_NAMED) {
        warnings.add(
            "%d more parts of %s cannot be read: 'presence doctor' names them"
                .formatted(named - MOST_NAMED, store.name()));
      }
    }

    private static String standIn(SeenStores.Recalled before) {
      return before.isKnown()
          ? " (what is remembered of it stands in)"
          : " (nothing is remembered of it)";
    }

    /**
     * Those that vanished just now and those that are not back. One that was known to be gone is
     * forgotten with its record: it was pruned, and the order that it left may be pruned next.
     */
    private void addVanished(SeenList before, Rows found, Departed departed) {
      SeenList known = found.updates().isEmpty() ? before : before.overlaid(found.updates());
      for (Row row : known.silent()) {
        Silence silence = row.silence();
        if (silence == null || silence.kind() == Silence.Kind.BROKEN) {
          continue;
        }
        if (silence.kind() == Silence.Kind.VANISHED && departed.has(row.id())) {
          found.forget(row.entry());
        } else {
          problems.add(row.entry(), EntryProblem.Kind.VANISHED, silence.words());
        }
      }
    }
  }

  /** A class and not a lambda: the run of each minute links none. */
  private record Recall(SeenStores seen, String store, @Nullable Question question)
      implements Callable<SeenStores.Recalled> {
    @Override
    public SeenStores.Recalled call() {
      return question == null ? seen.recall(store) : seen.recall(store, question, question.scope());
    }
  }
}
