package dev.presence.simulation;

import dev.presence.model.Beat;
import dev.presence.store.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** A strange hand on the lists: what is no record, no beat and no order. */
final class Garbage extends Mischief {
  Garbage(Fleet fleet) {
    super(fleet);
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

  void broken(Fault fault) {
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

  void strangers() {
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
              null,
              null);
      Truth.Cell cell = fleet.truth.at(store, member.number);
      cell.badBeat = null;
      cell.beat = new Truth.Pulse(beat, fleet.time.now(), false);
      plant(
          store,
          Entry.of(Entry.Kind.BEAT, member.id),
          Objects.requireNonNull(cell.bytes(Entry.Kind.BEAT)));
    }
    happened(Fault.STRANGERS_BEATS, "in list" + store + " " + some);
  }

  /** Names that are no node's, and orders that are none. */
  void strange() {
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
}
