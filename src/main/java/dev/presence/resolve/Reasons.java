package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.Printable;
import dev.presence.model.SaidState;
import dev.presence.model.Scope;
import dev.presence.model.Spans;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Verdicts in words: what a rule saw, and what would change it. */
public final class Reasons {
  private final Scope scope;
  private final Instant now;

  /**
   * The words of verdicts in an answer.
   *
   * @param scope where its peers were looked for
   * @param now when
   */
  public Reasons(Scope scope, Instant now) {
    this.scope = scope;
    this.now = now;
  }

  /** What the rule saw, in half a sentence. */
  public String why(Verdict verdict) {
    Sighting node = verdict.node();
    NodeRecord record = node.record();
    return switch (verdict.rule()) {
      case PART -> "it plays " + record.part();
      case DEPLOYMENT -> scope("deployment", record.scope().deployment(), scope.deployment());
      case STACKTYPE -> scope("stacktype", record.scope().stacktype(), scope.stacktype());
      case STATE -> state(record.state(), now);
      case PEER -> state(record.state(), now) + beats(node.life());
      case LATE -> late(node);
      case DEAD -> dead(node);
      case HELD ->
          dead(node)
              + (verdict.hold() == Verdict.Hold.LAST
                  ? "; the last peer never goes by silence"
                  : "; at most half of a part goes by silence in one --hold");
      case ORDER -> order(node.order());
      case DRAINING -> node.isOrdered(now) ? order(node.order()) : state(record.state(), now);
      case ADDRESS -> "its record has no address";
      case WITHOUT_SELF -> "it is this node, and --without-self was given";
      case CLASH -> verdict.rival() + " says the same place, " + record.address();
      case SILENT -> "it " + node.silence() + "; what is silent stands";
    };
  }

  private static String beats(@Nullable Life life) {
    if (life == null || life.look() == 0) {
      return "";
    }
    return life.isMarked() ? "; its mark stands" : life.pulses().isEmpty() ? "; no beat" : "";
  }

  private static String late(Sighting node) {
    Life life = Objects.requireNonNull(node.life());
    return "it is late: it beats every %s and did not for %s"
        .formatted(Spans.words(life.every()), Spans.words(life.silence() / 1000));
  }

  private static String dead(Sighting node) {
    Life life = Objects.requireNonNull(node.life());
    Life.Death death = Objects.requireNonNull(life.death());
    return "it %s%s: dead since %s%s"
        .formatted(
            death.why(),
            node.silence() == null ? "" : ", " + node.silence(),
            death.at(),
            death.advances() == 0 ? "" : ", and it beats again: one more beat brings it back");
  }

  private static String scope(String what, @Nullable String said, @Nullable String asked) {
    return "%s is %s, asked for is %s"
        .formatted(what, said == null ? "not said" : said, Scope.word(asked));
  }

  /**
   * What a node says of its own state, in half a sentence: since when, by whom, why, until when.
   */
  public static String state(SaidState state, Instant now) {
    StringBuilder text = new StringBuilder();
    text.append(state.word() == null ? "no state" : "state is " + state.word());
    text.append(state.since() == null ? "" : " since " + state.since());
    text.append(by(state.by())).append(reason(state.reason()));
    if (state.until() != null) {
      text.append(" until ").append(state.until());
      text.append(
          state.until().instant().isBefore(now)
              ? ", which is over: its next announce ends it"
              : "");
    }
    return text.toString();
  }

  /** An order in half a sentence: what, since when, by whom, why, until when. */
  public static String order(@Nullable Order order) {
    if (order == null) {
      return "";
    }
    return "ordered %s at %s%s%s%s"
        .formatted(
            order.word().text(),
            order.tss(),
            by(order.by()),
            reason(order.reason()),
            order.until() == null ? "" : " until " + order.until());
  }

  private static String by(@Nullable String by) {
    return by == null ? "" : " by " + Printable.of(by);
  }

  private static String reason(@Nullable String reason) {
    return reason == null ? "" : " (" + Printable.of(reason) + ")";
  }

  private static boolean isProbed(Life life) {
    return life.death() != null && life.death().cause() == Life.Cause.PROBE;
  }

  /** What would change it, as something to do; empty for a peer. */
  public String change(Verdict verdict) {
    Sighting node = verdict.node();
    NodeRecord record = node.record();
    NodeName id = record.id();
    return switch (verdict.rule()) {
      case PART -> "ask for " + record.part() + ", or nodepart.txt there";
      case DEPLOYMENT -> "--deployment any, or deployment.txt there";
      case STACKTYPE -> "--stacktype any, or stacktype.txt there";
      case STATE ->
          record.state().meaning() == NodeState.GONE
              ? "'presence state idle' there"
              : "its setup done: 'presence state idle' there";
      case ORDER -> "its own next announce, or 'presence undrain " + id + "'";
      case DRAINING ->
          node.isOrdered(now) ? "'presence undrain " + id + "'" : "'presence undrain' there";
      case ADDRESS -> "its next announce, address.txt there, or --no-address-needed";
      case WITHOUT_SELF -> "leave --without-self out";
      case CLASH -> "an address of its own there, or 'presence remove " + verdict.rival() + "'";
      case SILENT -> "its next announce, 'presence remove " + id + "', or --accept-removals";
      case LATE -> "its next beat";
      case DEAD ->
          node.life() != null && isProbed(node.life())
              ? "an answer to the probe, and two beats"
              : "two beats of it, or a newer record";
      case HELD ->
          "two beats of it, a living peer, 'presence remove " + id + "', or --accept-removals";
      case PEER -> "";
    };
  }
}
