package dev.presence.heartbeat;

import dev.presence.model.Acting;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Spans;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with this node's work, told once when it begins and once when it is over.
 *
 * @param key the same as long as it lasts
 * @param text one sentence, fit to print
 */
public record Trouble(String key, String text) {
  /** Between key, text and beginning, as they are remembered. */
  private static final String BREAK = "\u001e";

  private static final String STORE = "store:";
  private static final String LIST = "list:";
  private static final String FEED = "feed:";
  private static final String AGENT = "agent";
  private static final String ANSWER = "answer";
  private static final String CHANGE = "change";
  private static final String WEDGE = "wedged";

  /** So many changes that failed one after the other are no accident. */
  private static final int WEDGED = 3;

  /**
   * As it is remembered.
   *
   * @param since when it began, in seconds since 1970
   */
  String remembered(long since) {
    return key + BREAK + text + BREAK + since;
  }

  static Trouble parse(String remembered) {
    String[] pieces = remembered.split(BREAK, -1);
    return new Trouble(pieces[0], pieces.length < 2 ? pieces[0] : pieces[1]);
  }

  /**
   * Since when a store could not be read, by what beats remember.
   *
   * @param store its name, fit to print
   * @return in seconds since 1970; 0 where no beat has told of it
   */
  public static long awaySince(List<String> remembered, String store) {
    return since(remembered, STORE + store);
  }

  /** Since when that is wrong, likewise. */
  public long since(List<String> remembered) {
    return since(remembered, key);
  }

  private static long since(List<String> remembered, String key) {
    for (String one : remembered) {
      String[] pieces = one.split(BREAK, -1);
      if (pieces.length == 3 && pieces[0].equals(key)) {
        try {
          return Long.parseLong(pieces[2]);
        } catch (NumberFormatException e) {
          return 0; // The file is damaged there.
        }
      }
    }
    return 0;
  }

  /** Whether it is a list's as a whole. */
  public boolean isOfList() {
    return key.startsWith(LIST);
  }

  /**
   * A feed that could not be written.
   *
   * @param file its file, fit to print
   */
  static Trouble ofFeed(String file, String text) {
    return new Trouble(FEED + file, text);
  }

  /** The agent of this node does not come to the end of its beats. */
  public static Trouble ofAgent(String text) {
    return new Trouble(AGENT, text);
  }

  /** Whether it is the agent's, which tells itself that it is over. */
  public boolean isOfAgent() {
    return key.equals(AGENT);
  }

  /** An answer that could not be delivered. */
  static Trouble ofAnswer(PresenceException undelivered) {
    return new Trouble(ANSWER, String.valueOf(undelivered.getMessage()));
  }

  /** Those of what is remembered that are of files, as long as none of them is tried again. */
  public static List<Trouble> ofFiles(List<String> remembered) {
    List<Trouble> all = new ArrayList<>();
    for (String one : remembered) {
      Trouble trouble = parse(one);
      if (trouble.key().equals(ANSWER) || trouble.key().startsWith(FEED)) {
        all.add(trouble);
      }
    }
    return all;
  }

  /** Whether it is a change's, and told by it too. */
  public boolean isOfChange() {
    return key.equals(CHANGE) || key.equals(WEDGE);
  }

  /** Whether what is wrong now is the same and more. */
  boolean isWorse(List<String> keys) {
    return key.equals(CHANGE) && keys.contains(WEDGE);
  }

  /** Those of what was told that a change tells, as long as nobody knows how the next one ends. */
  public static List<Trouble> undecided(List<String> remembered) {
    List<Trouble> all = new ArrayList<>();
    for (String one : ofChanges(remembered)) {
      all.add(parse(one));
    }
    return all;
  }

  /** Those of what is remembered that a change tells. */
  public static List<String> ofChanges(List<String> remembered) {
    List<String> all = new ArrayList<>();
    for (String one : remembered) {
      if (parse(one).isOfChange()) {
        all.add(one);
      }
    }
    return all;
  }

  /**
   * What is to be remembered as told.
   *
   * @param before what was told
   * @param now what is wrong of those that are looked at
   * @param looked which those are, and the others stay as they were; null for all
   * @param moment when that is, in seconds since 1970
   */
  public static List<String> told(
      List<String> before, List<Trouble> now, @Nullable Predicate<Trouble> looked, long moment) {
    List<String> told = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Trouble trouble : now) {
      keys.add(trouble.key());
    }
    List<String> known = new ArrayList<>();
    for (String one : before) {
      Trouble trouble = parse(one);
      if (keys.contains(trouble.key()) || (looked != null && !looked.test(trouble))) {
        told.add(one);
        known.add(trouble.key());
      }
    }
    for (Trouble trouble : now) {
      if (!known.contains(trouble.key())) {
        told.add(trouble.remembered(moment));
      }
    }
    return told;
  }

  /** What is wrong with the lists, as a look at them shows. */
  public static List<Trouble> of(View view) {
    List<Trouble> troubles = new ArrayList<>();
    for (StoreView store : view.stores()) {
      if (store.failure() != null) {
        troubles.add(new Trouble(STORE + store.store(), store.failure()));
      }
    }
    for (String store : view.atFault()) {
      troubles.add(
          new Trouble(
              LIST + store,
              "most of %s went at one time: see that it is the right list, and whole; what is gone for good goes by 'presence remove' or --accept-removals"
                  .formatted(store)));
    }
    return troubles;
  }

  /** What of an answer stands only because silence empties no part, and who is too many. */
  public static List<Trouble> of(Resolution resolution, Reasons reasons) {
    List<Trouble> troubles = new ArrayList<>();
    for (Map.Entry<String, List<Verdict>> part : resolution.verdicts().entrySet()) {
      for (Verdict verdict : part.getValue()) {
        if (verdict.rule() == Verdict.Rule.HELD) {
          troubles.add(
              new Trouble(
                  "held:" + part.getKey() + ":" + verdict.id(),
                  "%s is held in %s: %s"
                      .formatted(verdict.id(), part.getKey(), reasons.why(verdict))));
        }
      }
    }
    for (String crowd : resolution.crowds()) {
      troubles.add(new Trouble("crowd:" + crowd, crowd));
    }
    return troubles;
  }

  /** What is wrong with this node's own entry. */
  public static Trouble of(PresenceException failed) {
    String key = failed.kind() == FailureKind.CONFIG ? "clone" : "announce";
    return new Trouble(key, String.valueOf(failed.getMessage()));
  }

  /**
   * What is wrong with acting.
   *
   * @param running whether a change is at work just now
   * @param limit how long one may be
   */
  public static @Nullable Trouble of(Acting acting, boolean running, Duration limit, long now) {
    long since = now - acting.attempted();
    if (running) {
      return since > limit.toSeconds() + 60
          ? new Trouble(
              WEDGE,
              "a change has been at work for %s, longer than it may: see what it waits for"
                  .formatted(Spans.words(since)))
          : null;
    }
    if (acting.failures() >= WEDGED) {
      return new Trouble(
          WEDGE,
          "%d changes failed one after the other, the last %s: %s"
              .formatted(
                  acting.failures(),
                  ago(since),
                  acting.why().isEmpty() ? "it did not come to its end" : acting.why()));
    }
    return acting.failures() > 0 && !acting.why().isEmpty()
        ? new Trouble(CHANGE, "the change failed %s: %s".formatted(ago(since), acting.why()))
        : null;
  }

  private static String ago(long seconds) {
    return Spans.words(seconds) + " ago";
  }
}
