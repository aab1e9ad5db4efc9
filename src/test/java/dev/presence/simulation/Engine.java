package dev.presence.simulation;

import java.util.Collection;

/**
 * The server of a fleet's first list, where agents hold marks: whose stands just now. A mark
 * outlives its process by a session, and is held anew by one that runs.
 */
final class Engine {
  /** In milliseconds. */
  static final long SESSION = 10_000;

  private final Fleet fleet;
  private final long[] heard;
  private final long[] lostUntil;
  private final boolean[] connected;
  private final boolean[] stands;

  Engine(Fleet fleet, int nodes) {
    this.fleet = fleet;
    heard = new long[nodes];
    lostUntil = new long[nodes];
    connected = new boolean[nodes];
    stands = new boolean[nodes];
  }

  boolean stands(int node) {
    return stands[node];
  }

  /** Lets the time tell. While the server is down no session ends, as it grants each one anew. */
  void tick() {
    long now = fleet.time.now();
    boolean down = fleet.weathers.get(0).cut;
    boolean changed = false;
    for (Member member : fleet.members) {
      int node = member.number;
      boolean runs = member.agent && member.isAlive(now) && member.restartedAt <= now;
      boolean reaches = runs && !down && !member.ways.get(0).here.cut;
      if (reaches || (down && stands[node])) {
        heard[node] = now;
      }
      if (reaches && !connected[node] && member.restartedAt == 0) {
        member.breakMarks(); // It may have missed what went meanwhile.
      } else if (!reaches && connected[node]) {
        fleet.after(SESSION + 1, this::tick);
      }
      member.restartedAt = reaches ? 0 : member.restartedAt;
      connected[node] = reaches;
      boolean held = reaches || (stands[node] && now - heard[node] < SESSION);
      boolean stood = stands[node];
      stands[node] = held && lostUntil[node] <= now;
      changed |= stands[node] != stood;
    }
    if (changed) {
      fleet.wake();
    }
  }

  /** The sessions of these are over, though they run; they hold their marks anew after a while. */
  void expire(Collection<Member> some, long least, long most) {
    long now = fleet.time.now();
    for (Member member : some) {
      long away = least + (long) (fleet.random.nextDouble() * (most - least));
      lostUntil[member.number] = now + away;
      member.breakMarks();
      fleet.after(away + 1, this::tick);
    }
    tick();
  }
}
