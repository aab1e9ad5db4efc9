package dev.presence.cli;

import dev.presence.heartbeat.AnswerFile;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that a command is to write, of which no two may be one. */
final class Outputs {
  private final Settings settings;
  private final Map<Path, String> names = new HashMap<>();

  private Outputs(Settings settings) {
    this.settings = settings;
  }

  /**
   * Refuses options that name one file twice, by links too.
   *
   * @param more whether feeds and metrics are written, as a beat does
   */
  static void check(Settings settings, boolean more) {
    Outputs outputs = new Outputs(settings);
    String out = settings.one(Flags.OUT);
    outputs.add(Flags.OUT, out == null || out.equals("-") ? null : out);
    outputs.add(Flags.REPORT, settings.one(Flags.REPORT));
    if (more) {
      outputs.add(Flags.METRICS, settings.one(Flags.METRICS));
      for (String file : FeedOptions.files(settings)) {
        outputs.add(Flags.FEED, file);
      }
    }
  }

  /** Refuses a page's file that a beat, by configuration or environment, writes as another one. */
  static void checkPage(Settings settings, String page) {
    Outputs outputs = new Outputs(settings);
    for (Flag flag : List.of(Flags.OUT, Flags.REPORT, Flags.METRICS)) {
      for (String file : settings.elsewhere(flag)) {
        outputs.names.put(place(file), "--" + flag.name());
      }
    }
    for (String feed : settings.elsewhere(Flags.FEED)) {
      outputs.names.put(place(FeedOptions.file(feed)), "--" + Flags.FEED.name());
    }
    String other = outputs.names.get(place(page));
    if (other != null) {
      throw settings.wrong(
          Flags.PAGE_OUT,
          "--out %s is where a beat's %s goes: give the page a file of its own"
              .formatted(Printable.of(page), other));
    }
  }

  private void add(Flag flag, @Nullable String file) {
    if (file == null) {
      return;
    }
    String name = "--" + flag.name();
    String other = names.put(place(file), name);
    if (other != null) {
      throw settings.wrong(
          flag,
          "%s and %s name the same file: give each one of its own, not %s"
              .formatted(other, name, Printable.of(file)));
    }
  }

  /** Where the bytes go, whatever links lead there. */
  private static Path place(String file) {
    try {
      Path path = Path.of(file).toAbsolutePath().normalize();
      try {
        path = AnswerFile.target(path);
        Path folder = path.getParent();
        return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
      } catch (IOException e) {
        return path; // What is wrong is said when it is written.
      }
    } catch (InvalidPathException e) {
      return Path.of(""); // And this where it is read.
    }
  }
}
