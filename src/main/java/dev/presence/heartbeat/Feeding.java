package dev.presence.heartbeat;

import dev.presence.feed.Formats;
import dev.presence.feed.Rendered;
import dev.presence.feed.Wishes;
import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.memory.FeedMemory;
import dev.presence.model.Answer;
import dev.presence.model.Beat;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the feeds of a beat: each on its own, so that one that fails costs no other, and only what
 * is made from something new, or was changed by somebody else.
 */
public final class Feeding {
  /** Of how things are printed: a file of another edition is made again. */
  private static final String EDITION = "1";

  private final List<Outlet> outlets;
  private final FeedMemory memory;
  private final String writer;
  private final Deadline deadline;

  /**
   * One file that another tool reads.
   *
   * @param format its name, one of {@link Formats#NAMES}
   * @param part whose peers it has; null for those of all asked parts
   * @param check what it has to pass; null for nothing
   */
  public record Outlet(
      String format,
      @Nullable String part,
      Path file,
      Wishes wishes,
      @Nullable CandidateCheck check) {}

  /**
   * What came of it.
   *
   * @param warnings what a person should hear, a sentence each
   * @param troubles the feeds that failed
   */
  public record Fed(List<String> warnings, List<Trouble> troubles) {}

  /**
   * Those feeds.
   *
   * @param writer this machine's name in hidden files
   */
  public Feeding(List<Outlet> outlets, FeedMemory memory, String writer, Deadline deadline) {
    this.outlets = outlets;
    this.memory = memory;
    this.writer = writer;
    this.deadline = deadline;
  }

  /** Writes them from an answer that was delivered; any other leaves each file as it is. */
  public Fed feed(Served.Fresh fresh) {
    List<String> warnings = new ArrayList<>();
    List<Trouble> troubles = new ArrayList<>();
    Map<String, String> before = memory.recall();
    Map<String, String> made = new TreeMap<>();
    for (Outlet outlet : outlets) {
      String name = FeedMemory.name(outlet.file());
      try {
        String known = before.get(name);
        String line = feed(outlet, fresh, known, warnings);
        if (line != null) {
          made.put(name, line);
        }
      } catch (PresenceException e) {
        String text = "the feed %s: %s".formatted(outlet.format(), e.getMessage());
        warnings.add(text);
        troubles.add(Trouble.ofFeed(Printable.of(outlet.file()), text));
      }
    }
    if (!made.equals(before)) {
      String failed = memory.remember(made, deadline);
      if (failed != null) {
        warnings.add(failed);
      }
    }
    return new Fed(warnings, troubles);
  }

  /** What is to be remembered of it; null for nothing. */
  private @Nullable String feed(
      Outlet outlet, Served.Fresh fresh, @Nullable String known, List<String> warnings) {
    String source = source(outlet, fresh.acting());
    if (known != null && known.equals(FeedMemory.line(source, target(outlet)))) {
      return known;
    }
    Rendered rendered =
        Objects.requireNonNull(Formats.named(outlet.format()))
            .render(of(outlet, fresh.answer()), outlet.wishes());
    warnings.addAll(FeedForm.sentences(outlet.format(), rendered));
    FileReplacer replacer = new FileReplacer(writer, outlet.check());
    warnings.addAll(
        AnswerFile.write(
            outlet.file(), rendered.text().getBytes(StandardCharsets.UTF_8), replacer));
    return FeedMemory.line(source, target(outlet));
  }

  private static Path target(Outlet outlet) {
    try {
      return AnswerFile.target(outlet.file());
    } catch (IOException e) {
      return outlet.file(); // What is wrong is said when it is written.
    }
  }

  private static Answer of(Outlet outlet, Answer all) {
    if (outlet.part() == null) {
      return all;
    }
    SortedMap<String, Answer.Part> one = new TreeMap<>();
    one.put(outlet.part(), Objects.requireNonNull(all.parts().get(outlet.part())));
    return new Answer(one);
  }

  /** What the file's bytes come from, in one line. */
  private static String source(Outlet outlet, SortedMap<String, Beat.Acted> answer) {
    StringBuilder source = new StringBuilder(EDITION);
    source.append(' ').append(outlet.format()).append(' ').append(outlet.wishes().words());
    for (Map.Entry<String, Beat.Acted> part : answer.entrySet()) {
      if (outlet.part() == null || outlet.part().equals(part.getKey())) {
        source.append(' ').append(part.getKey()).append('=').append(part.getValue().digest());
      }
    }
    return source.toString();
  }
}
