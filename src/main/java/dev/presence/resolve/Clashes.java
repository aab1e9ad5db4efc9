package dev.presence.resolve;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Nodes that claim one place: in one part and scope, an equal address and a shared port, or both
 * without ports. Of two, the later {@code tss} stays, then the smaller id: an address was used
 * again. A dead one loses to any that lives. Three or more are beyond guessing, so all stay and a
 * person is told.
 *
 * @param losers who loses its place, and to whom
 * @param crowds a sentence for each place with three or more, in the order of their nodes
 */
record Clashes(SortedMap<NodeName, NodeName> losers, List<String> crowds) {
  static Clashes among(List<Sighting> nodes) {
    List<NodeRecord> standing = new ArrayList<>(nodes.size());
    Set<NodeName> dead = new HashSet<>();
    for (Sighting node : nodes) {
      standing.add(node.record());
      if (node.isDead()) {
        dead.add(node.id());
      }
    }
    SortedMap<NodeName, NodeName> losers = new TreeMap<>();
    SortedMap<String, String> crowds = new TreeMap<>();
    for (List<NodeRecord> neighbours : byAddress(standing)) {
      for (List<NodeRecord> claimants : groups(neighbours)) {
        loseDead(claimants, dead, losers);
        if (claimants.size() == 2) {
          NodeRecord one = claimants.get(0);
          NodeRecord other = claimants.get(1);
          boolean oneStays = stays(one, other);
          losers.put((oneStays ? other : one).id(), (oneStays ? one : other).id());
        } else if (claimants.size() > 2) {
          claimants.sort((a, b) -> a.id().compareTo(b.id()));
          String ids = ids(claimants);
          crowds.put(ids, crowd(ids, claimants.get(0)));
        }
      }
    }
    return new Clashes(losers, List.copyOf(crowds.values()));
  }

  /** The dead lose their place to whoever of the others stays longest. */
  private static void loseDead(
      List<NodeRecord> claimants, Set<NodeName> dead, Map<NodeName, NodeName> losers) {
    NodeRecord winner = null;
    for (NodeRecord claimant : claimants) {
      if (!dead.contains(claimant.id()) && (winner == null || stays(claimant, winner))) {
        winner = claimant;
      }
    }
    if (winner == null) {
      return;
    }
    for (int i = claimants.size() - 1; i >= 0; i--) {
      if (dead.contains(claimants.get(i).id())) {
        losers.put(claimants.remove(i).id(), winner.id());
      }
    }
  }

  /** Nodes of one part, scope and address, where there is more than one. */
  private static List<List<NodeRecord>> byAddress(List<NodeRecord> standing) {
    Map<String, List<NodeRecord>> places = new HashMap<>();
    for (NodeRecord node : standing) {
      if (node.address() != null) {
        // A space is in none of the four, so the key cannot be ambiguous.
        String place =
            node.part()
                + " "
                + node.scope().deployment()
                + " "
                + node.scope().stacktype()
                + " "
                + node.address().canonical();
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

  private static boolean clash(Map<String, Integer> one, Map<String, Integer> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    for (Integer port : one.values()) {
      if (other.containsValue(port)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is the one that stays. */
  private static boolean stays(NodeRecord one, NodeRecord other) {
    int order = Stamp.compare(one.stamp(), other.stamp());
    if (order == 0) {
      order = other.id().compareTo(one.id());
    }
    return order > 0;
  }

  private static String ids(List<NodeRecord> claimants) {
    List<String> ids = new ArrayList<>();
    for (NodeRecord node : claimants) {
      ids.add(node.id().value());
    }
    return String.join(", ", ids);
  }

  private static String crowd(String ids, NodeRecord one) {
    return "%s all say %s at %s with one port: all stay, 'presence remove' those that are gone"
        .formatted(ids, one.part(), one.address());
  }
}
