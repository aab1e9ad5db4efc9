package dev.presence.simulation;

import dev.presence.model.Order;
import java.time.Duration;
import java.util.List;

/** What nodes say of themselves, and people of them. */
final class Words extends Mischief {
  Words(Fleet fleet) {
    super(fleet);
  }

  void order(Fault fault) {
    boolean dead = fault == Fault.ORDER_LEFT && random.nextBoolean();
    for (Member member : fleet.some(few(), one -> dead ? !one.up : true)) {
      Order.Word word =
          switch (fault) {
            case ORDER_DRAIN -> Order.Word.DRAINING;
            case ORDER_LEFT -> Order.Word.LEFT;
            default -> Order.Word.LIFTED;
          };
      boolean ends = word == Order.Word.DRAINING && random.nextBoolean();
      fleet.desk.order(fleet.admin, member.id, word, ends ? Duration.ofMillis(beats(1, 10)) : null);
      happened(fault, member);
      if (word == Order.Word.DRAINING && random.nextInt(3) > 0) {
        fleet.after(
            beats(1, 10),
            () -> {
              fleet.desk.order(fleet.admin, member.id, Order.Word.LIFTED, null);
              happened(Fault.ORDER_LIFTED, member);
            });
      }
    }
  }

  void leave() {
    for (Member member : fleet.some(1, one -> isUp(one) && !isReader(one))) {
      fleet.announce(member, Member.LEFT);
      member.gone = true;
      happened(Fault.LEAVE, member);
      if (random.nextInt(3) > 0) {
        fleet.after(
            beats(2, 20),
            () -> {
              member.gone = false;
              if (member.up) {
                fleet.announce(member, Member.IDLE);
                happened(Fault.SERVE_AGAIN, member);
              } else {
                member.gone = true;
              }
            });
      }
    }
  }

  void say(Fault fault) {
    String word = fault == Fault.DRAIN ? Member.DRAINING : Member.IDLE;
    for (Member member : fleet.some(few(), one -> isUp(one) && !one.word.equals(word))) {
      fleet.announce(member, word);
      happened(fault, member);
      if (fault == Fault.DRAIN) {
        fleet.after(
            beats(1, 12),
            () -> {
              if (isUp(member) && member.word.equals(Member.DRAINING)) {
                fleet.announce(member, Member.IDLE);
                happened(Fault.SERVE_AGAIN, member);
              }
            });
      }
    }
  }

  void otherFacts() {
    List<Member> some = fleet.some(few(), this::isUp);
    for (Member member : some) {
      member.weight = (member.weight + 1) % 200;
      member.node.weigh(member.weight);
    }
    happened(Fault.OTHER_FACTS, some);
  }

  void bear(Fault fault) {
    Member fresh = null;
    for (Member member : fleet.members) {
      fresh = fresh == null && !member.born ? member : fresh;
    }
    if (fresh == null) {
      return;
    }
    String part = fresh.part;
    String address = fresh.address;
    if (fault == Fault.REPLACED) {
      List<Member> old =
          fleet.some(1, one -> !isReader(one) && one.part.equals(part) && one.rivals.isEmpty());
      if (old.isEmpty()) {
        return;
      }
      address = old.get(0).address;
      old.get(0).rivals.add(fresh.number);
      fresh.rivals.add(old.get(0).number);
      old.get(0).up = random.nextInt(3) == 0 && old.get(0).up;
      happened(fault, old.get(0) + " by " + fresh);
    } else {
      happened(fault, fresh);
    }
    fleet.bear(fresh, address);
  }
}
