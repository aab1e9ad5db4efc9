package dev.presence.cli;

import dev.presence.files.AtomicFile;
import dev.presence.files.BoundedFile;
import dev.presence.format.AnswerNodes;
import dev.presence.format.JsonWriter;
import dev.presence.format.UnreadableException;
import dev.presence.memory.LastAnswer;
import dev.presence.model.ExitCode;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.resolve.Resolution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an answer goes: stdout or a file, as JSON or lines, or only what would change. */
final class Delivery {
  private final Console console;
  private final boolean lines;
  private final boolean dryRun;
  private final boolean readOnly;
  private final @Nullable Path out;
  private final @Nullable Path report;

  Delivery(Wiring wiring) {
    Settings settings = wiring.settings();
    this.console = wiring.console();
    this.lines = wantsLines(settings);
    this.dryRun = settings.on(Flags.DRY_RUN);
    this.readOnly = settings.on(Flags.READ_ONLY) || dryRun;
    this.out = settings.one(Flags.OUT) == null ? null : wiring.path(Flags.OUT, "");
    this.report = settings.one(Flags.REPORT) == null ? null : wiring.path(Flags.REPORT, "");
  }

  private static boolean wantsLines(Settings settings) {
    String format = settings.one(Flags.FORMAT);
    if (format == null || format.equals("json")) {
      return false;
    }
    if (format.equals("lines")) {
      return true;
    }
    throw settings.wrong(
        Flags.FORMAT, "--format is json or lines here, not \"" + Printable.of(format) + "\"");
  }

  /**
   * Delivers a good answer.
   *
   * @param last the last answer to the same question
   */
  void answer(byte[] answer, LastAnswer last) {
    if (dryRun) {
      console.print(before(last).difference(nodes(answer)));
    } else if (out == null || readOnly) {
      console.print(formatted(answer));
    } else {
      write(out, formatted(answer));
    }
  }

  /** Serves an answer that is not known to hold still: a file that is there already is it. */
  void lastAnswer(byte[] answer) {
    if (out == null && !dryRun) {
      console.print(formatted(answer));
    }
  }

  /** Writes how the answer came about, when that was asked for. */
  void report(Report made, Resolution resolution, Report.Source source) {
    if (report != null && !readOnly) {
      write(report, JsonWriter.print(made.tree(resolution, source), JsonWriter.Style.ANSWER));
    }
  }

  private byte[] formatted(byte[] answer) {
    return lines ? nodes(answer).lines().getBytes(StandardCharsets.UTF_8) : answer;
  }

  private static AnswerNodes nodes(byte[] answer) {
    try {
      return AnswerNodes.read(answer);
    } catch (UnreadableException e) {
      throw new IllegalStateException("an answer of our own cannot be read", e);
    }
  }

  /** What was delivered before; a file that is no answer is as none: all of the new one is new. */
  private AnswerNodes before(LastAnswer last) {
    try {
      return AnswerNodes.read(out == null ? last.recall() : existing(out));
    } catch (UnreadableException e) {
      return new AnswerNodes();
    }
  }

  private static byte @Nullable [] existing(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return null;
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      // A link stays, and leads to the new bytes.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      AtomicFile.replaceIfChanged(target, bytes, AtomicFile.Sync.DISK, AtomicFile.Mode.KEPT);
    } catch (IOException e) {
      throw new PresenceException(
          ExitCode.CONFIG,
          "cannot write "
              + Printable.of(file)
              + ": "
              + BoundedFile.reason(e)
              + "; name a file in a folder that is there and may be written",
          e);
    }
  }
}
