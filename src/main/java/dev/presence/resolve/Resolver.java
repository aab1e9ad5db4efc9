package dev.presence.resolve;

import dev.presence.model.Answer;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartQuery;
import dev.presence.model.Peer;
import dev.presence.model.Question;
import dev.presence.model.Verdict;
import dev.presence.model.Verdict.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From the newest record of each node to an answer: scope, part and state, clashes, order. */
public final class Resolver {
  private final Question question;
  private final Set<String> crowds = new TreeSet<>();

  private Resolver(Question question) {
    this.question = question;
  }

  /**
   * Answers the question.
   *
   * @param newest one record a node, in any order
   */
  public static Resolution resolve(Question question, Collection<NodeRecord> newest) {
    Resolver resolver = new Resolver(question);
    TreeMap<String, Answer.Part> parts = new TreeMap<>();
    Map<String, List<Verdict>> verdicts = new HashMap<>();
    for (PartQuery query : question.parts()) {
      List<Verdict> judged = resolver.judge(query, newest);
      verdicts.put(query.name().value(), judged);
      parts.put(query.name().value(), resolver.answer(judged));
    }
    return new Resolution(new Answer(parts), verdicts, List.copyOf(resolver.crowds));
  }

  private List<Verdict> judge(PartQuery query, Collection<NodeRecord> newest) {
    Map<NodeName, Verdict> verdicts = new TreeMap<>();
    List<NodeRecord> standing = new ArrayList<>();
    for (NodeRecord node : newest) {
      Rule rule = rule(query, node);
      if (rule != Rule.PART) {
        verdicts.put(node.id(), new Verdict(node, rule, null));
        if (rule == Rule.PEER || rule == Rule.DRAINING) {
          standing.add(node);
        }
      }
    }
    for (Verdict loser : Clashes.losers(standing, crowds)) {
      verdicts.put(loser.node().id(), loser);
    }
    return new ArrayList<>(verdicts.values());
  }

  /** The first rule that speaks for a node by itself. */
  private Rule rule(PartQuery query, NodeRecord node) {
    if (!query.matches(node.part())) {
      return Rule.PART;
    }
    if (!question.scope().hasDeployment(node)) {
      return Rule.DEPLOYMENT;
    }
    if (!question.scope().hasStacktype(node)) {
      return Rule.STACKTYPE;
    }
    Rule standing =
        switch (node.state()) {
          case NOT_YET, GONE -> Rule.STATE;
          case DRAINING -> Rule.DRAINING;
          case SERVING -> Rule.PEER;
        };
    if (standing == Rule.STATE) {
      return Rule.STATE;
    }
    if (question.addressNeeded() && node.text(KnownFacts.ADDRESS) == null) {
      return Rule.ADDRESS;
    }
    return node.id().equals(question.leftOut()) ? Rule.WITHOUT_SELF : standing;
  }

  private Answer.Part answer(List<Verdict> verdicts) {
    List<Peer> peers = new ArrayList<>();
    List<Peer> draining = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (verdict.rule() == Rule.PEER) {
        peers.add(peer(verdict.node()));
      } else if (verdict.rule() == Rule.DRAINING) {
        draining.add(peer(verdict.node()));
      }
    }
    return new Answer.Part(peers, draining);
  }

  private Peer peer(NodeRecord node) {
    Map<String, @Nullable Object> facts = new HashMap<>();
    for (String name : question.facts()) {
      Object value = node.facts().get(name);
      if (value != null) {
        facts.put(name, value);
      }
    }
    return new Peer(
        node.id(),
        node.part(),
        node.text(KnownFacts.ADDRESS),
        node.ports(),
        node.text(KnownFacts.DEPLOYMENT),
        node.text(KnownFacts.STACKTYPE),
        node.weight(),
        node.text(KnownFacts.ZONE),
        facts);
  }
}
