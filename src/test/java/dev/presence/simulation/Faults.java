package dev.presence.simulation;

import dev.presence.model.Beat;
import dev.presence.model.Order;
import dev.presence.store.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lets things go wrong, one after the other and several at a time, and mends them again. */
final class Faults {
  private final Fleet fleet;
  private final Random random;
  private final long beat;
  private final List<Truth.Cell @Nullable []> copies = new ArrayList<>();
  private final List<Fault> deck = new ArrayList<>();
  private boolean happened;

  Faults(Fleet fleet) {
    this.fleet = fleet;
    this.random = fleet.random;
    this.beat = fleet.beat;
    for (int store = 0; store < fleet.setting.stores(); store++) {
      copies.add(null);
    }
  }

  /** One of them, and the next one later; each kind has its turn before one comes again. */
  void next() {
    if (deck.isEmpty()) {
      deck.addAll(List.of(Fault.values()));
      Collections.shuffle(deck, random);
    }
    happened = false;
    for (int tries = 0; tries < 3 && !happened && !deck.isEmpty(); tries++) {
      happen(deck.remove(deck.size() - 1));
    }
    if (random.nextInt(10) == 0) {
      copy(random.nextInt(copies.size()));
    }
    fleet.after((long) (beat * random.nextDouble() * 2 / fleet.setting.pace()), this::next);
  }

  private void happened(Fault fault, Object what) {
    happened = true;
    fleet.counts.add(fault);
    fleet.log(fault + " " + what);
  }

  /** So many beats, more or less. */
  private long beats(int from, int to) {
    return from * beat + (long) (random.nextDouble() * (to - from) * beat);
  }

  private int store() {
    return random.nextInt(fleet.setting.stores());
  }

  private boolean isUp(Member member) {
    return member.isAlive(fleet.time.now());
  }

  private boolean isReader(Member member) {
    return member.eye != null;
  }

  private int few() {
    int most = Math.max(1, fleet.setting.nodes() / 6);
    return 1 + random.nextInt(most);
  }

  private void happen(Fault fault) {
    switch (fault) {
      case CRASH -> crash(fault, 1 + (random.nextInt(3) == 0 ? random.nextInt(3) : 0));
      case MASS_CRASH -> crash(fault, fleet.setting.nodes() * (5 + random.nextInt(4)) / 9);
      case RESTART -> restart(false);
      case RESTART_WITHOUT_MEMORY -> restart(true);
      case STUTTER -> stutter();
      case CUT_FROM_ONE_STORE -> cut(fault, few(), false);
      case CUT_FROM_ALL_STORES -> cut(fault, few(), true);
      case STORE_AWAY -> everywhere(fault, false);
      case ALL_STORES_AWAY -> everywhere(fault, true);
      case STORE_SLOW, BEATS_SLOW -> slow(fault);
      case STORE_FULL -> everywhere(fault, random.nextBoolean());
      case UNREADABLE_ENTRIES -> unreadable();
      case BROKEN_RECORDS, BROKEN_BEATS -> broken(fault);
      case STRANGERS_BEATS -> strangers();
      case STRANGE_ENTRIES -> strange();
      case CLOCK_AHEAD, CLOCK_BEHIND -> setClock(fault);
      case CLOCK_BACK -> setBack();
      case READER_ASLEEP -> sleep();
      case MEMORY_LOST, MEMORY_AND_ANSWER_LOST -> forget(fault);
      case LOOKS_CROSSING -> cross();
      case ORDER_DRAIN, ORDER_LEFT, ORDER_LIFTED -> order(fault);
      case LEAVE -> leave();
      case DRAIN, SERVE_AGAIN -> say(fault);
      case OTHER_FACTS -> otherFacts();
      case NEW_NODE, REPLACED -> bear(fault);
      case LIST_EMPTIED, LIST_HALF_EMPTIED -> empty(fault);
      case LIST_RESTORED -> restore();
      case REMOVALS_ACCEPTED -> accept();
    }
  }

