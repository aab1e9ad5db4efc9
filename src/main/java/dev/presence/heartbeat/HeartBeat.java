package dev.presence.heartbeat;

import dev.presence.files.Deadline;
import dev.presence.files.LockFile;
import dev.presence.memory.ChangeMemory;
import dev.presence.model.Acting;
import dev.presence.model.Beat;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One beat: say that this node is alive, look, answer, and begin a change when it is time to. */
public final class HeartBeat {
  private final Announcer announcer;
  private final Announcer.Decision first;
  private final Answering answering;
  private final Answering.@Nullable Wanted wanted;
  private final ChangeMemory changes;
  private final Deadline deadline;
  private final Clock clock;

  /**
   * A beat.
   *
   * @param first decides on the state of a node that was never announced
   * @param wanted what to answer; null for a node that asks for nobody
   */
  public HeartBeat(
      Announcer announcer,
      Announcer.Decision first,
      Answering answering,
      Answering.@Nullable Wanted wanted,
      ChangeMemory changes,
      Deadline deadline,
      Clock clock) {
    this.announcer = announcer;
    this.first = first;
    this.answering = answering;
    this.wanted = wanted;
    this.changes = changes;
    this.deadline = deadline;
    this.clock = clock;
  }

  /**
   * How it went.
   *
   * @param announced null when it failed
   * @param failed why this node could not be announced, or another machine holds its mark; null
   *     when all is well
   * @param served null when nobody was asked for, or the answer could not be delivered
   * @param undelivered why it could not; null when it could, or there is none
   */
  public record Beaten(
      @Nullable Announced announced,
      @Nullable PresenceException failed,
      @Nullable Served served,
      @Nullable PresenceException undelivered) {
    /** What there is to act on; null when there is nothing that can be acted on. */
    public @Nullable SortedMap<String, Beat.Acted> acting() {
      if (undelivered != null) {
        return null;
      }
      return served == null
          ? new TreeMap<>()
          : served instanceof Served.Unknown ? null : served.acting();
    }

    /**
     * The files that could not be written, when no feed was tried.
     *
     * @param told what was told to be wrong before
     */
    public List<Trouble> unwritten(List<String> told) {
      List<Trouble> all = new ArrayList<>();
      Trouble answer = undelivered == null ? null : Trouble.ofAnswer(undelivered);
      for (Trouble trouble : Trouble.ofFiles(told)) {
        if (answer == null || !trouble.key().equals(answer.key())) {
          all.add(trouble);
        }
      }
      if (answer != null) {
        all.add(answer);
      }
      return all;
    }

    /** The answer as JSON; null where there is none. */
    public @Nullable String json() {
      return served instanceof Served.Fresh fresh
          ? fresh.json()
          : served instanceof Served.Kept kept ? kept.json() : null;
    }
  }

  /**
   * Beats and looks: that no list takes this node's entry is no reason not to look, nor is another
   * process of this node that keeps it from announcing; and an answer that its reader's check
   * refuses, or that has no place, is no reason not to tell.
   */
  public Beaten beat() {
    return beat(null, Asking.ALL);
  }

  /**
   * The same for a process that stays.
   *
   * @param marking holds this node's mark; null for none
   */
  public Beaten beat(@Nullable Marking marking, Asking asking) {
    Announced announced = null;
    PresenceException failed = null;
    try {
      announced =
          announcer.change(marking == null ? first : marking.before(first), deadline.quarter());
      if (marking != null) {
        marking.mark(announced);
      }
    } catch (PresenceException e) {
      if (e.kind() == FailureKind.USAGE) {
        throw e;
      }
      failed = e;
    }
    return look(announced, failed, asking);
  }

  /** Looks for news; what was announced, or could not be, stands as it did. */
  public Beaten look(Beaten last) {
    return look(last.announced(), last.failed(), Asking.UNHEARD);
  }

