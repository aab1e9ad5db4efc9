package dev.presence.simulation;

import dev.presence.format.JsonReader;
import dev.presence.heartbeat.Announced;
import dev.presence.heartbeat.Served;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.PresenceException;
import dev.presence.model.Scope;
import dev.presence.resolve.Lives;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ForwardingStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fleet on a virtual clock: its machines, its stores, and what happens when. */
final class Fleet {
  static final int HOUR = 3600 * 1000;
  private static final long START = Instant.parse("2026-11-22T17:48:30Z").toEpochMilli();
  private static final int MOST_LOGGED = 60;
  private static final Set<String> ASKED = Set.of("app", "db");

  final Setting setting;
  final Random random;
  final Counts counts = new Counts();
  final SimClock.True time = new SimClock.True(START);
  final Truth truth;
  final Member[] members;
  final List<Ground> grounds = new ArrayList<>();
  final List<Weather> weathers = new ArrayList<>();
  final List<Way> admin = new ArrayList<>();
  final SimNode desk;
  final long beat;

  private final Path folder;
  private final Judge[] judges;
  private final Question question;
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Deque<String> log = new ArrayDeque<>();
  private final Faults faults;
  private long events;
  private @Nullable AssertionError nested;

  /** What is to happen; a beat of a node, or something else. */
  private record Event(long at, long number, @Nullable Member beats, @Nullable Runnable does) {}

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
    for (int store = 0; store < setting.stores(); store++) {
      Weather weather = new Weather();
      Ground ground =
          setting.inFolder()
              ? Ground.folder(folder.resolve("list" + store))
              : Ground.memory("list" + store, new SimClock(time));
      grounds.add(ground);
      weathers.add(weather);
      admin.add(new Way(ground.store(), store, truth, weather, null));
    }
    this.desk =
        new SimNode(
            folder.resolve("desk"),
            new NodeName("desk"),
            new SimClock(time),
            0,
            Lives.Rules.USUAL,
            Duration.ofSeconds(setting.hold()));
    this.question =
        new Question(
            List.of(PartQuery.of(new PartName("app")), PartQuery.of(new PartName("db"))),
            Scope.ALL,
            List.of(),
            null,
            false);
    this.members = new Member[all];
    this.judges = new Judge[all];
    for (int node = 0; node < all; node++) {
      members[node] = member(node, ids[node]);
    }
    for (int node = 0; node < setting.readers(); node++) {
      Member reader = members[node];
      Eye eye =
          new Eye(
              reader,
              members,
              truth,
              time,
              setting.stores(),
              Lives.Rules.USUAL.deadAfter(),
              !setting.inFolder());
      reader.eye = eye;
      judges[node] = new Judge(reader, members, eye, truth, time, counts, setting.hold(), ASKED);
    }
    this.faults = new Faults(this);
  }

  private Member member(int node, String id) {
    boolean isReader = node < setting.readers();
    int dice = random.nextInt(20);
    String part = dice < 11 || node == setting.readers() ? "app" : dice < 16 ? "db" : "lb";
    boolean slow = !isReader && random.nextInt(10) == 0;
    boolean beats = isReader || random.nextInt(20) > 0;
    int every = setting.every() * (slow ? 2 : 1);
    NodeName name = new NodeName(id);
    SimClock clock = new SimClock(time);
    List<Way> ways = new ArrayList<>();
    for (int store = 0; store < setting.stores(); store++) {
      ways.add(new Way(grounds.get(store).store(), store, truth, weathers.get(store), id));
    }
    SimNode machine =
        new SimNode(
            folder.resolve(id),
            name,
            clock,
            beats ? every : 0,
            Lives.Rules.USUAL,
            Duration.ofSeconds(setting.hold()));
    return new Member(
        node,
        name,
        part,
        "10.%d.%d.%d".formatted(node >> 12, (node >> 6) & 63, 1 + (node & 63)),
        every,
        beats,
        (long) random.nextInt(every) * 1000 + random.nextInt(1000),
        clock,
        machine,
        ways);
  }

  // Time.

  /** Runs it to its end. */
  void run() {
    try {
      for (int node = 0; node < setting.nodes(); node++) {
        bear(members[node], members[node].address);
      }
      after(12 * beat, faults::next);
      long end = START + setting.ticks() * beat;
      while (!queue.isEmpty() && queue.peek().at() <= end && !Thread.interrupted()) {
        Event event = queue.remove();
        time.set(Math.max(time.now(), event.at()));
        happen(event);
      }
      checkStores();
      counts.fleet(setting.hours(), setting.nodes() >= Setting.LARGE);
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    }
  }

  private AssertionError failed(Throwable cause) {
    Violation violation = null;
    for (Throwable one = cause; one != null && violation == null; one = one.getCause()) {
      violation = one instanceof Violation found ? found : null;
    }
    String what = violation == null ? String.valueOf(cause) : violation.getMessage();
    StringBuilder text = new StringBuilder();
    text.append("%s%n  at %s in %s%n".formatted(what, clock(time.now()), setting));
    text.append(
        "  again: mvn -o test -Dtest=SimulatorTest -Dpresence.simulation.seed=%d%n"
            .formatted(setting.seed()));
    for (String line : log) {
      text.append("  ").append(line).append('\n');
    }
    String invariant = violation == null ? "NO_CONTENT_FAILS_A_READER" : violation.invariant();
    Violation failed = new Violation(invariant, text.toString());
    failed.initCause(cause);
    return failed;
  }

  private static String clock(long moment) {
    return Instant.ofEpochMilli(moment).toString();
  }

  void log(String what) {
    if (log.size() == MOST_LOGGED) {
      log.removeFirst();
    }
    log.addLast(
        clock(time.now()) + " " + (what.length() > 300 ? what.substring(0, 300) + "..." : what));
  }

  void after(long millis, Runnable what) {
    queue.add(new Event(time.now() + millis, events++, null, what));
  }

  private void beatAt(long moment, Member member) {
    queue.add(new Event(moment, events++, member, null));
  }

  private void happen(Event event) {
    Member member = event.beats();
    if (member == null) {
      Objects.requireNonNull(event.does()).run();
      return;
    }
    long jitter = random.nextInt(3000) - 1500L;
    long next = event.at() + member.span();
    long phase = START + member.phase;
    next = phase + Math.round((double) (next - phase) / member.span()) * member.span();
    beatAt(Math.max(time.now() + 1, next + jitter), member);
    if (!member.isAlive(time.now())) {
      return;
    }
    if (member.stutter > 0) {
      member.stutter--;
      return;
    }
    announce(member, null);
    if (member.eye != null) {
      look(member);
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
    beatAt(
        START
            + member.phase
            + Math.max(0, time.now() - START) / member.span() * member.span()
            + (time.now() > START ? member.span() : 0),
        member);
  }

  /**
   * Announces, and holds against the stores that it reached what stands there now.
   *
   * @param word what it says from now on; null for no change
   */
  void announce(Member member, @Nullable String word) {
    counts.announcement();
    boolean[] reached = new boolean[setting.stores()];
    boolean any = false;
    boolean stuck = false;
    for (int store = 0; store < setting.stores(); store++) {
      Way way = member.ways.get(store);
      reached[store] = !way.hidesList() && !way.refuses();
      any |= reached[store];
      stuck |= !way.hidesBeats() && way.refuses(); // A stranger's beat stays there.
    }
    try {
      Announced announced = member.node.announce(member.ways, word);
      if (word != null) {
        member.word = word;
      }
      member.alarms = 0;
      check(member, announced.record(), reached);
    } catch (PresenceException e) {
      if (word != null && e.kind() != FailureKind.CONFIG) {
        member.word = word; // The facts say it, and the next beat tells it.
      }
      if (e.kind() == FailureKind.CONFIG) {
        member.alarms = stuck ? 0 : member.alarms + 1;
        log(member + " hears of another machine: " + e.getMessage());
        check(
            "ANNOUNCED_STANDS",
            member.alarms < 4,
            member + " cannot get rid of a rival: " + e.getMessage());
      } else {
        check(
            "ANNOUNCED_STANDS",
            !any,
            member + " could reach a store, and was told not: " + e.getMessage());
      }
    }
  }

  private static void check(String invariant, boolean holds, String message) {
    if (!holds) {
      throw new Violation(invariant, message);
    }
  }

  private void check(Member member, NodeRecord said, boolean[] reached) {
    if (!Objects.equals(said.weight(), member.weight) || !member.word.equals(state(said))) {
      throw new Violation("ANNOUNCED_STANDS", member + " said other facts than it has: " + said);
    }
    for (int store = 0; store < setting.stores(); store++) {
      NodeRecord there = truth.at(store, member.number).record;
      if (reached[store]) {
        if (!said.equals(there)) {
          throw new Violation(
              "ANNOUNCED_STANDS",
              "%s said %s, and in list%d stands %s".formatted(member, said, store, there));
        }
        counts.add(Premise.ANNOUNCED_STANDS);
      }
    }
  }

  private static String state(NodeRecord record) {
    String word = record.state().word();
    return word == null ? Member.IDLE : word;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks, from a copy of the memory too now and then. */
  void look(Member reader) {
    counts.look();
    String twin = null;
    boolean accepting = reader.acceptsNext;
    reader.acceptsNext = false;
    if (!accepting && random.nextInt(12) == 0) {
      List<Way> reversed = new ArrayList<>(reader.ways);
      Collections.reverse(reversed);
      twin = text(reader.node.lookAsTwin(reversed, question, folder.resolve("twin")));
    }
    byte[] before = bytes(reader.node.out());
    Served served = reader.node.look(reader.ways, question, accepting);
    if (twin != null) {
      if (!twin.equals(text(served))) {
        throw new Violation(
            "SAME_BYTES",
            "%s: of one memory and one view came%n%s%nand%n%s"
                .formatted(reader, twin, text(served)));
      }
      counts.add(Premise.SAME_BYTES);
    }
    judge(reader).judge(served, accepting, !Arrays.equals(before, bytes(reader.node.out())));
    if (served instanceof Served.Fresh fresh) {
      check(
          "SAME_BYTES",
          Arrays.equals(
              fresh.json().getBytes(java.nio.charset.StandardCharsets.UTF_8),
              bytes(reader.node.out())),
          reader + " answered otherwise than its file says");
    }
    if (hasGarbage()) {
      counts.add(Premise.READ_DESPITE_GARBAGE);
    }
  }

  private boolean hasGarbage() {
    for (int store = 0; store < setting.stores(); store++) {
      for (Member member : members) {
        Truth.Cell cell = truth.at(store, member.number);
        if (cell.hasGarbage()) {
          return true;
        }
      }
    }
    return false;
  }

  byte[] bytes(Truth.Cell cell, Entry.Kind kind) {
    return Objects.requireNonNull(cell.bytes(kind));
  }

  Judge judge(Member reader) {
    return judges[reader.number];
  }

  private static String text(Served served) {
    return served instanceof Served.Fresh fresh ? fresh.json() : served.getClass().getSimpleName();
  }

  // Two looks crossing.

  /** One look begins, others beat, another look of the same memory is whole, the first ends. */
  void cross(Member reader) {
    long until = time.now() + random.nextInt((int) (beat / 3));
    boolean atBeats = random.nextBoolean();
    CountDownLatch gate = new CountDownLatch(1);
    List<Store> ways = new ArrayList<>();
    for (Way way : reader.ways) {
      boolean first = ways.isEmpty();
      ways.add(
          new ForwardingStore(way) {
            private boolean done;

            @Override
            public Listing list(Predicate<PartName> parts) throws StoreException {
              begin(!atBeats);
              try {
                return super.list(parts);
              } finally {
                end(!atBeats);
              }
            }

            @Override
            public Map<Entry, @Nullable Version> find(Collection<Entry> entries)
                throws StoreException {
              begin(atBeats);
              try {
                return super.find(entries);
              } finally {
                end(atBeats);
              }
            }

            /** The other stores are read when the first one was: each seed is to run the same. */
            private void begin(boolean here) {
              if (here && !first) {
                await(gate);
              }
            }

            private void end(boolean here) {
              if (here && first && !done) {
                done = true;
                meanwhile(reader, until);
                gate.countDown();
              }
            }
          });
    }
    counts.look();
    Served served = reader.node.look(ways, question, false);
    rethrow();
    if (gate.getCount() == 0) {
      judge(reader).judgeLate(served);
    } else {
      judge(reader).judge(served, false, false);
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    if (nested != null) {
      AssertionError error = nested;
      nested = null;
      throw error;
    }
  }

  private void meanwhile(Member reader, long until) {
    try {
      List<Event> later = new ArrayList<>();
      while (!queue.isEmpty() && queue.peek().at() <= until) {
        Event event = queue.remove();
        if (event.beats() == null || event.beats() == reader) {
          later.add(event);
        } else {
          time.set(Math.max(time.now(), event.at()));
          happen(event);
        }
      }
      queue.addAll(later);
      time.set(until);
      look(reader);
    } catch (AssertionError e) {
      nested = e;
    }
  }

  // The end.

  /** What the stores hold is what was written, and nothing else. */
  private void checkStores() {
    for (int store = 0; store < setting.stores(); store++) {
      for (Member member : members) {
        Truth.Cell cell = truth.at(store, member.number);
        for (Entry.Kind kind : List.of(Entry.Kind.RECORD, Entry.Kind.BEAT, Entry.Kind.ORDER)) {
          Entry entry = Entry.of(kind, member.id);
          byte[] written = cell.bytes(kind);
          if (written != null && written.length > JsonReader.LARGEST) {
            continue;
          }
          byte[] there = grounds.get(store).bytes(entry);
          if (Arrays.equals(written, there)) {
            continue;
          }
          throw new Violation(
              "ANNOUNCED_STANDS",
              "in list%d stands another %s than was written: %s and not %s"
                  .formatted(store, entry, text(there), text(written)));
        }
      }
    }
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "none" : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
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

  Set<String> ids(Collection<Member> of) {
    Set<String> ids = new TreeSet<>();
    for (Member member : of) {
      ids.add(member.id.value());
    }
    return ids;
  }
}
