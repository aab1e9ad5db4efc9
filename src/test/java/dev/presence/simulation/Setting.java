package dev.presence.simulation;

import java.util.Random;

/**
 * What a fleet is like: all of it by its seed.
 *
 * @param nodes at the start; some more may come
 * @param every the seconds between two beats of most of them
 * @param ticks how many such beats it is watched for
 * @param inFolder whether the lists are real folders
 * @param hold in seconds, within which at most half of a part goes by silence
 * @param pace how many faults come in the time of a beat
 */
record Setting(
    long seed,
    int nodes,
    int readers,
    int stores,
    int every,
    int ticks,
    boolean inFolder,
    int hold,
    double pace) {
  /** From this size on a fleet is a large one. */
  static final int LARGE = 300;

  private static final int MOST_IN_FOLDER = 30;

  static Setting of(long seed) {
    Random random = new Random(seed);
    int kind = (int) Math.floorMod(seed, 32L);
    if (kind == 0) {
      int nodes = LARGE + random.nextInt(1001 - LARGE);
      return of(seed, random, nodes, 300, 30, 2 + random.nextInt(2));
    }
    if (kind % 16 == 8) {
      int nodes = 31 + random.nextInt(LARGE - 31);
      return of(seed, random, nodes, 180 + 60 * random.nextInt(3), 40, 2 + random.nextInt(3));
    }
    int nodes = 3 + (kind % 3 == 0 ? random.nextInt(5) : random.nextInt(MOST_IN_FOLDER - 2));
    int[] everies = {30, 60, 120, 180, 300, 300, 300, 300};
    int every = everies[random.nextInt(everies.length)];
    int readers = Math.min(nodes, 2 + random.nextInt(5));
    return of(seed, random, nodes, every, 80, readers);
  }

  private static Setting of(
      long seed, Random random, int nodes, int every, int ticks, int readers) {
    boolean large = nodes > MOST_IN_FOLDER;
    return new Setting(
        seed,
        nodes,
        readers,
        1 + random.nextInt(2),
        every,
        ticks,
        !large,
        random.nextBoolean() ? 600 : every * (2 + random.nextInt(6)),
        large ? 1 + random.nextInt(2) : 0.6 + 0.4 * random.nextInt(3));
  }

  /** Whether the first list is on an engine, where agents hold marks. */
  boolean hasEngine() {
    return Math.floorMod(seed, 3L) == 2;
  }

  double hours() {
    return (double) nodes * every * ticks / 3600;
  }
}
