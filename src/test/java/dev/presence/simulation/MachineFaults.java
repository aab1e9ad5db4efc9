package dev.presence.simulation;

import java.util.List;

/** Machines that crash, come back, pause or sleep, and clocks that are wrong. */
final class MachineFaults extends Mischief {
  MachineFaults(Fleet fleet) {
    super(fleet);
  }

  void crash(Fault fault, int most) {
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

  void restart(boolean lost) {
    for (Member member : fleet.some(1, one -> !one.up && !one.gone)) {
      up(member, lost);
    }
  }

  private void lose(Member member, boolean answerToo) {
    member.node.forget(answerToo);
    member.hasForgotten = true;
    if (member.eye != null) {
      fleet.judgeOf(member).forget(answerToo);
    }
  }

  void stutter() {
    List<Member> some = fleet.some(few(), this::isUp);
    for (Member member : some) {
      member.stutter = 1 + random.nextInt(4);
    }
    happened(Fault.STUTTER, some);
  }

  void sleep() {
    for (Member reader : fleet.some(1, one -> isUp(one) && isReader(one))) {
      reader.asleepUntil = fleet.time.now() + Fleet.HOUR;
      happened(Fault.READER_ASLEEP, reader);
    }
  }

  void forget(Fault fault) {
    for (Member reader : fleet.some(1, one -> isUp(one) && isReader(one))) {
      lose(reader, fault == Fault.MEMORY_AND_ANSWER_LOST);
      happened(fault, reader);
    }
  }

  void accept() {
    for (Member reader : fleet.some(1, one -> isUp(one) && isReader(one))) {
      reader.acceptsNext = true;
      happened(Fault.REMOVALS_ACCEPTED, reader);
    }
  }

  void cross() {
    for (Member reader :
        fleet.some(1, one -> isUp(one) && isReader(one) && one.eye != null && !one.eye.isBlank)) {
      happened(Fault.LOOKS_CROSSING, reader);
      fleet.cross(reader);
    }
  }

  // Clocks.

  void setClock(Fault fault) {
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

  void setBack() {
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
}
