package dev.presence.resolve;

import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Peer;
import dev.presence.resolve.Verdict.Rule;
import dev.presence.resolve.Verdict.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what is known of each node to an answer: scope, part and state, clashes, order. */
public final class Resolver {
  private final Question question;
  private final Instant now;
  private final Set<String> crowds = new LinkedHashSet<>(); // A place may be in two asked parts.

  private Resolver(Question question, Instant now) {
    this.question = question;
    this.now = now;
  }

  /**
   * Answers the question.
   *
   * @param nodes each node once, in any order
   * @param now what an order that holds for a while is held against
   */
  public static Resolution resolve(Question question, Collection<Sighting> nodes, Instant now) {
    Resolver resolver = new Resolver(question, now);
    TreeMap<String, Answer.Part> parts = new TreeMap<>();
    Map<String, List<Verdict>> verdicts = new HashMap<>();
    for (PartQuery query : question.parts()) {
      List<Verdict> judged = resolver.judge(query, nodes);
      verdicts.put(query.name().value(), judged);
      parts.put(query.name().value(), resolver.answer(judged));
    }
    return new Resolution(new Answer(parts), verdicts, List.copyOf(resolver.crowds));
  }

  private List<Verdict> judge(PartQuery query, Collection<Sighting> nodes) {
    Map<NodeName, Verdict> verdicts = new TreeMap<>();
    List<NodeRecord> standing = new ArrayList<>();
    for (Sighting node : nodes) {
      Rule rule = rule(query, node);
      if (rule != Rule.PART) {
        verdicts.put(node.id(), new Verdict(node, rule, null));
        if (rule.standing() != Standing.OUT) {
          standing.add(node.record());
        }
      }
    }
    Clashes clashes = Clashes.among(standing);
    for (Map.Entry<NodeName, NodeName> loser : clashes.losers().entrySet()) {
      Sighting node = Objects.requireNonNull(verdicts.get(loser.getKey())).node();
      verdicts.put(loser.getKey(), new Verdict(node, Rule.CLASH, loser.getValue()));
    }
    crowds.addAll(clashes.crowds());
    return new ArrayList<>(verdicts.values());
  }

  /** The first rule that speaks for a node by itself. */
  private Rule rule(PartQuery query, Sighting node) {
    NodeRecord record = node.record();
    if (!query.matches(record.part())) {
      return Rule.PART;
    }
    if (!question.scope().includesDeployment(record.scope().deployment())) {
      return Rule.DEPLOYMENT;
    }
    if (!question.scope().includesStacktype(record.scope().stacktype())) {
      return Rule.STACKTYPE;
    }
    Rule standing =
        switch (node.state(now)) {
          case NOT_YET -> Rule.STATE;
          case GONE -> node.isOrdered(now) ? Rule.ORDER : Rule.STATE;
          case DRAINING -> Rule.DRAINING;
          case SERVING -> node.silence() == null ? Rule.PEER : Rule.SILENT;
        };
    if (standing.standing() == Standing.OUT) {
      return standing;
    }
    if (question.addressNeeded() && record.address() == null) {
      return Rule.ADDRESS;
    }
    boolean leftOut = question.leftOut() != null && node.id().compareTo(question.leftOut()) == 0;
    return leftOut ? Rule.WITHOUT_SELF : standing;
  }

  private Answer.Part answer(List<Verdict> verdicts) {
    List<Peer> peers = new ArrayList<>();
    List<Peer> draining = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      switch (verdict.standing()) {
        case PEER -> peers.add(peer(verdict.node().record()));
        case DRAINING -> draining.add(peer(verdict.node().record()));
        case OUT -> {}
      }
    }
    return new Answer.Part(peers, draining);
  }

  private Peer peer(NodeRecord node) {
    Map<String, @Nullable Object> facts = new HashMap<>();
    for (String name : question.facts()) {
      Object value = node.others().get(name);
      if (value != null) {
        facts.put(name, value);
      }
    }
    return new Peer(
        node.id(),
        node.part(),
        node.address(),
        node.ports(),
        node.scope(),
        node.weight() == null ? NodeRecord.DEFAULT_WEIGHT : node.weight(),
        node.zone(),
        facts);
  }
}
