package dev.presence.memory;

import dev.presence.model.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * In what way an entry that is remembered stands on its list no more. Silence is no evidence that a
 * node is gone.
 *
 * @param since when this node first saw it so
 * @param reason a verb first, fit to print; empty but for {@link Kind#BROKEN}
 * @param doubted whether it went together with most of its list: then the list is at fault, and
 *     this says nothing of the node
 */
public record Silence(Kind kind, Stamp since, String reason, boolean doubted) {
  private static final String DOUBTED = "?";

  /** It stands in one column of one line. */
  public Silence {
    reason = reason.replace('\t', ' ').replace('\n', ' ');
  }

  Silence(Kind kind, Stamp since, String reason) {
    this(kind, since, reason, false);
  }

  Silence doubtful() {
    return new Silence(kind, since, reason, true);
  }

  /** The ways. */
  public enum Kind {
    VANISHED,
    /** It is there and is no record. */
    BROKEN,
    /** It was never seen: an answer that was delivered before the memory was lost has it. */
    DELIVERED
  }

  /**
   * For people, a verb first, fit to print.
   *
   * @param store the one of several that it is silent in; null where there is only one
   */
  public String words(@Nullable String store) {
    return switch (kind) {
      case VANISHED -> "vanished " + (store == null ? "" : "from " + store + " ") + "at " + since;
      case BROKEN ->
          "is broken "
              + (store == null ? "" : "in " + store + " ")
              + "since "
              + since
              + " ("
              + reason
              + ")";
      case DELIVERED -> "is known only from the answer that was delivered before " + since;
    };
  }

  /** The same, where the store is named already. */
  public String words() {
    return switch (kind) {
      case VANISHED -> "vanished at " + since + ", and what is silent stands";
      case BROKEN -> reason;
      case DELIVERED ->
          "was never seen, and stands by the answer that was delivered before " + since;
    };
  }

  /** In one column: kind, moment and reason. */
  String text() {
    return kind + (doubted ? DOUBTED : "") + "@" + since + "@" + reason;
  }

  static @Nullable Silence parse(String text) {
    if (text.isEmpty()) {
      return null;
    }
    int first = text.indexOf('@');
    int second = text.indexOf('@', first + 1);
    String kind = text.substring(0, first);
    boolean doubted = kind.endsWith(DOUBTED);
    return new Silence(
        Kind.valueOf(doubted ? kind.substring(0, first - 1) : kind),
        new Stamp(text.substring(first + 1, second)),
        text.substring(second + 1),
        doubted);
  }
}
