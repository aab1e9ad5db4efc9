package dev.presence.simulation;

import dev.presence.format.JsonReader;
import dev.presence.heartbeat.Asking;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.resolve.LifeRules;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.store.Entry;
import dev.presence.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fleet on a virtual clock: its machines, its stores, and what happens when. */
final class Fleet {
  static final long HOUR = 3600 * 1000;
  private static final long START = Instant.parse("2026-11-22T17:48:30Z").toEpochMilli();

  /** Until all have beaten a while nothing goes wrong. */
  private static final int CALM_BEATS = 12;

  private static final int MOST_LOGGED = 60;
  private static final int LONGEST_LOGGED = 300;
  private static final int JITTER = 1500;

  /** Each so many-th waking an agent tells what it acted on. */
  private static final int TELLS = 4;

  private static final Set<String> ASKED = Set.of("app", "db");

  final Setting setting;
  final Random random;
  final Counts counts = new Counts();
  final SimClock.True time = new SimClock.True(START);
  final Truth truth;
  final Member[] members;
  final List<Ground> grounds = new ArrayList<>();
  final List<Weather> weathers = new ArrayList<>();

  /** The time between two beats of most nodes, in milliseconds. */
  final long beat;

  /** Where people give orders. */
  final SimNode desk;

  /** Their ways to the stores. */
  final List<Way> admin = new ArrayList<>();

  final Path folder;
  final Question question;

  /** Where marks are held; null in a fleet without. */
  final @Nullable Engine engine;

  private final Announcing announcing = new Announcing(this);
  private final Looking looking = new Looking(this);
  private final Judge[] judges;
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Deque<String> log = new ArrayDeque<>();
  private long events;
  private long happened;

  /** What is to happen; a beat of a node, or something else. */
  private record Event(long at, long number, @Nullable Member beats, @Nullable Runnable does) {}

  /**
   * A fleet.
   *
   * @param folder for the machines' own folders and the lists
   */
  Fleet(Setting setting, Path folder) {
    this.setting = setting;
    this.folder = folder;
    this.random = new Random(setting.seed() * 31 + 7);
    this.beat = setting.every() * 1000L;
    int all = setting.nodes() + Math.max(4, setting.nodes() / 8);
    String[] ids = new String[all];
    for (int node = 0; node < all; node++) {
      ids[node] = "n-%04d".formatted(node);
    }
    this.truth = new Truth(time, setting.stores(), ids);
    this.engine = setting.hasEngine() ? new Engine(this, all) : null;
    for (int store = 0; store < setting.stores(); store++) {
      Ground ground =
          isFolder(store)
              ? Ground.folder(folder.resolve("list" + store))
              : Ground.memory("list" + store, new SimClock(time));
      Weather weather = new Weather();
      grounds.add(ground);
      weathers.add(weather);
      admin.add(new Way(ground.store(), store, truth, weather, null));
    }
    this.desk = machine("desk", new SimClock(time), 0);
    PartQuery apps = PartQuery.of(new PartName("app"));
    PartQuery dbs = PartQuery.of(new PartName("db"));
    this.question = new Question(List.of(apps, dbs), Scope.ALL, List.of(), null, false);
    this.members = new Member[all];
    for (int node = 0; node < all; node++) {
      members[node] = member(node, ids[node]);
    }
    this.judges = new Judge[setting.readers()];
    for (int node = 0; node < setting.readers(); node++) {
      judges[node] = judge(members[node]);
    }
  }

  private SimNode machine(String id, SimClock clock, int every) {
    return new SimNode(
        folder.resolve(id),
        new NodeName(id),
        clock,
        every,
        LifeRules.USUAL,
        Duration.ofSeconds(setting.hold()));
  }

