package dev.presence.cli;

import dev.presence.feed.Feed;
import dev.presence.feed.Formats;
import dev.presence.files.FileReplacer;
import dev.presence.format.JournalFormat;
import dev.presence.format.PeopleJson;
import dev.presence.heartbeat.AnswerFile;
import dev.presence.heartbeat.CandidateCheck;
import dev.presence.heartbeat.FeedForm;
import dev.presence.heartbeat.Report;
import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.View;
import dev.presence.model.Answer;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.resolve.Question;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of an answer, as the options want it: its file, its report, its minima. */
final class Answers {
  /** In which form a beat delivers it. */
  static AnswerFile.Form form(Settings settings) {
    String format = settings.one(Flags.FORMAT);
    if (format != null && Formats.NAMES.contains(format)) {
      throw settings.wrong(
          Flags.FORMAT,
          "a beat writes %s beside its answer: by --feed %1$s=FILE".formatted(format));
    }
    return settings.choice("json", "lines").equals("json")
        ? AnswerFile.Form.JSON
        : AnswerFile.Form.LINES;
  }

  /** In which form {@code resolve} does: as another tool reads it too. */
  static AnswerFile.Form form(Wiring wiring, Parts parts) {
    String format = wiring.settings().one(Flags.FORMAT);
    Feed feed = format == null ? null : Formats.named(format);
    if (format != null && feed != null) {
      return new FeedForm(format, feed, new FeedOptions(wiring, parts).wishes());
    }
    if (format == null || format.equals("json")) {
      return AnswerFile.Form.JSON;
    }
    if (format.equals("lines")) {
      return AnswerFile.Form.LINES;
    }
    List<String> names = new ArrayList<>(List.of("json", "lines"));
    names.addAll(Formats.NAMES);
    throw wiring
        .settings()
        .wrong(
            Flags.FORMAT,
            "--format is one of %s here, not \"%s\"%s"
                .formatted(
                    String.join(", ", names), Printable.of(format), Words.meant(format, names)));
  }

  /**
   * The file of an answer that {@code resolve} is asked for; null for none. One of a configuration
   * is for the format that stands there: another one, on the command line, is for this once.
   */
  static @Nullable String out(Settings settings) {
    return settings.isNearer(Flags.FORMAT, Flags.OUT) ? null : settings.one(Flags.OUT);
  }

  /**
   * Where the answer goes; null for stdout, which {@code -} names where a configuration has a file.
   */
  static @Nullable AnswerFile file(
      Wiring wiring, @Nullable String name, AnswerFile.Form form, Parts parts) {
    Settings settings = wiring.settings();
    CandidateCheck check = new FeedOptions(wiring, parts).check();
    if (name == null || name.equals("-")) {
      if (settings.isGiven(Flags.CHECK)) {
        throw PresenceException.usage("--check is of a file: name it with --out");
      }
      return null;
    }
    Path out = settings.path(Flags.OUT, "").normalize();
    return new AnswerFile(out, form, new FileReplacer(wiring.state().writer(), check));
  }

  static void report(Wiring wiring, Question question, Served served, Map<String, Integer> minima) {
    // Those in other scopes too: the answer needs none of them, and people ask for them.
    Resolution resolution =
        Resolver.resolve(
            question,
            View.sightings(served.view().players(question), Set.of(), served.lives()),
            served.resolution().shown(),
            wiring.vigil().hold(),
            wiring.now());
    Report report =
        Report.of(question, served.view(), resolution, served.bases(), minima, wiring.now());
    Path file = wiring.settings().path(Flags.REPORT, "");
    byte[] bytes = PeopleJson.print(Printed.json("report", report));
    FileReplacer replacer = new FileReplacer(wiring.state().writer());
    // Of one memory one at a time, as they write under one name.
    List<String> warnings = new ArrayList<>();
    String failed =
        wiring
            .state()
            .change(
                wiring.deadline(), () -> warnings.addAll(AnswerFile.write(file, bytes, replacer)));
    wiring.console().sayAll(failed == null ? warnings : AnswerFile.write(file, bytes, replacer));
  }

  /** What a run would change: in the file, or in what this node answered before. */
  static String difference(@Nullable AnswerFile file, AnswerFile.Form form, Served.Fresh fresh) {
    if (file != null) {
      return file.difference(fresh.answer(), form.of(fresh.answer(), fresh.json()));
    }
    StringBuilder text = new StringBuilder();
    for (JournalFormat.Change change : fresh.changes()) {
      String node = change.id() + " (" + change.rule() + ": " + change.why() + ")\n";
      if (!change.from().equals("out")) {
        text.append("- %s %s %s".formatted(change.part(), change.from(), node));
      }
      if (!change.to().equals("out")) {
        text.append("+ %s %s %s".formatted(change.part(), change.to(), node));
      }
    }
    return text.toString();
  }

  static ExitCode minima(Wiring wiring, Answer answer, Map<String, Integer> minima) {
    ExitCode exitCode = ExitCode.OK;
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      int minimum = minima.getOrDefault(part.getKey(), 0);
      int peers = part.getValue().peers().size();
      if (peers < minimum) {
        wiring
            .console()
            .say(
                "%s has %d of at least %d peers: 'presence explain %1$s'%s tells why"
                    .formatted(part.getKey(), peers, minimum, sameOptions(wiring.settings())));
        exitCode = ExitCode.TOO_FEW;
      }
    }
    return exitCode;
  }

  /** An advice that can be followed as it stands. */
  private static String sameOptions(Settings settings) {
    return settings.isGiven(Flags.STORE) ? " with the same --store" : "";
  }

  private Answers() {}
}
