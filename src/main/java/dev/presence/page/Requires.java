package dev.presence.page;

import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.resolve.Requirement;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which part of a scope asks for which, as its nodes say in their {@code requires}.
 *
 * @param asks part to the parts that it asks for, none where there are too many parts; one that
 *     nobody plays is there too, as far as there is room for it
 * @param elsewhere part to what it asks for in other scopes, in words
 * @param played the parts that somebody plays
 */
record Requires(
    SortedMap<String, SortedSet<String>> asks,
    SortedMap<String, SortedSet<String>> elsewhere,
    SortedSet<String> played) {
  /** With more parts an order says nothing to an eye, and to find it takes its square. */
  private static final int MOST_PARTS = 60;

  /** Anybody may ask for anything: more than so many parts that nobody plays help no eye. */
  private static final int MOST_MISSING = 12;

  /** The same for what all nodes of one part ask for. */
  private static final int MOST_ASKED = 200;

  static Requires of(Scope scope, Collection<NodeRecord> nodes) {
    SortedMap<String, SortedSet<String>> said = new TreeMap<>();
    for (NodeRecord node : nodes) {
      said.computeIfAbsent(node.part().value(), part -> new TreeSet<>()).addAll(node.requires());
    }
    Requires requires =
        new Requires(new TreeMap<>(), new TreeMap<>(), new TreeSet<>(said.keySet()));
    for (String part : said.keySet()) {
      requires.asks.put(part, new TreeSet<>());
    }
    if (said.size() <= MOST_PARTS) {
      said.forEach(
          (part, texts) ->
              texts.stream()
                  .limit(MOST_ASKED)
                  .map(text -> Requirement.parse(text, scope))
                  .filter(Objects::nonNull)
                  .forEach(requirement -> requires.add(part, requirement, scope)));
    }
    return requires;
  }

  private void add(String part, Requirement requirement, Scope scope) {
    if (!requirement.scope().includes(scope)) {
      SortedSet<String> others = elsewhere.computeIfAbsent(part, name -> new TreeSet<>());
      if (others.size() < MOST_MISSING) {
        others.add(requirement.part().name() + " in " + requirement.scope().words());
      }
      return;
    }
    SortedSet<String> targets = asks.getOrDefault(part, new TreeSet<>());
    boolean found = false;
    for (String other : played) {
      if (requirement.includes(new PartName(other), scope)) {
        targets.add(other);
        found = true;
      }
    }
    String missing = requirement.part().name().value();
    if (!found && (asks.containsKey(missing) || asks.size() - played.size() < MOST_MISSING)) {
      asks.putIfAbsent(missing, new TreeSet<>());
      targets.add(missing);
    }
  }

  /** The other parts that ask for that one. */
  SortedSet<String> askersOf(String part) {
    SortedSet<String> askers = new TreeSet<>();
    asks.forEach(
        (asker, asked) -> {
          if (!asker.equals(part) && asked.contains(part)) {
            askers.add(asker);
          }
        });
    return askers;
  }
}
