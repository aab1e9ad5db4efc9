package dev.presence.simulation;

import dev.presence.store.Entry;
import java.util.ArrayList;
import java.util.List;

/** Ways to stores, and stores, on which something goes wrong for a while. */
final class WayFaults extends Mischief {
  WayFaults(Fleet fleet) {
    super(fleet);
  }

  void cut(Fault fault, int most, boolean all) {
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

  void everywhere(Fault fault, boolean all) {
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

  void slow(Fault fault) {
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

  void unreadable() {
    int store = store();
    List<Entry> entries = new ArrayList<>();
    Entry.Kind[] kinds = {Entry.Kind.RECORD, Entry.Kind.BEAT, Entry.Kind.BEAT, Entry.Kind.ORDER};
    for (Member member : fleet.some(2 * few(), one -> true)) {
      entries.add(Entry.of(kinds[random.nextInt(kinds.length)], member.id));
    }
    List<Weather> weathers = new ArrayList<>();
    for (Member reader : fleet.some(2, Mischief::isReader)) {
      weathers.add(reader.ways.get(store).here);
    }
    long until = beats(1, 14);
    for (Weather weather : weathers) {
      weather.unreadable.addAll(entries);
      fleet.after(until, () -> weather.unreadable.removeAll(entries));
    }
    happened(Fault.UNREADABLE_ENTRIES, "in list" + store + " " + entries);
  }
}
