package dev.presence.cli;

import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.Roll;
import dev.presence.heartbeat.View;
import dev.presence.model.Order;
import dev.presence.page.Card;
import dev.presence.page.Condition;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Sighting;
import dev.presence.resolve.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each node of a view as a page draws it: the verdict on it, and the age of its beat. */
final class Cards {
  private final View view;
  private final Roll roll;
  private final Ages ages;
  private final boolean isPast;
  private final Instant now;

  Cards(Wiring wiring, View view, Roll roll) {
    this.view = view;
    this.roll = roll;
    this.ages = new Ages(wiring, view);
    this.isPast = wiring.isPast();
    this.now = wiring.now();
  }

  List<Card> all() {
    List<Card> cards = new ArrayList<>();
    for (KnownNode node : view.nodes()) {
      Sighting sighting = node.sighting(Set.of());
      Verdict verdict = roll.verdicts().get(node.id());
      Card card =
          sighting == null || verdict == null ? unread(node) : judged(node, sighting, verdict);
      if (card != null) {
        cards.add(card);
      }
    }
    return cards;
  }

  /** One of which no record was ever good; null where nothing is to be said of it any more. */
  private @Nullable Card unread(KnownNode node) {
    List<String> holds = new ArrayList<>();
    Order order = node.order();
    boolean isOrdered = order != null && order.holds(null, now);
    if (isOrdered) {
      holds.add(Reasons.order(order));
    }
    if (node.silence() != null) {
      holds.add("it " + node.silence());
    }
    if (holds.isEmpty() && order != null) {
      return null;
    }
    Condition condition =
        node.silence() != null || order == null
            ? Condition.BROKEN
            : order.word() == Order.Word.LEFT ? Condition.LEFT : Condition.DRAINING;
    return new Card(Words.id(node.id()), condition, null, "", holds);
  }

  private Card judged(KnownNode node, Sighting sighting, Verdict verdict) {
    String id = node.id();
    Condition condition = condition(node, verdict);
    List<String> holds = new ArrayList<>();
    if (verdict.rule() != Verdict.Rule.PEER) {
      Reasons reasons = new Reasons(sighting.record().scope(), now);
      holds.add(reasons.why(verdict));
      if (condition.isTrouble()) {
        holds.add("what would change it: " + reasons.change(verdict));
      }
    } else if (condition != Condition.SERVING) {
      holds.add(ages.sentence(id));
    }
    String rival = ages.rival(id);
    if (!rival.isEmpty()) {
      holds.add(rival);
    }
    return new Card(id, condition, sighting.record(), isPast ? "" : ages.age(id), holds);
  }

  private Condition condition(KnownNode node, Verdict verdict) {
    if (!ages.rival(node.id()).isEmpty()) {
      return Condition.CLASH;
    }
    return switch (verdict.rule()) {
      case PEER, PART, DEPLOYMENT, STACKTYPE, WITHOUT_SELF -> byAge(node.id());
      case LATE -> Condition.LATE;
      case HELD -> Condition.HELD;
      case DEAD -> Condition.DEAD;
      case CLASH -> Condition.CLASH;
      case ADDRESS -> Condition.NO_ADDRESS;
      case SILENT -> node.isBroken() ? Condition.BROKEN : Condition.SILENT;
      case DRAINING -> Condition.DRAINING;
      case ORDER -> Condition.LEFT;
      case STATE ->
          switch (verdict.node().state(now)) {
            case NOT_YET -> Condition.NOT_YET;
            case GONE -> Condition.LEFT;
            case DRAINING -> Condition.DRAINING;
            case SERVING -> Condition.SERVING;
          };
    };
  }

  /** Who is not watched over from here is judged as {@code list} does, by the age of its beat. */
  private Condition byAge(String id) {
    if (isPast) {
      return Condition.SERVING;
    }
    return switch (ages.is(id)) {
      case "silent" -> Condition.SILENT;
      case "late" -> Condition.LATE;
      default -> Condition.SERVING;
    };
  }
}