  // Machines.

  private void crash(Fault fault, int most) {
    List<Member> down = fleet.some(most, this::isUp);
    if (down.isEmpty()) {
      return;
    }
    boolean together = random.nextBoolean();
    long back = beats(1, 16);
    for (Member member : down) {
      member.up = false;
      if (fault == Fault.MASS_CRASH || random.nextInt(4) > 0) {
        fleet.after(together ? back : beats(1, 16), () -> up(member, random.nextInt(3) == 0));
      }
    }
    happened(fault, down);
  }

  private void up(Member member, boolean lost) {
    if (member.up || member.gone) {
      return;
    }
    if (lost) {
      lose(member, random.nextBoolean());
    }
    member.up = true;
    member.asleepUntil = 0;
    happened(lost ? Fault.RESTART_WITHOUT_MEMORY : Fault.RESTART, member);
  }

  private void restart(boolean lost) {
    for (Member member : fleet.some(1, one -> !one.up && !one.gone)) {
      up(member, lost);
    }
  }

  private void lose(Member member, boolean answerToo) {
    member.node.forget(answerToo);
    member.hasForgotten = true;
    if (member.eye != null) {
      fleet.judge(member).forget(answerToo);
    }
  }

  private void stutter() {
    List<Member> some = fleet.some(few(), this::isUp);
    for (Member member : some) {
      member.stutter = 1 + random.nextInt(4);
    }
    happened(Fault.STUTTER, some);
  }

  private void sleep() {
    for (Member reader : fleet.some(1, one -> isUp(one) && isReader(one))) {
      reader.asleepUntil = fleet.time.now() + Fleet.HOUR;
      happened(Fault.READER_ASLEEP, reader);
    }
  }

  private void forget(Fault fault) {
    for (Member reader : fleet.some(1, one -> isUp(one) && isReader(one))) {
      lose(reader, fault == Fault.MEMORY_AND_ANSWER_LOST);
      happened(fault, reader);
    }
  }

  private void accept() {
    for (Member reader : fleet.some(1, one -> isUp(one) && isReader(one))) {
      reader.acceptsNext = true;
      happened(Fault.REMOVALS_ACCEPTED, reader);
    }
  }

  private void cross() {
    for (Member reader :
        fleet.some(1, one -> isUp(one) && isReader(one) && one.eye != null && !one.eye.isBlank)) {
      happened(Fault.LOOKS_CROSSING, reader);
      fleet.cross(reader);
    }
  }

  // Clocks.

  private void setClock(Fault fault) {
    int wrong = fleet.some(fleet.members.length, one -> one.clock.wrong() != 0).size();
    int most = Math.max(1, fleet.setting.nodes() / 6) - wrong;
    if (most <= 0) {
      return;
    }
    List<Member> some =
        fleet.some(1 + random.nextInt(most), one -> one.clock.wrong() == 0 && one.born);
    for (Member member : some) {
      long by = fault == Fault.CLOCK_AHEAD ? Fleet.HOUR : -Fleet.HOUR;
      set(member, by);
      if (random.nextBoolean()) {
        fleet.after(beats(2, 30), () -> backToRight(member));
      }
    }
    if (random.nextBoolean()) {
      stutter(); // Who pauses while a clock jumps is not dead for that.
    }
    happened(fault, some);
  }

  private void set(Member member, long wrong) {
    member.clock.setWrong(wrong);
    if (member.eye != null) {
      member.eye.clockSet();
    }
  }

  private void setBack() {
    for (Member member : fleet.some(1, one -> one.clock.wrong() != 0)) {
      backToRight(member);
    }
  }

  private void backToRight(Member member) {
    if (member.clock.wrong() != 0) {
      set(member, 0);
      happened(Fault.CLOCK_BACK, member);
    }
  }

  // Ways and stores.

