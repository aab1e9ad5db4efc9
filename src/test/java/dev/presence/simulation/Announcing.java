package dev.presence.simulation;

import dev.presence.heartbeat.Announced;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Nothing that is announced is lost: it stands on each list that the node could reach. */
final class Announcing {
  /**
   * So often in a row a node may hear of another machine under its name, all lists writable: three
   * times anew, and five beats keep to each.
   */
  private static final int MOST_ALARMS = 18;

  private static final int SESSION = (int) (Engine.SESSION / 1000);

  private final Fleet fleet;

  Announcing(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Announces, and holds against the stores what stands there now.
   *
   * @param word what it says from now on; null for no change
   */
  void announce(Member member, @Nullable String word) {
    fleet.counts.announcement();
    boolean any = false;
    boolean stuck = false;
    for (Way way : member.ways) {
      any |= isReached(way);
      stuck |= !way.hidesBeats() && way.refuses(); // A stranger's beat stays there.
    }
    try {
      Announced announced = member.node.announce(member.ways, word, member.agent ? SESSION : 0);
      member.word = word == null ? member.word : word;
      member.alarms = 0;
      check(member, announced.record());
    } catch (PresenceException e) {
      if (e.kind() == FailureKind.CONFIG) {
        member.alarms = stuck ? 0 : member.alarms + 1;
        fleet.log(member + " hears of another machine: " + e.getMessage());
        check(member.alarms <= MOST_ALARMS, member, "cannot get rid of a rival: " + e.getMessage());
      } else {
        // The facts say the word by now, and the next beat tells it.
        member.word = word == null ? member.word : word;
        check(!any, member, "could reach a list, and was told not: " + e.getMessage());
      }
    }
  }

  private static boolean isReached(Way way) {
    return !way.hidesList() && !way.refuses();
  }

  private void check(Member member, NodeRecord said) {
    String word = said.state().word() == null ? Member.IDLE : said.state().word();
    check(
        Objects.equals(said.weight(), member.weight) && member.word.equals(word),
        member,
        "said other facts than it has");
    for (int store = 0; store < member.ways.size(); store++) {
      if (isReached(member.ways.get(store))) {
        check(
            said.equals(fleet.truth.at(store, member.number).record),
            member,
            "said one thing, and another stands on a list that it reached");
        fleet.counts.add(Premise.ANNOUNCED_STANDS);
      }
    }
  }

  private static void check(boolean holds, Member member, String message) {
    if (!holds) {
      throw new Violation("ANNOUNCED_STANDS", member + " " + message);
    }
  }
}
