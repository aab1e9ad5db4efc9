package dev.presence.resolve;

import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import dev.presence.testing.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Questions and short answers for the tables of this package. */
final class Questions {
  /** Peers of {@code app} in any scope, with an address. */
  static final Question APPS = ask(Scope.ALL, "app");

  static Question ask(Scope scope, String... parts) {
    List<PartQuery> queries = new ArrayList<>();
    for (String part : parts) {
      queries.add(query(part));
    }
    return new Question(queries, scope, List.of(), null, true);
  }

  /** As on the command line: {@code db} or {@code db=db*}. */
  static PartQuery query(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? PartQuery.of(new PartName(text))
        : new PartQuery(new PartName(text.substring(0, equals)), text.substring(equals + 1));
  }

  static Question without(String id, Question question) {
    return new Question(
        question.parts(), question.scope(), question.facts(), new NodeName(id), true);
  }

  static Question addressOrNot(Question question) {
    return new Question(
        question.parts(), question.scope(), question.facts(), question.leftOut(), false);
  }

  static Question withFacts(Question question, String... facts) {
    return new Question(
        question.parts(),
        question.scope(),
        List.of(facts),
        question.leftOut(),
        question.addressNeeded());
  }

  /** When these questions are asked. */
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  static Resolution resolve(Question question, Node... nodes) {
    List<Sighting> sightings = new ArrayList<>();
    for (Node node : nodes) {
      sightings.add(seen(node));
    }
    return resolve(question, sightings);
  }

  static Resolution resolve(Question question, Collection<Sighting> nodes) {
    return Resolver.resolve(question, nodes, Map.of(), Duration.ofMinutes(10), NOW);
  }

  static Resolution resolve(Question question, Sighting... nodes) {
    return resolve(question, List.of(nodes));
  }

  /** A node on the list that nobody ordered anything of. */
  static Sighting seen(Node node) {
    return new Sighting(node.build(), null, null, null);
  }

  /** A node whose record vanished. */
  static Sighting silent(Node node) {
    return new Sighting(node.build(), null, "vanished from /list", null);
  }

  static Sighting ordered(Node node, Order order) {
    return new Sighting(node.build(), order, null, null);
  }

  /** Node to rule, in the order of the verdicts. */
  static Map<String, String> rules(Resolution resolution, String part) {
    Map<String, String> rules = new LinkedHashMap<>();
    for (Verdict verdict : resolution.verdicts().getOrDefault(part, List.of())) {
      rules.put(verdict.id().value(), verdict.rule().word());
    }
    return rules;
  }

  /** One asked part of the answer. */
  static Answer.Part part(Resolution resolution, String name) {
    return Objects.requireNonNull(resolution.answer().parts().get(name), name);
  }

  static List<String> ids(List<Peer> peers) {
    return peers.stream().map(peer -> peer.id().value()).toList();
  }

  private Questions() {}
}
