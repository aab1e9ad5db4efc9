package dev.presence.resolve;

import dev.presence.model.Address;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.Stamp;
import dev.presence.model.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Nodes that claim one place: in one part and scope, an equal address and a shared port, or both
 * without ports. Of two, the later {@code tss} stays, then the smaller id: an address was used
 * again. Three or more are beyond guessing, so all stay and a person is told.
 */
final class Clashes {
  /** The nodes that lose their place; a sentence for each place with three or more is added. */
  static List<Verdict> losers(List<NodeRecord> standing, Set<String> crowds) {
    List<Verdict> losers = new ArrayList<>();
    for (List<NodeRecord> neighbours : byAddress(standing)) {
      for (List<NodeRecord> claimants : groups(neighbours)) {
        if (claimants.size() == 2) {
          NodeRecord one = claimants.get(0);
          NodeRecord other = claimants.get(1);
          NodeRecord stays = stays(one, other);
          NodeRecord goes = stays == one ? other : one;
          losers.add(new Verdict(goes, Verdict.Rule.CLASH, stays.id()));
        } else if (claimants.size() > 2) {
          crowds.add(crowd(claimants));
        }
      }
    }
    return losers;
  }

  /** Nodes of one part, scope and address, where there is more than one. */
  private static List<List<NodeRecord>> byAddress(List<NodeRecord> standing) {
    Map<String, List<NodeRecord>> places = new HashMap<>();
    for (NodeRecord node : standing) {
      String address = node.text(KnownFacts.ADDRESS);
      if (address != null) {
        // A space is in none of the four, so the key cannot be ambiguous.
        String place =
            node.part()
                + " "
                + node.text(KnownFacts.DEPLOYMENT)
                + " "
                + node.text(KnownFacts.STACKTYPE)
                + " "
                + Address.canonical(address);
        List<NodeRecord> nodes = places.get(place);
        if (nodes == null) {
          nodes = new ArrayList<>(1);
          places.put(place, nodes);
        }
        nodes.add(node);
      }
    }
    List<List<NodeRecord>> shared = new ArrayList<>();
    for (List<NodeRecord> nodes : places.values()) {
      if (nodes.size() > 1) {
        shared.add(nodes);
      }
    }
    return shared;
  }

  /** Nodes of one address, grouped by who clashes with whom, directly or through another. */
  private static List<List<NodeRecord>> groups(List<NodeRecord> nodes) {
    List<List<NodeRecord>> groups = new ArrayList<>();
    for (NodeRecord node : nodes) {
      List<NodeRecord> joined = new ArrayList<>();
      joined.add(node);
      for (int i = groups.size() - 1; i >= 0; i--) {
        if (anyClash(node, groups.get(i))) {
          joined.addAll(groups.remove(i));
        }
      }
      groups.add(joined);
    }
    return groups;
  }

  private static boolean anyClash(NodeRecord node, List<NodeRecord> group) {
    for (NodeRecord other : group) {
      if (clash(node.ports(), other.ports())) {
        return true;
      }
    }
    return false;
  }

  private static boolean clash(Map<String, Long> one, Map<String, Long> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    for (Long port : one.values()) {
      if (other.containsValue(port)) {
        return true;
      }
    }
    return false;
  }

  private static NodeRecord stays(NodeRecord one, NodeRecord other) {
    int order = Stamp.compare(one.stamp(), other.stamp());
    if (order == 0) {
      order = other.id().compareTo(one.id());
    }
    return order > 0 ? one : other;
  }

  private static String crowd(List<NodeRecord> claimants) {
    Map<String, NodeRecord> byId = new TreeMap<>();
    for (NodeRecord node : claimants) {
      byId.put(node.id().value(), node);
    }
    NodeRecord first = byId.values().iterator().next();
    return String.join(", ", byId.keySet())
        + " all say "
        + first.part()
        + " at "
        + first.text(KnownFacts.ADDRESS)
        + " with one port: all stay, 'presence remove' those that are gone";
  }

  private Clashes() {}
}
