package dev.presence.resolve;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.Printable;
import dev.presence.model.SaidState;
import dev.presence.model.Scope;
import java.time.Instant;
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
      case STATE, PEER -> state(record.state());
      case ORDER -> order(node.order());
      case DRAINING -> node.isOrdered(now) ? order(node.order()) : state(record.state());
      case ADDRESS -> "its record has no address";
      case WITHOUT_SELF -> "it is this node, and --without-self was given";
      case CLASH -> verdict.rival() + " says the same place, " + record.address();
      case SILENT -> "it " + node.silence() + "; what is silent stands";
    };
  }

  private static String scope(String what, @Nullable String said, @Nullable String asked) {
    return "%s is %s, asked for is %s"
        .formatted(what, said == null ? "not said" : said, Scope.word(asked));
  }

  private static String state(SaidState state) {
    StringBuilder text = new StringBuilder();
    text.append(state.word() == null ? "no state" : "state is " + state.word());
    text.append(state.since() == null ? "" : " since " + state.since());
    text.append(by(state.by())).append(reason(state.reason()));
    text.append(state.until() == null ? "" : " until " + state.until());
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
      case PEER -> "";
    };
  }
}