  private void cut(Fault fault, int most, boolean all) {
    List<Member> some = fleet.some(most, one -> true);
    int store = store();
    long until = beats(1, 14);
    for (Member member : some) {
      for (int i = 0; i < fleet.setting.stores(); i++) {
        if (all || i == store) {
          Weather weather = member.ways.get(i).here;
          weather.cut = true;
          fleet.after(until, () -> weather.cut = false);
        }
      }
    }
    happened(fault, some + (all ? "" : " from list" + store));
  }

  private void everywhere(Fault fault, boolean all) {
    int store = store();
    long until = beats(1, 14);
    for (int i = 0; i < fleet.setting.stores(); i++) {
      if (all || i == store) {
        Weather weather = fleet.weathers.get(i);
        if (fault == Fault.STORE_FULL) {
          weather.full = true;
          fleet.after(until, () -> weather.full = false);
        } else {
          weather.cut = true;
          fleet.after(until, () -> weather.cut = false);
        }
      }
    }
    happened(fault, all ? "all" : "list" + store);
  }

  private void slow(Fault fault) {
    int store = store();
    List<Weather> weathers = new ArrayList<>();
    List<Member> some = fleet.some(few(), one -> true);
    if (random.nextBoolean()) {
      weathers.add(fleet.weathers.get(store));
    } else {
      for (Member member : some) {
        weathers.add(member.ways.get(store).here);
      }
    }
    long until = beats(1, 14);
    for (Weather weather : weathers) {
      if (fault == Fault.STORE_SLOW) {
        weather.slow = true;
        fleet.after(until, () -> weather.slow = false);
      } else {
        weather.slowBeats = true;
        fleet.after(until, () -> weather.slowBeats = false);
      }
    }
    happened(fault, "list" + store + (weathers.size() == 1 ? "" : " for " + some));
  }

  private void unreadable() {
    int store = store();
    List<Entry> entries = new ArrayList<>();
    Entry.Kind[] kinds = {Entry.Kind.RECORD, Entry.Kind.BEAT, Entry.Kind.BEAT, Entry.Kind.ORDER};
    for (Member member : fleet.some(2 * few(), one -> true)) {
      entries.add(Entry.of(kinds[random.nextInt(kinds.length)], member.id));
    }
    List<Weather> weathers = new ArrayList<>();
    for (Member reader : fleet.some(2, this::isReader)) {
      weathers.add(reader.ways.get(store).here);
    }
    long until = beats(1, 14);
    for (Weather weather : weathers) {
      weather.unreadable.addAll(entries);
      fleet.after(until, () -> weather.unreadable.removeAll(entries));
    }
    happened(Fault.UNREADABLE_ENTRIES, "in list" + store + " " + entries);
  }

  // Garbage.

  private void plant(int store, Entry entry, byte[] bytes) {
    fleet.grounds.get(store).plant(entry, bytes);
  }

  private byte[] garbage(Member member) {
    byte[] noise = new byte[random.nextInt(64)];
    random.nextBytes(noise);
    String other =
        "{\"filetype\":\"%s\",\"value\":{\"instance-id\":\"%s\",\"nodepart\":\"app\"%s}}";
    String text =
        switch (random.nextInt(9)) {
          case 0 -> "";
          case 1 -> "{";
          case 2 -> "{\"filetype\": \"nodepresence\", \"value\": {}}";
          case 3 -> other.formatted("nodepresence", "n-9999", "");
          case 4 -> other.formatted("nodebeat", member.id, ",\"every\":0,\"seq\":-1");
          case 5 -> other.formatted("nodepresence", member.id, ",\"tss\":\"yesterday\"");
          case 6 -> "[".repeat(30000);
          case 7 -> " ".repeat(70000);
          default -> "";
        };
    return text.isEmpty() ? noise : text.getBytes(StandardCharsets.US_ASCII);
  }

