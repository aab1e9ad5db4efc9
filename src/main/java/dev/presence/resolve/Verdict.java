package dev.presence.resolve;

import dev.presence.model.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Whether one node is in the answer to one asked part.
 *
 * @param rule the rule that decided
 * @param rival the node that stays in its place; only with {@link Rule#CLASH}
 */
public record Verdict(Sighting node, Rule rule, @Nullable NodeName rival) {
  /** Where a rule leaves a node. */
  public enum Standing {
    PEER("peer"),
    DRAINING("draining"),
    OUT("out");

    private final String word;

    Standing(String word) {
      this.word = word;
    }

    /** As people and programs read it. */
    public String word() {
      return word;
    }
  }

  /** The rules in the order in which they are asked; the first that speaks decides. */
  public enum Rule {
    PART("part", Standing.OUT),
    DEPLOYMENT("deployment", Standing.OUT),
    STACKTYPE("stacktype", Standing.OUT),
    STATE("state", Standing.OUT),
    /** Left, by a person's word. */
    ORDER("order", Standing.OUT),
    ADDRESS("address", Standing.OUT),
    WITHOUT_SELF("without-self", Standing.OUT),
    CLASH("clash", Standing.OUT),
    DRAINING("draining", Standing.DRAINING),
    /** Nothing was heard of it of late, and what is silent stands. */
    SILENT("silent", Standing.PEER),
    PEER("peer", Standing.PEER);

    private final String word;
    private final Standing standing;

    Rule(String word, Standing standing) {
      this.word = word;
      this.standing = standing;
    }

    /** As people and programs read it. */
    public String word() {
      return word;
    }

    public Standing standing() {
      return standing;
    }
  }

  public NodeName id() {
    return node.id();
  }

  public Standing standing() {
    return rule.standing();
  }
}
