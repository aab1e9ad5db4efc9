package dev.presence.cli;

import dev.presence.heartbeat.AnswerFile;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command is to write: no two are one, none is where a beat writes something else,
 * and none lies where this program keeps what it reads.
 */
final class Outputs {
  /** What makes a folder a list, in its newer form. */
  private static final String RECORDS = "all";

  /**
   * One file.
   *
   * @param what is written there, so far as the flag does not say
   */
  private record Output(Flag flag, String what, String file, Path place) {
    private String name() {
      return "--" + flag.name();
    }

    /** Whether both are the same thing at two times, of which the later replaces the other. */
    private boolean isAs(Output other) {
      return name().equals(other.name()) && what.equals(other.what);
    }
  }

  /**
   * A folder that is no place for an output.
   *
   * @param isList whether it may be on a server that is away, and is not looked at without need
   */
  private record Kept(Path folder, String name, boolean isList) {}

  private final Wiring wiring;
  private final Settings settings;
  private final List<Output> outputs = new ArrayList<>();

  private Outputs(Wiring wiring) {
    this.wiring = wiring;
    this.settings = wiring.settings();
  }

  /** Of a beat: its answer, report, metrics and feeds. */
  static void ofBeat(Wiring wiring) {
    Outputs outputs = new Outputs(wiring);
    outputs.add(Flags.OUT, outputs.format(), outputs.settings.one(Flags.OUT));
    outputs.add(Flags.REPORT, "", outputs.settings.one(Flags.REPORT));
    outputs.add(Flags.METRICS, "", outputs.settings.one(Flags.METRICS));
    for (String feed : outputs.settings.all(Flags.FEED)) {
      outputs.add(Flags.FEED, FeedOptions.what(feed), FeedOptions.file(feed));
    }
    outputs.check();
  }

  /** Of one answer, and its report. */
  static void ofAnswer(Wiring wiring, @Nullable String out) {
    Outputs outputs = new Outputs(wiring);
    outputs.add(Flags.OUT, outputs.format(), out);
    outputs.add(Flags.REPORT, "", outputs.settings.one(Flags.REPORT));
    outputs.check();
  }

  static void ofPage(Wiring wiring, String page) {
    Outputs outputs = new Outputs(wiring);
    outputs.add(Flags.PAGE_OUT, "page", page);
    outputs.check();
  }

  static void ofMetrics(Wiring wiring) {
    Outputs outputs = new Outputs(wiring);
    outputs.add(Flags.METRICS, "", outputs.settings.one(Flags.METRICS));
    outputs.check();
  }

  private String format() {
    String format = settings.one(Flags.FORMAT);
    return format == null ? "json" : format;
  }

  private void add(Flag flag, String what, @Nullable String file) {
    boolean isPrinted = "-".equals(file) && flag.name().equals(Flags.OUT.name());
    if (file != null && !isPrinted) {
      outputs.add(new Output(flag, what, file, place(file)));
    }
  }

  private void check() {
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      for (int j = 0; j < i; j++) {
        if (outputs.get(j).place().equals(output.place())) {
          throw settings.wrong(
              settings.isGiven(output.flag()) ? output.flag() : outputs.get(j).flag(),
              "%s and %s name the same file: give each one of its own, not %s"
                  .formatted(outputs.get(j).name(), output.name(), Printable.of(output.file())));
        }
      }
    }
    if (outputs.isEmpty()) {
      return;
    }
    List<Kept> kept = kept();
    Path configuration = place(settings.file().toString());
    for (Output output : outputs) {
      requireOutside(output, kept);
      if (output.place().equals(configuration)) {
        throw wrong(output, "is the configuration itself");
      }
      if (settings.isGiven(output.flag())) {
        requireUnused(output);
      }
    }
  }

  private PresenceException wrong(Output output, String what) {
    return settings.wrong(
        output.flag(),
        "%s %s %s: give it a file of its own elsewhere"
            .formatted(output.name(), Printable.of(output.file()), what));
  }

  /** Refuses what a beat, by configuration or environment, writes as something else. */
  private void requireUnused(Output output) {
    Outputs beat = new Outputs(wiring);
    String format = last(Flags.FORMAT);
    beat.add(Flags.OUT, format == null ? "json" : format, last(Flags.OUT));
    beat.add(Flags.REPORT, "", last(Flags.REPORT));
    beat.add(Flags.METRICS, "", last(Flags.METRICS));
    for (String feed : settings.elsewhere(Flags.FEED)) {
      beat.add(Flags.FEED, FeedOptions.what(feed), FeedOptions.file(feed));
    }
    for (Output other : beat.outputs) {
      if (other.place().equals(output.place()) && !other.isAs(output)) {
        throw settings.wrong(
            output.flag(),
            "%s %s is where a beat's %s goes%s: give it a file of its own"
                .formatted(
                    output.name(),
                    Printable.of(output.file()),
                    other.name(),
                    other.what().isEmpty() ? "" : ", as " + Printable.of(other.what())));
      }
    }
  }

  private @Nullable String last(Flag flag) {
    List<String> all = settings.elsewhere(flag);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** Where records, facts and memory are. */
  private List<Kept> kept() {
    List<Kept> kept = new ArrayList<>();
    for (Flag flag : List.of(Flags.STORE, Flags.BEAT_STORE)) {
      List<String> addresses = new ArrayList<>(settings.all(flag));
      if (settings.isGiven(flag)) {
        addresses.addAll(settings.elsewhere(flag));
      }
      for (String address : addresses) {
        Path folder = StoreAddress.folder(address);
        if (folder != null) {
          kept.add(new Kept(folder, "the list", true));
        }
      }
    }
    kept.add(new Kept(wiring.nodeInfo().folder().normalize(), "this node's facts", false));
    Path state = wiring.stateDir();
    if (state != null) {
      kept.add(new Kept(state.normalize(), "the memory", false));
    }
    return kept;
  }

  private void requireOutside(Output output, List<Kept> kept) {
    for (Kept one : kept) {
      boolean isInside =
          output.place().startsWith(one.folder()) || plain(output).startsWith(one.folder());
      for (Path above = output.place().getParent();
          above != null && !isInside;
          above = above.getParent()) {
        isInside =
            (!one.isList() || Files.isDirectory(above.resolve(RECORDS)))
                && isSame(above, one.folder());
      }
      if (isInside) {
        throw wrong(output, "lies in %s, %s".formatted(one.name(), Printable.of(one.folder())));
      }
    }
  }

  /** By whatever links each is named. */
  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // One of them is not there.
    }
  }

  private static Path plain(Output output) {
    try {
      return Path.of(output.file()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return output.place();
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
