package dev.presence.simulation;

import java.util.List;

/** What goes wrong where agents hold marks, at a pace of its own. */
final class MarkFaults extends Mischief {
  private static final Fault[] ALL = {
    Fault.MARKS_EXPIRE_ALL,
    Fault.MARKS_EXPIRE_MANY,
    Fault.MARKS_EXPIRE_FEW,
    Fault.MARKS_EXPIRE_UNSEEN,
    Fault.OWN_SESSION_LOST,
    Fault.AGENT_RESTARTED,
    Fault.AGENT_TO_TIMER,
    Fault.TIMER_TO_AGENT,
    Fault.AGENT_STOPS_BEATING
  };

  private final Engine engine;

  MarkFaults(Fleet fleet, Engine engine) {
    super(fleet);
    this.engine = engine;
  }

  /** One of them, and the next one later. */
  void next() {
    happen(ALL[random.nextInt(ALL.length)]);
    fleet.after((long) (beat * random.nextDouble() * 2 / fleet.setting.pace()), this::next);
  }

  private boolean isAgent(Member member) {
    return member.agent && isUp(member);
  }

  private void happen(Fault fault) {
    List<Member> some =
        switch (fault) {
          case MARKS_EXPIRE_ALL -> agents(fleet.members.length);
          case MARKS_EXPIRE_MANY -> agents(fleet.setting.nodes() * (38 + random.nextInt(40)) / 100);
          case MARKS_EXPIRE_FEW, MARKS_EXPIRE_UNSEEN -> agents(few());
          case OWN_SESSION_LOST -> fleet.some(2, one -> isAgent(one) && isReader(one));
          case AGENT_TO_TIMER -> fleet.some(few(), one -> isAgent(one) && isReached(one));
          case TIMER_TO_AGENT ->
              fleet.some(few(), one -> !one.agent && one.beats && isUp(one) && isReached(one));
          default -> fleet.some(few(), one -> isAgent(one) && !isReader(one));
        };
    if (some.isEmpty()) {
      return;
    }
    happened(fault, some);
    switch (fault) {
      case MARKS_EXPIRE_ALL -> engine.expire(some, 0, 3000); // A server that paused.
      case MARKS_EXPIRE_MANY, MARKS_EXPIRE_FEW -> {
        engine.expire(some, 4000, 26_000);
        if (random.nextBoolean()) {
          fleet.after(1000L + random.nextInt(9000), () -> happen(Fault.OWN_SESSION_LOST));
        }
      }
      case MARKS_EXPIRE_UNSEEN -> {
        engine.expire(some, beat / 2, 2 * beat);
        fleet.after(1000L + random.nextInt(8000), this::hide);
      }
      case OWN_SESSION_LOST -> engine.expire(some, 20, 400);
      case AGENT_RESTARTED -> some.forEach(this::restart);
      case AGENT_TO_TIMER, TIMER_TO_AGENT -> some.forEach(this::changeOver);
      case AGENT_STOPS_BEATING -> some.forEach(member -> member.stutter = 6 + random.nextInt(4));
      default -> throw new IllegalArgumentException(fault.name());
    }
  }

  /** From some readers, when they have seen who is gone and it is not yet decided on. */
  private void hide() {
    for (Member reader : fleet.some(2, one -> isAgent(one) && isReader(one))) {
      Weather weather = reader.ways.get(0).here;
      weather.slowBeats = true;
      fleet.after(Engine.SESSION + random.nextInt(20_000), () -> weather.slowBeats = false);
    }
  }

  private List<Member> agents(int most) {
    return fleet.some(Math.max(1, most), this::isAgent);
  }

  private static boolean isReached(Member member) {
    return !member.ways.get(0).refuses() && member.alarms == 0 && member.stutter == 0;
  }

  /** An upgrade: no leave, and the next process takes the mark over. */
  private void restart(Member member) {
    long away = 500L + random.nextInt(8000);
    member.restartedAt = fleet.time.now() + away;
    engine.tick();
    fleet.after(away + 1, engine::tick);
  }

  /** It says in its beat whether a mark goes with it, before that is released, or held. */
  private void changeOver(Member member) {
    member.agent = !member.agent;
    fleet.announce(member, null);
    // Of the others the agent was killed, and the mark outlives it.
    if (!member.agent && member.number % 2 == 0) {
      engine.expire(List.of(member), 1, 2);
    }
    engine.tick();
  }
}
