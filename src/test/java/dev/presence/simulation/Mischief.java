package dev.presence.simulation;

import dev.presence.store.Entry;
import java.util.Random;

/** What all that goes wrong needs: a fleet, chance, and a word in the log. */
abstract class Mischief {
  final Fleet fleet;
  final Random random;

  /** The time between two beats of most nodes, in milliseconds. */
  final long beat;

  Mischief(Fleet fleet) {
    this.fleet = fleet;
    this.random = fleet.random;
    this.beat = fleet.beat;
  }

  final void happened(Fault fault, Object what) {
    fleet.happened(fault, what);
  }

  /** So many beats, more or less, in milliseconds. */
  final long beats(int from, int to) {
    return from * beat + (long) (random.nextDouble() * (to - from) * beat);
  }

  final int store() {
    return random.nextInt(fleet.setting.stores());
  }

  /** A number of nodes that is no majority. */
  final int few() {
    return 1 + random.nextInt(Math.max(1, fleet.setting.nodes() / 6));
  }

  final boolean isUp(Member member) {
    return member.isAlive(fleet.time.now());
  }

  static boolean isReader(Member member) {
    return member.eye != null;
  }

  final void plant(int store, Entry entry, byte[] bytes) {
    fleet.grounds.get(store).plant(entry, bytes);
  }
}
