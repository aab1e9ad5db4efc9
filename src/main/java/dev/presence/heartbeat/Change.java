package dev.presence.heartbeat;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.files.LockFile;
import dev.presence.format.AnswerFormat;
import dev.presence.format.UnreadableException;
import dev.presence.memory.ChangeMemory;
import dev.presence.model.Acting;
import dev.presence.model.Answer;
import dev.presence.model.Beat;
import dev.presence.model.FailureKind;
import dev.presence.model.Peer;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.process.LimitedCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The acting half of a HeartBeat: runs a person's command with a copy of the answer of its own, one
 * at a time and under a limit.
 */
public final class Change {
  /** The environment variable that names the copy of the answer. */
  public static final String ANSWER = "PRESENCE_ANSWER";

  /** The status of a command that somebody else keeps from working (EX_TEMPFAIL of sysexits.h). */
  private static final int BUSY = 75;

  /** What chef-client says when another run has its lock; its status is that of any failure. */
  private static final String CHEF_IS_BUSY = "Unable to acquire lock. Waited";

  private static final Duration LOCAL = Duration.ofSeconds(10);
  private static final int MOST_ANSWER = 64 << 20;
  private static final int MOST_LOG = 64 << 20;

  private final ChangeMemory changes;
  private final String command;
  private final Duration limit;
  private final Clock clock;

  /**
   * A change.
   *
   * @param command for {@code /bin/sh -c}
   */
  public Change(ChangeMemory changes, String command, Duration limit, Clock clock) {
    this.changes = changes;
    this.command = command;
    this.limit = limit;
    this.clock = clock;
  }

  /** How it went. */
  public sealed interface Outcome {
    /** Another one is at work. */
    record AtWork() implements Outcome {}

    /** The command did its work. */
    record Done(String printed) implements Outcome {}

    /** Somebody else kept it from working; the next beat tries again, and it is no failure. */
    record Busy(String printed) implements Outcome {}

    /**
     * It failed.
     *
     * @param why one sentence
     */
    record Failed(String why, String printed) implements Outcome {}
  }

  /** Runs it. */
  public Outcome run() {
    Path answer = changes.answer();
    Path log = changes.log();
    if (answer == null || log == null) {
      throw PresenceException.config(
          "a change needs a folder to remember in: name one with --state-dir");
    }
    try (LockFile lock = changes.lock()) {
      return lock == null ? new Outcome.AtWork() : run(answer, log);
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "the change cannot be run: %s; see to the folder of --state-dir"
              .formatted(Printable.of(BoundedFile.reason(e))),
          e);
    }
  }

  private Outcome run(Path answer, Path log) throws IOException {
    SortedMap<String, Beat.Acted> acting = acting(answer);
    Acting before = changes.recall();
    long now = clock.instant().getEpochSecond();
    remember(one -> one.beginning(Acting.digest(acting), now));
    LimitedCommand.Ended ended =
        LimitedCommand.run(command, Map.of(ANSWER, answer.toString()), log, limit);
    String printed = printed(log);
    if (ended.status() == BUSY || (ended.status() != 0 && printed.contains(CHEF_IS_BUSY))) {
      remember(one -> one.postponed(before.failures()));
      return new Outcome.Busy(printed);
    }
    if (ended.status() == 0 && !ended.ranOut()) {
      long done = clock.instant().getEpochSecond();
      remember(one -> one.succeeding(acting, done));
      return new Outcome.Done(printed);
    }
    String why =
        ended.ranOut()
            ? "it ran over its time of %d s and was ended".formatted(limit.toSeconds())
            : "it ended with status %d%s".formatted(ended.status(), lastLine(printed));
    remember(one -> one.failing(why));
    return new Outcome.Failed(why, printed);
  }

  private void remember(ChangeMemory.Step step) {
    String failed = changes.change(Deadline.in(LOCAL), step);
    if (failed != null) {
      throw new PresenceException(FailureKind.CONFIG, failed);
    }
  }

  /** What the copy of the answer holds; nothing for a node that asks for nobody. */
  private static SortedMap<String, Beat.Acted> acting(Path answer) throws IOException {
    byte[] bytes = BoundedFile.read(answer, MOST_ANSWER);
    SortedMap<String, Beat.Acted> acting = new TreeMap<>();
    if (bytes.length == 0) {
      return acting;
    }
    try {
      for (Map.Entry<String, Answer.Part> part : AnswerFormat.parse(bytes).parts().entrySet()) {
        List<String> draining = new ArrayList<>();
        for (Peer peer : part.getValue().draining()) {
          draining.add(peer.id().value());
        }
        acting.put(part.getKey(), new Beat.Acted(AnswerFormat.digest(part.getValue()), draining));
      }
      return acting;
    } catch (UnreadableException e) {
      throw new IOException("its copy of the answer " + e.getMessage(), e);
    }
  }

  private static String printed(Path log) {
    try {
      return new String(BoundedFile.read(log, MOST_LOG), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String lastLine(String printed) {
    String text = printed.strip();
    return text.isEmpty() ? "" : ": " + Printable.of(text.substring(text.lastIndexOf('\n') + 1));
  }
}
