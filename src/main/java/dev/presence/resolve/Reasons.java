package dev.presence.resolve;

import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Printable;
import dev.presence.model.Question;
import dev.presence.model.Verdict;
import org.jspecify.annotations.Nullable;

/** Verdicts in words: what a rule saw, and what would change it. */
public final class Reasons {
  private final Question question;

  public Reasons(Question question) {
    this.question = question;
  }

  /** What the rule saw, in half a sentence. */
  public String why(Verdict verdict) {
    NodeRecord node = verdict.node();
    return switch (verdict.rule()) {
      case PART -> "it plays " + node.part();
      case DEPLOYMENT ->
          scope("deployment", node.text(KnownFacts.DEPLOYMENT), question.scope().deployment());
      case STACKTYPE ->
          scope("stacktype", node.text(KnownFacts.STACKTYPE), question.scope().stacktype());
      case STATE, DRAINING, PEER -> state(node);
      case ADDRESS -> "its record has no address";
      case WITHOUT_SELF -> "it is this node, and --without-self was given";
      case CLASH -> verdict.rival() + " says the same place, " + node.text(KnownFacts.ADDRESS);
    };
  }

  private static String scope(String what, @Nullable String said, @Nullable String asked) {
    return what + (said == null ? " is not said" : " is " + said) + ", asked for is " + asked;
  }

  private static String state(NodeRecord node) {
    String word = node.text(KnownFacts.STATE);
    StringBuilder text = new StringBuilder(word == null ? "no state" : "state is " + word);
    String since = node.text(KnownFacts.STATETSS);
    String by = node.text(KnownFacts.STATEBY);
    String reason = node.text(KnownFacts.STATEREASON);
    String until = node.text(KnownFacts.STATEUNTIL);
    text.append(since == null ? "" : " since " + since);
    text.append(by == null ? "" : " by " + Printable.of(by));
    text.append(reason == null ? "" : " (" + Printable.of(reason) + ")");
    text.append(until == null ? "" : " until " + until);
    return text.toString();
  }

  /** What would change it, as something to do; empty for a peer. */
  public String change(Verdict verdict) {
    NodeRecord node = verdict.node();
    return switch (verdict.rule()) {
      case PART -> "ask for " + node.part() + ", or nodepart.txt there";
      case DEPLOYMENT -> "--deployment any, or deployment.txt there";
      case STACKTYPE -> "--stacktype any, or stacktype.txt there";
      case STATE ->
          node.state() == NodeState.GONE
              ? "'presence state idle' there"
              : "its setup done: 'presence state idle' there";
      case DRAINING -> "'presence undrain' there";
      case ADDRESS -> "its next announce, address.txt there, or --no-address-needed";
      case WITHOUT_SELF -> "leave --without-self out";
      case CLASH -> "an address of its own there, or 'presence remove " + verdict.rival() + "'";
      case PEER -> "";
    };
  }
}
