package dev.presence.resolve;

import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Peer;
import dev.presence.model.Shown;
import dev.presence.resolve.Verdict.Rule;
import dev.presence.resolve.Verdict.Standing;
import java.time.Duration;
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

/** From what is known of each node to an answer: scope, part and state, clashes, safety, order. */
public final class Resolver {
  private final Question question;
  private final Instant now;
  private final Map<String, Shown> before;
  private final Safety safety;
  private final Map<String, Shown> shown = new HashMap<>();
  private final Set<String> crowds = new LinkedHashSet<>(); // A place may be in two asked parts.

  private Resolver(Question question, Map<String, Shown> before, Duration hold, Instant now) {
    this.question = question;
    this.before = before;
    this.safety = new Safety(hold, now);
    this.now = now;
  }

  /**
   * Answers the question.
   *
   * @param nodes each node once, in any order
   * @param before by {@link Question#key} whom each asked part was last answered with
   * @param hold within which at most half of a part goes by silence
   * @param now what an order that holds for a while is held against
   */
  public static Resolution resolve(
      Question question,
      Collection<Sighting> nodes,
      Map<String, Shown> before,
      Duration hold,
      Instant now) {
    Resolver resolver = new Resolver(question, before, hold, now);
    TreeMap<String, Answer.Part> parts = new TreeMap<>();
    Map<String, List<Verdict>> verdicts = new HashMap<>();
    for (PartQuery query : question.parts()) {
      List<Verdict> judged = resolver.judge(query, nodes);
      verdicts.put(query.name().value(), judged);
      parts.put(query.name().value(), resolver.answer(judged));
    }
    return new Resolution(
        new Answer(parts), verdicts, List.copyOf(resolver.crowds), resolver.shown);
  }

  private List<Verdict> judge(PartQuery query, Collection<Sighting> nodes) {
    Map<NodeName, Verdict> verdicts = new TreeMap<>();
    List<Sighting> standing = new ArrayList<>();
    for (Sighting node : nodes) {
      Rule rule = rule(query, node);
      if (rule != Rule.PART) {
        verdicts.put(node.id(), new Verdict(node, rule));
        if (rule.standing() != Standing.OUT || rule == Rule.DEAD) {
          standing.add(node);
        }
      }
    }
    Clashes clashes = Clashes.among(standing);
    for (Map.Entry<NodeName, NodeName> loser : clashes.losers().entrySet()) {
      Sighting node = Objects.requireNonNull(verdicts.get(loser.getKey())).node();
      verdicts.put(loser.getKey(), new Verdict(node, Rule.CLASH, loser.getValue(), null));
    }
    crowds.addAll(clashes.crowds());
    String key = question.key(query);
    Safety.Safe safe =
        safety.safe(new ArrayList<>(verdicts.values()), before.getOrDefault(key, Shown.NOTHING));
    shown.put(key, safe.shown());
    return safe.verdicts();
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
          case SERVING -> serving(node);
        };
    if (standing.standing() == Standing.OUT) {
      return standing;
    }
    if (question.addressNeeded() && record.address() == null) {
      return Rule.ADDRESS;
    }
    boolean leftOut = question.leftOut() != null && node.id().compareTo(question.leftOut()) == 0;
    return leftOut ? Rule.WITHOUT_SELF : node.isDead() ? Rule.DEAD : standing;
  }

  private static Rule serving(Sighting node) {
    if (node.silence() != null) {
      return Rule.SILENT;
    }
    return node.isLate(Sighting.LATE_AFTER) ? Rule.LATE : Rule.PEER;
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
