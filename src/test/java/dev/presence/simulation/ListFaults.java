package dev.presence.simulation;

import dev.presence.store.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists that are emptied, or restored from an old copy. */
final class ListFaults extends Mischief {
  private final List<Truth.Cell @Nullable []> copies = new ArrayList<>();

  ListFaults(Fleet fleet) {
    super(fleet);
    for (int store = 0; store < fleet.setting.stores(); store++) {
      copies.add(null);
    }
  }

  void copy(int store) {
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

  void empty(Fault fault) {
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

  void restore() {
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