  private void broken(Fault fault) {
    int store = store();
    int most = random.nextInt(4) == 0 ? fleet.setting.nodes() : few();
    List<Member> some = fleet.some(most, one -> true);
    for (Member member : some) {
      Truth.Cell cell = fleet.truth.at(store, member.number);
      byte[] bytes = garbage(member);
      if (fault == Fault.BROKEN_RECORDS) {
        cell.record = null;
        cell.badRecord = bytes;
        plant(store, Entry.of(Entry.Kind.RECORD, member.id), bytes);
      } else {
        cell.beat = null;
        cell.badBeat = bytes;
        plant(store, Entry.of(Entry.Kind.BEAT, member.id), bytes);
      }
    }
    happened(fault, "in list" + store + " " + some);
  }

  private void strangers() {
    int store = store();
    List<Member> some = fleet.some(Math.max(1, few() / 2), one -> one.beats);
    for (Member member : some) {
      long second = fleet.time.now() / 1000;
      long[] seqs = {Long.MAX_VALUE, 0, 1, second + 86400, second - 86400, second};
      int[] everies = {1, 60, 86400};
      Beat beat =
          new Beat(
              member.id,
              everies[random.nextInt(everies.length)],
              seqs[random.nextInt(seqs.length)],
              null,
              "0badcafe",
              new TreeMap<>(),
              null);
      Truth.Cell cell = fleet.truth.at(store, member.number);
      cell.badBeat = null;
      cell.beat = new Truth.Pulse(beat, fleet.time.now(), false);
      plant(store, Entry.of(Entry.Kind.BEAT, member.id), fleet.bytes(cell, Entry.Kind.BEAT));
    }
    happened(Fault.STRANGERS_BEATS, "in list" + store + " " + some);
  }

  /** Names that are no node's, and orders that are none. */
  private void strange() {
    int store = store();
    String[] names = {"Node", "a..b", "con", "x".repeat(70), "-", "n_\u00e4"};
    plant(
        store,
        new Entry(Entry.Kind.RECORD, names[random.nextInt(names.length)]),
        garbage(fleet.members[0]));
    for (Member member : fleet.some(few(), one -> true)) {
      Truth.Cell cell = fleet.truth.at(store, member.number);
      byte[] bytes = garbage(member);
      cell.order = null;
      cell.badOrder = bytes;
      plant(store, Entry.of(Entry.Kind.ORDER, member.id), bytes);
    }
    happened(Fault.STRANGE_ENTRIES, "in list" + store);
  }

  // Words.

  private void order(Fault fault) {
    boolean dead = fault == Fault.ORDER_LEFT && random.nextBoolean();
    for (Member member : fleet.some(few(), one -> dead ? !one.up : true)) {
      Order.Word word =
          switch (fault) {
            case ORDER_DRAIN -> Order.Word.DRAINING;
            case ORDER_LEFT -> Order.Word.LEFT;
            default -> Order.Word.LIFTED;
          };
      boolean ends = word == Order.Word.DRAINING && random.nextBoolean();
      fleet.desk.order(fleet.admin, member.id, word, ends ? Duration.ofMillis(beats(1, 10)) : null);
      happened(fault, member);
      if (word == Order.Word.DRAINING && random.nextInt(3) > 0) {
        fleet.after(
            beats(1, 10),
            () -> {
              fleet.desk.order(fleet.admin, member.id, Order.Word.LIFTED, null);
              happened(Fault.ORDER_LIFTED, member);
            });
      }
    }
  }

  private void leave() {
    for (Member member : fleet.some(1, one -> isUp(one) && !isReader(one))) {
      fleet.announce(member, Member.LEFT);
      member.gone = true;
      happened(Fault.LEAVE, member);
      if (random.nextInt(3) > 0) {
        fleet.after(
            beats(2, 20),
            () -> {
              member.gone = false;
              if (member.up) {
                fleet.announce(member, Member.IDLE);
                happened(Fault.SERVE_AGAIN, member);
              } else {
                member.gone = true;
              }
            });
      }
    }
  }

