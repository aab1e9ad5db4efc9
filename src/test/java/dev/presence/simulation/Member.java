package dev.presence.simulation;

import dev.presence.model.NodeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One machine of a fleet: what it is, how it fares, and what it says. */
final class Member {
  static final String IDLE = "idle";
  static final String DRAINING = "draining";
  static final String LEFT = "left";

  final int number;
  final NodeName id;
  final String part;
  final String address;
  final int every;
  final boolean beats;
  final long phase;
  final SimClock clock;
  final SimNode node;
  final List<Way> ways;

  /** The numbers of those that claim its address. */
  final List<Integer> rivals = new ArrayList<>();

  /** What this machine may know as a reader; null for one that does not look. */
  @Nullable Eye eye;

  boolean born;
  boolean up;
  boolean gone;
  long asleepUntil;
  int stutter;

  /** Whether it runs the agent, which holds a mark. */
  boolean agent;

  /** When the next process of its agent starts; 0 when it runs. */
  long restartedAt;

  /** Whether its agent wakes soon anyway. */
  boolean wakes;

  /** And whether it does when what is gone has to be decided on. */
  boolean waits;

  int weight;
  String word = IDLE;
  boolean hasForgotten;
  boolean acceptsNext;
  int alarms;

  Member(
      int number,
      NodeName id,
      String part,
      String address,
      int every,
      boolean beats,
      long phase,
      SimClock clock,
      SimNode node,
      List<Way> ways) {
    this.number = number;
    this.id = id;
    this.part = part;
    this.address = address;
    this.every = every;
    this.beats = beats;
    this.phase = phase;
    this.clock = clock;
    this.node = node;
    this.ways = ways;
  }

  /** The milliseconds between two of its beats, as a reader has to take them. */
  long span() {
    return every * 1000L;
  }

  boolean isAlive(long now) {
    return born && up && !gone && asleepUntil <= now;
  }

  /** It may have missed what went from the store with the marks. */
  void breakMarks() {
    if (ways.get(0) instanceof MarkedWay way) {
      way.breakMarks();
    }
  }

  /** A look of it begins. */
  void looks() {
    for (Way way : ways) {
      way.askedOf.clear();
    }
  }

  /** A look of it is over. */
  void looked() {
    if (ways.get(0) instanceof MarkedWay way) {
      way.looked();
    }
  }

  @Override
  public String toString() {
    return id.value();
  }
}