  private Beaten look(
      @Nullable Announced announced, @Nullable PresenceException failed, Asking asking) {
    Served served = null;
    PresenceException undelivered = null;
    try {
      if (wanted != null) {
        served = answering.serve(wanted, asking);
      }
    } catch (PresenceException e) {
      if (e.kind() == FailureKind.USAGE) {
        throw e;
      }
      undelivered = e;
    }
    return new Beaten(announced, failed, served, undelivered);
  }

  /** Begins a change; what it prints and comes to is its own. */
  public interface Starter {
    void start() throws IOException;
  }

  /**
   * What came of acting.
   *
   * @param running whether a change is at work
   * @param started whether one was begun
   */
  public record Acted(Acting acting, boolean running, boolean started, List<String> warnings) {
    /** The same, and what was remembered later. */
    public Acted with(Acting later) {
      return new Acted(later, running, started, warnings);
    }
  }

  /**
   * Begins a change when it is due and none is at work.
   *
   * @param starter null when whoever reads the answer acts on it by himself
   */
  public Acted act(Beaten beaten, Due due, @Nullable Starter starter) {
    List<String> warnings = new ArrayList<>();
    SortedMap<String, Beat.Acted> answer = beaten.acting();
    long now = clock.instant().getEpochSecond();
    Acting acting = changes.recall();
    if (changes.warning() != null) {
      warnings.add(changes.warning());
    }
    if (answer == null) {
      return new Acted(acting, isRunning(), false, warnings);
    }
    String digest = Acting.digest(answer);
    boolean isDelivered = starter == null && beaten.served() instanceof Served.Fresh;
    boolean isActed = acting.succeeded() > 0 && Acting.digest(acting.acted()).equals(digest);
    boolean isNews = !acting.pending().equals(digest) || acting.since() > now;
    boolean isOver = isDelivered && !isActed;
    Acting next = acting.pending(digest, now);
    if (isOver) {
      next = next.succeeding(answer, now);
    }
    if (isNews || isOver) {
      String failed = changes.change(deadline, new Pending(digest, now, isOver ? answer : null));
      if (failed != null) {
        warnings.add(failed);
      }
    }
    if (starter == null) {
      return new Acted(next, false, false, warnings);
    }
    return start(beaten, due, starter, next, answer, now, warnings);
  }

  private Acted start(
      Beaten beaten,
      Due due,
      Starter starter,
      Acting acting,
      SortedMap<String, Beat.Acted> answer,
      long now,
      List<String> warnings) {
    boolean isDue =
        due.isDue(
            acting,
            answer,
            beaten.announced() == null ? null : beaten.announced().record().id(),
            now);
    boolean started = false;
    try (LockFile lock = changes.lock()) {
      if (lock == null) {
        return new Acted(acting, true, false, warnings);
      }
      if (isDue) {
        String json = beaten.json();
        String failed =
            changes.keepAnswer(
                (json == null ? "" : json).getBytes(StandardCharsets.UTF_8), deadline);
        if (failed != null) {
          warnings.add("no change is begun: " + failed);
          isDue = false;
        }
      }
    } catch (IOException e) {
      warnings.add("no change is begun: " + e.getMessage());
      isDue = false;
    }
    if (isDue) { // The lock is the change's own by then.
      try {
        starter.start();
        started = true;
      } catch (IOException e) {
        warnings.add("the change could not be started: " + e.getMessage());
      }
    }
    return new Acted(acting, false, started, warnings);
  }

  private boolean isRunning() {
    try (LockFile lock = changes.lock()) {
      return lock == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** A class and not a lambda: the run of each minute links none. */
  private record Pending(String digest, long now, @Nullable SortedMap<String, Beat.Acted> acted)
      implements ChangeMemory.Step {
    @Override
    public Acting from(Acting before) {
      Acting next = before.pending(digest, now);
      return acted == null ? next : next.succeeding(acted, now);
    }
  }
}