  private void say(Fault fault) {
    String word = fault == Fault.DRAIN ? Member.DRAINING : Member.IDLE;
    for (Member member : fleet.some(few(), one -> isUp(one) && !one.word.equals(word))) {
      fleet.announce(member, word);
      happened(fault, member);
      if (fault == Fault.DRAIN) {
        fleet.after(
            beats(1, 12),
            () -> {
              if (isUp(member) && member.word.equals(Member.DRAINING)) {
                fleet.announce(member, Member.IDLE);
                happened(Fault.SERVE_AGAIN, member);
              }
            });
      }
    }
  }

  private void otherFacts() {
    List<Member> some = fleet.some(few(), this::isUp);
    for (Member member : some) {
      member.weight = (member.weight + 1) % 200;
      member.node.weigh(member.weight);
    }
    happened(Fault.OTHER_FACTS, some);
  }

  private void bear(Fault fault) {
    Member fresh = null;
    for (Member member : fleet.members) {
      fresh = fresh == null && !member.born ? member : fresh;
    }
    if (fresh == null) {
      return;
    }
    String part = fresh.part;
    String address = fresh.address;
    if (fault == Fault.REPLACED) {
      List<Member> old =
          fleet.some(1, one -> !isReader(one) && one.part.equals(part) && one.rivals.isEmpty());
      if (old.isEmpty()) {
        return;
      }
      address = old.get(0).address;
      old.get(0).rivals.add(fresh.number);
      fresh.rivals.add(old.get(0).number);
      old.get(0).up = random.nextInt(3) == 0 && old.get(0).up;
      happened(fault, old.get(0) + " by " + fresh);
    } else {
      happened(fault, fresh);
    }
    fleet.bear(fresh, address);
  }

  // Lists.

  private void copy(int store) {
    Truth.Cell[] copy = new Truth.Cell[fleet.members.length];
    for (int node = 0; node < copy.length; node++) {
      copy[node] = fleet.truth.at(store, node).copy();
    }
    copies.set(store, copy);
    fleet.log("a copy is made of list" + store);
  }

  private void put(int store, int node, Truth.Cell cell) {
    for (Entry.Kind kind : List.of(Entry.Kind.RECORD, Entry.Kind.BEAT, Entry.Kind.ORDER)) {
      Entry entry = Entry.of(kind, fleet.members[node].id);
      byte[] bytes = cell.bytes(kind);
      byte[] there = fleet.truth.at(store, node).bytes(kind);
      if (bytes == null) {
        fleet.grounds.get(store).erase(entry);
      } else if (!Arrays.equals(bytes, there)) {
        plant(store, entry, bytes);
      }
    }
    fleet.truth.set(store, node, cell);
  }

  private void empty(Fault fault) {
    int store = store();
    List<Member> gone =
        fleet.some(
            fault == Fault.LIST_EMPTIED
                ? fleet.members.length
                : fleet.members.length * (5 + random.nextInt(4)) / 9,
            one -> true);
    boolean locked = random.nextInt(3) > 0;
    long until = beats(4, 16);
    boolean beatsToo = random.nextBoolean();
    for (Member member : gone) {
      Truth.Cell cell = new Truth.Cell();
      if (!beatsToo) {
        Truth.Cell old = fleet.truth.at(store, member.number);
        cell.beat = old.beat;
        cell.badBeat = old.badBeat;
      }
      put(store, member.number, cell);
      if (locked) {
        Weather weather = member.ways.get(store).here;
        weather.full = true;
        fleet.after(until, () -> weather.full = false);
      }
    }
    happened(
        fault,
        "list%d of %s%s%s"
            .formatted(
                store,
                gone,
                beatsToo ? "" : ", beats stay",
                locked ? ", and they cannot write it" : ""));
  }

  private void restore() {
    int store = store();
    Truth.Cell[] copy = copies.get(store);
    if (copy == null) {
      copy(store);
      return;
    }
    for (int node = 0; node < copy.length; node++) {
      put(store, node, copy[node].copy());
    }
    happened(Fault.LIST_RESTORED, "list" + store);
  }
}
