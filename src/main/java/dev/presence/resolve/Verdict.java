package dev.presence.resolve;

import dev.presence.model.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Whether one node is in the answer to one asked part.
 *
 * @param rule the rule that decided
 * @param rival the node that stays in its place; only with {@link Rule#CLASH}
 * @param hold why a dead one stays; only with {@link Rule#HELD}
 */
public record Verdict(Sighting node, Rule rule, @Nullable NodeName rival, @Nullable Hold hold) {
  Verdict(Sighting node, Rule rule) {
    this(node, rule, null, null);
  }

  /** What keeps a dead node in an answer. */
  public enum Hold {
    /** At most half goes by silence in a hold. */
    CAP,
    /** The last one never goes by silence. */
    LAST
  }

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
    /** Silent for too long. */
    DEAD("dead", Standing.OUT),
    DRAINING("draining", Standing.DRAINING),
    /** Dead, and kept: silence empties no part. */
    HELD("held", Standing.PEER),
    /** Its record is not there any more, or broken; it is not dead yet. */
    SILENT("silent", Standing.PEER),
    /** Behind with its beats, and not dead yet. */
    LATE("late", Standing.PEER),
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

  /** Of another node nothing else is to be said than that it does not play the part. */
  public static Verdict ofAnotherPart(Sighting node) {
    return new Verdict(node, Rule.PART);
  }

  Verdict held(Hold by) {
    return new Verdict(node, Rule.HELD, null, by);
  }

  public NodeName id() {
    return node.id();
  }

  public Standing standing() {
    return rule.standing();
  }
}