  private Member member(int node, String id) {
    boolean isReader = node < setting.readers();
    int dice = random.nextInt(20);
    String part = dice < 11 || node == setting.readers() ? "app" : dice < 16 ? "db" : "lb";
    int every = setting.every() * (!isReader && random.nextInt(10) == 0 ? 2 : 1);
    boolean beats = isReader || random.nextInt(20) > 0;
    SimClock clock = new SimClock(time);
    List<Way> ways = new ArrayList<>();
    for (int store = 0; store < setting.stores(); store++) {
      ways.add(way(store, id));
    }
    Member member =
        new Member(
            node,
            new NodeName(id),
            part,
            "10.%d.%d.%d".formatted(node >> 12, (node >> 6) & 63, 1 + (node & 63)),
            every,
            beats,
            random.nextInt(every) * 1000L + random.nextInt(1000),
            clock,
            machine(id, clock, beats ? every : 0),
            ways);
    member.agent = engine != null && beats && random.nextInt(5) > 0;
    return member;
  }

  private boolean isFolder(int store) {
    return setting.inFolder() && (engine == null || store > 0);
  }

  private Way way(int store, String id) {
    Store ground = grounds.get(store).store();
    return engine == null || store > 0
        ? new Way(ground, store, truth, weathers.get(store), id)
        : new MarkedWay(ground, truth, weathers.get(0), id, engine);
  }

  private Judge judge(Member reader) {
    int deadAfter = LifeRules.USUAL.deadAfter();
    boolean[] versioned = new boolean[setting.stores()];
    for (int store = 0; store < versioned.length; store++) {
      versioned[store] = !isFolder(store);
    }
    Eye eye = new Eye(reader, members, truth, time, setting.stores(), deadAfter, versioned, engine);
    reader.eye = eye;
    return new Judge(reader, members, eye, truth, time, counts, setting.hold(), ASKED);
  }

  /** Who judges the answers of that reader. */
  Judge judgeOf(Member reader) {
    return judges[reader.number];
  }

  // Time.

  /** Runs it to its end, or to the first invariant that does not hold. */
  void run() {
    try {
      for (int node = 0; node < setting.nodes(); node++) {
        bear(members[node], members[node].address);
      }
      after(CALM_BEATS * beat, new Faults(this)::next);
      if (engine != null) {
        after(CALM_BEATS * beat, new MarkFaults(this, engine)::next);
      }
      long end = START + setting.ticks() * beat;
      while (!queue.isEmpty() && queue.peek().at() <= end && !Thread.interrupted()) {
        Event event = queue.remove();
        time.set(Math.max(time.now(), event.at()));
        tick();
        happen(event);
        tick();
      }
      checkStores();
      counts.fleet(setting.hours(), setting.nodes() >= Setting.LARGE);
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    }
  }

  /** Lets those beat whose time comes until then, but for one; all else has to wait. */
  void beatUntil(long moment, Member without) {
    List<Event> later = new ArrayList<>();
    while (!queue.isEmpty() && queue.peek().at() <= moment) {
      Event event = queue.remove();
      if (event.beats() == null || event.beats() == without) {
        later.add(event);
      } else {
        happen(event);
      }
    }
    queue.addAll(later);
    time.set(moment);
  }

  void after(long millis, Runnable what) {
    queue.add(new Event(time.now() + millis, events++, null, what));
  }

  private void beatAt(long moment, Member member) {
    queue.add(new Event(Math.max(time.now() + 1, moment), events++, member, null));
  }

  private void happen(Event event) {
    time.set(Math.max(time.now(), event.at()));
    Member member = event.beats();
    if (member == null) {
      Objects.requireNonNull(event.does()).run();
      return;
    }
    long since = event.at() + member.span() - START - member.phase;
    long next = START + member.phase + Math.round((double) since / member.span()) * member.span();
    beatAt(next + random.nextInt(2 * JITTER) - JITTER, member);
    if (!member.isAlive(time.now())) {
      return;
    }
    if (member.stutter > 0) {
      member.stutter--;
      return;
    }
    announce(member, null);
    look(member, Asking.ALL);
  }

  private void look(Member member, Asking asking) {
    Eye eye = member.eye;
    if (eye == null) {
      return;
    }
    looking.look(member, asking);
    if (member.agent && !member.waits && eye.silences.marks.isAnyPending()) {
      member.waits = true;
      after(
          Engine.SESSION + 100,
          () -> {
            member.waits = false;
            lookAgain(member);
          });
    }
  }

