package dev.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * Whether one node is in the answer to one asked part.
 *
 * @param rule the rule that decided
 * @param rival the node that stays in its place; only with {@link Rule#CLASH}
 */
public record Verdict(NodeRecord node, Rule rule, @Nullable NodeName rival) {
  /** The rules in the order in which they are asked; the first that speaks decides. */
  public enum Rule {
    PART("part"),
    DEPLOYMENT("deployment"),
    STACKTYPE("stacktype"),
    STATE("state"),
    ADDRESS("address"),
    WITHOUT_SELF("without-self"),
    CLASH("clash"),
    DRAINING("draining"),
    PEER("peer");

    private final String word;

    Rule(String word) {
      this.word = word;
    }

    /** As people read it. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** {@code peer}, {@code draining} or {@code out}. */
  public String standing() {
    return rule == Rule.PEER || rule == Rule.DRAINING ? rule.toString() : "out";
  }
}
