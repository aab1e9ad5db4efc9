package dev.presence.heartbeat;

import dev.presence.format.JournalFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person should hear, as a program gets it on its input; docs/formats.md.
 *
 * @param changes who came into an answer or left it; empty but for a change
 * @param event its kind: "change", "failure" or "recovery"
 * @param node this node; empty for a machine that is none
 * @param text all of it for people
 */
public record Notice(List<Moved> changes, String event, String node, String text) {
  private static final String RECOVERY = "recovery";

  /** One node in one part. */
  public record Moved(String from, String id, String part, String rule, String to, String why) {}

  /** Who came and who left. */
  public static Notice of(String node, List<JournalFormat.Change> changes) {
    List<Moved> moved = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (JournalFormat.Change change : changes) {
      moved.add(
          new Moved(
              change.from(), change.id(), change.part(), change.rule(), change.to(), change.why()));
      words.add(
          "%s of %s: %s, was %s (%s)"
              .formatted(change.id(), change.part(), change.to(), change.from(), change.why()));
    }
    return new Notice(moved, "change", node, named(node, String.join("; ", words)));
  }

  /** Something began to be wrong. */
  public static Notice failure(String node, String text) {
    return new Notice(List.of(), "failure", node, named(node, text));
  }

  /** It is over. */
  public static Notice recovery(String node, String text) {
    return new Notice(List.of(), RECOVERY, node, named(node, "over: " + text));
  }

  /** Whether something that was wrong is over. */
  public boolean tellsOfEnd() {
    return event.equals(RECOVERY);
  }

  /**
   * What is to be told.
   *
   * @param before what was wrong before, as it is remembered
   * @param now what is
   */
  public static List<Notice> of(String node, List<String> before, List<Trouble> now) {
    List<Notice> notices = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (String one : before) {
      known.add(Trouble.parse(one).key());
    }
    List<String> keys = new ArrayList<>();
    for (Trouble trouble : now) {
      keys.add(trouble.key());
      if (!known.contains(trouble.key())) {
        notices.add(failure(node, trouble.text()));
      }
    }
    for (String one : before) {
      Trouble trouble = Trouble.parse(one);
      if (!keys.contains(trouble.key()) && !trouble.isWorse(keys)) {
        notices.add(recovery(node, trouble.text()));
      }
    }
    return notices;
  }

  private static String named(String node, String text) {
    return node.isEmpty() ? text : node + ": " + text;
  }
}