  private void tick() {
    if (engine != null) {
      engine.tick();
    }
  }

  /** Something changed that agents watch: each looks when that has been quiet for a moment. */
  void wake() {
    for (Member member : members) {
      if (member.eye != null && member.agent && !member.wakes) {
        member.wakes = true;
        after(
            50L + random.nextInt(450),
            () -> {
              member.wakes = false;
              lookAgain(member);
            });
      }
    }
  }

  private void lookAgain(Member member) {
    if (member.agent && member.isAlive(time.now()) && member.restartedAt == 0) {
      if (random.nextInt(TELLS) == 0) { // What it acted on, in a beat before its time.
        announce(member, null);
      }
      look(member, Asking.UNHEARD);
    }
  }

  // What machines do.

  /** A machine that is new: it beats from now on. */
  void bear(Member member, String address) {
    member.born = true;
    member.up = true;
    member.weight = random.nextInt(200);
    member.node.install(member.part, address);
    member.node.weigh(member.weight);
    long beats = (time.now() - START + member.span() - 1) / member.span();
    beatAt(START + member.phase + beats * member.span(), member);
  }

  /**
   * Announces.
   *
   * @param word what it says from now on; null for no change
   */
  void announce(Member member, @Nullable String word) {
    announcing.announce(member, word);
  }

  /** Two looks of one reader at a time. */
  void cross(Member reader) {
    looking.cross(reader);
  }

  // The log.

  void log(String what) {
    if (log.size() == MOST_LOGGED) {
      log.removeFirst();
    }
    boolean isLong = what.length() > LONGEST_LOGGED;
    log.addLast(now() + " " + (isLong ? what.substring(0, LONGEST_LOGGED) + "..." : what));
  }

  void happened(Fault fault, Object what) {
    happened++;
    counts.add(fault);
    log(fault + " " + what);
  }

  /** How many faults there were. */
  long happened() {
    return happened;
  }

  private String now() {
    return Instant.ofEpochMilli(time.now()).toString();
  }

  private Violation failed(Throwable cause) {
    Violation violation = null;
    for (Throwable one = cause; one != null && violation == null; one = one.getCause()) {
      violation = one instanceof Violation found ? found : null;
    }
    StringBuilder text = new StringBuilder();
    text.append(violation == null ? cause.toString() : violation.what());
    text.append("%n  at %s in %s%n".formatted(now(), setting));
    text.append(
        "  again: mvn -o test -Dtest=SimulatorTest -Dpresence.simulation.seed=%d%n"
            .formatted(setting.seed()));
    for (String line : log) {
      text.append("  ").append(line).append('\n');
    }
    // All else that fails is a program that failed by what stood in a store.
    String invariant = violation == null ? "NO_CONTENT_FAILS_A_READER" : violation.invariant();
    Violation failed = new Violation(invariant, text.toString());
    failed.initCause(cause);
    return failed;
  }

  // The end.

  /** What the stores hold is what was written, and nothing else. */
  private void checkStores() {
    for (int store = 0; store < setting.stores(); store++) {
      for (Member member : members) {
        for (Entry.Kind kind : List.of(Entry.Kind.RECORD, Entry.Kind.BEAT, Entry.Kind.ORDER)) {
          Entry entry = Entry.of(kind, member.id);
          byte[] written = truth.at(store, member.number).bytes(kind);
          byte[] there = grounds.get(store).bytes(entry);
          boolean tooLarge = written != null && written.length > JsonReader.LARGEST;
          if (!tooLarge && !Arrays.equals(written, there)) {
            throw new Violation(
                "ANNOUNCED_STANDS",
                "in list%d another %s stands than was written".formatted(store, entry));
          }
        }
      }
    }
  }

  /** Some of those that fit, in any order. */
  List<Member> some(int most, Predicate<Member> which) {
    List<Member> fit = new ArrayList<>();
    for (Member member : members) {
      if (member.born && which.test(member)) {
        fit.add(member);
      }
    }
    Collections.shuffle(fit, random);
    return fit.subList(0, Math.min(most, fit.size()));
  }
}
