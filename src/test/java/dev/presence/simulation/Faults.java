package dev.presence.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lets things go wrong, one after the other and several at a time, and mends them again. */
final class Faults extends Mischief {
  /** So often another kind is tried when one has nobody to happen to. */
  private static final int MOST_TRIES = 3;

  private final MachineFaults machines;
  private final WayFaults ways;
  private final Garbage garbage;
  private final Words words;
  private final ListFaults lists;
  private final List<Fault> deck = new ArrayList<>();

  Faults(Fleet fleet) {
    super(fleet);
    this.machines = new MachineFaults(fleet);
    this.ways = new WayFaults(fleet);
    this.garbage = new Garbage(fleet);
    this.words = new Words(fleet);
    this.lists = new ListFaults(fleet);
  }

  /** One of them, and the next one later; each kind has its turn before one comes again. */
  void next() {
    if (deck.isEmpty()) {
      for (Fault fault : Fault.values()) {
        if (!fault.isOfMarks()) {
          deck.add(fault);
        }
      }
      Collections.shuffle(deck, random);
    }
    long before = fleet.happened();
    for (int i = 0; i < MOST_TRIES && fleet.happened() == before && !deck.isEmpty(); i++) {
      happen(deck.remove(deck.size() - 1));
    }
    if (random.nextInt(10) == 0) {
      lists.copy(store());
    }
    fleet.after((long) (beat * random.nextDouble() * 2 / fleet.setting.pace()), this::next);
  }

  private void happen(Fault fault) {
    switch (fault) {
      case CRASH -> machines.crash(fault, 1 + (random.nextInt(3) == 0 ? random.nextInt(3) : 0));
      case MASS_CRASH -> machines.crash(fault, fleet.setting.nodes() * (5 + random.nextInt(4)) / 9);
      case RESTART -> machines.restart(false);
      case RESTART_WITHOUT_MEMORY -> machines.restart(true);
      case STUTTER -> machines.stutter();
      case CUT_FROM_ONE_STORE -> ways.cut(fault, few(), false);
      case CUT_FROM_ALL_STORES -> ways.cut(fault, few(), true);
      case STORE_AWAY -> ways.everywhere(fault, false);
      case ALL_STORES_AWAY -> ways.everywhere(fault, true);
      case STORE_SLOW, BEATS_SLOW -> ways.slow(fault);
      case STORE_FULL -> ways.everywhere(fault, random.nextBoolean());
      case UNREADABLE_ENTRIES -> ways.unreadable();
      case BROKEN_RECORDS, BROKEN_BEATS -> garbage.broken(fault);
      case STRANGERS_BEATS -> garbage.strangers();
      case STRANGE_ENTRIES -> garbage.strange();
      case CLOCK_AHEAD, CLOCK_BEHIND -> machines.setClock(fault);
      case CLOCK_BACK -> machines.setBack();
      case READER_ASLEEP -> machines.sleep();
      case MEMORY_LOST, MEMORY_AND_ANSWER_LOST -> machines.forget(fault);
      case LOOKS_CROSSING -> machines.cross();
      case ORDER_DRAIN, ORDER_LEFT, ORDER_LIFTED -> words.order(fault);
      case LEAVE -> words.leave();
      case DRAIN, SERVE_AGAIN -> words.say(fault);
      case OTHER_FACTS -> words.otherFacts();
      case NEW_NODE, REPLACED -> words.bear(fault);
      case LIST_EMPTIED, LIST_HALF_EMPTIED -> lists.empty(fault);
      case LIST_RESTORED -> lists.restore();
      case REMOVALS_ACCEPTED -> machines.accept();
      default -> throw new IllegalArgumentException(fault.name());
    }
  }
}
