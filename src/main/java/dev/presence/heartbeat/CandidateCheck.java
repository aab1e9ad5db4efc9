package dev.presence.heartbeat;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.model.Printable;
import dev.presence.process.CommandWords;
import dev.presence.process.LimitedCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Another tool's own check of a file, such as {@code haproxy -c -f {}}, which a candidate has to
 * pass before it replaces the good one. It is run without a shell, so the candidate's path is one
 * word whatever is in it.
 */
public final class CandidateCheck implements FileReplacer.Inspection {
  /** What stands for the candidate's path. */
  private static final String CANDIDATE = "{}";

  private static final Duration GRACE = Duration.ofMillis(200);

  /** Of what a check prints, enough to find the line that tells. */
  private static final int MOST_OUTPUT = 64 * 1024;

  private final String command;
  private final Deadline deadline;

  /** Why a candidate is not to replace a file. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * A check.
   *
   * @param command its words, one of them with {@code {}} in it
   * @param deadline the command's, of which it may take half of what is left
   * @throws IllegalArgumentException when it is none, in words that follow its name
   */
  public CandidateCheck(String command, Deadline deadline) {
    if (!String.join(" ", CommandWords.of(command)).contains(CANDIDATE)) {
      throw new IllegalArgumentException("it has no {} where the file's name goes");
    }
    this.command = command;
    this.deadline = deadline;
  }

  /** The command as it was given. */
  String command() {
    return command;
  }

  @Override
  public void inspect(Path candidate) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : CommandWords.of(command)) {
      words.add(word.replace(CANDIDATE, candidate.toString()));
    }
    Duration limit = Duration.ofNanos(deadline.nanosLeft() / 2);
    Path log = Files.createTempFile("presence", ".check"); // Its owner's alone.
    try {
      LimitedCommand.Ended ended = LimitedCommand.run(words, Map.of(), log, limit, GRACE);
      if (ended.ranOut()) {
        throw refused("took longer than the %.1f s it had".formatted(limit.toMillis() / 1000.0));
      }
      if (ended.status() != 0) {
        throw refused("ended with status " + ended.status() + said(log));
      }
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw refused("could not be run: " + Printable.of(BoundedFile.reason(e)));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private RefusedException refused(String what) {
    return new RefusedException("the check '" + Printable.of(command) + "' " + what);
  }

  /** Why, in its words; empty when nothing was said. */
  private static String said(Path log) throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      String why = Complaint.in(new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8));
      return why.isEmpty() ? "" : ": " + Printable.of(why);
    }
  }
}
