package dev.presence.cli;

import dev.presence.feed.Formats;
import dev.presence.feed.Wishes;
import dev.presence.heartbeat.CandidateCheck;
import dev.presence.heartbeat.Feeding;
import dev.presence.memory.FeedMemory;
import dev.presence.model.KnownFacts;
import dev.presence.model.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the options want of feeds: their files, checks and ports. */
final class FeedOptions {
  private final Wiring wiring;
  private final Settings settings;
  private final Parts parts;

  FeedOptions(Wiring wiring, Parts parts) {
    this.wiring = wiring;
    this.settings = wiring.settings();
    this.parts = parts;
  }

  /** Which port of each part, and which facts. */
  Wishes wishes() {
    Map<String, String> ports = new HashMap<>();
    for (String text : settings.all(Flags.PORT)) {
      int equals = text.indexOf('=');
      if (equals < 0 || !KnownFacts.isPortName(text.substring(equals + 1))) {
        throw settings.wrong(
            Flags.PORT,
            "--port is a part and a port's name such as app=http, not \"%s\""
                .formatted(Printable.of(text)));
      }
      String part = text.substring(0, equals);
      parts.requireAsked(Flags.PORT, part);
      String other = ports.put(part, text.substring(equals + 1));
      if (other != null && !other.equals(text.substring(equals + 1))) {
        throw settings.wrong(Flags.PORT, "--port %s is given twice: keep one".formatted(part));
      }
    }
    return new Wishes(ports, settings.all(Flags.FACT));
  }

  /** The check of {@code --check}; null for none. */
  @Nullable CandidateCheck check() {
    String command = settings.one(Flags.CHECK);
    return command == null ? null : check(Flags.CHECK, "--check", command);
  }

  /** What writes the feeds of a beat; null where there are none, and were none. */
  @Nullable Feeding feeding() {
    List<Feeding.Outlet> outlets = outlets();
    FeedMemory memory = new FeedMemory(wiring.state());
    return outlets.isEmpty() && !memory.isKept()
        ? null
        : new Feeding(outlets, memory, wiring.state().writer(), wiring.deadline());
  }

  /** A feed that was asked for, by {@code FORMAT[:PART]=FILE}. */
  private List<Feeding.Outlet> outlets() {
    List<Feeding.Outlet> outlets = new ArrayList<>();
    Map<String, CandidateCheck> checks = checks();
    for (String text : settings.all(Flags.FEED)) {
      String what = what(text);
      int colon = what.indexOf(':');
      String format = colon < 0 ? what : what.substring(0, colon);
      requireFormat(Flags.FEED, "--feed", format);
      String part = colon < 0 ? null : what.substring(colon + 1);
      if (part != null) {
        parts.requireAsked(Flags.FEED, part);
      } else if (parts.all().isEmpty()) {
        throw settings.wrong(
            Flags.FEED, "--feed %s is of no part: name one with --part".formatted(format));
      }
      String file = what.equals(text) ? "" : file(text);
      outlets.add(new Feeding.Outlet(format, part, path(text, file), wishes(), checks.get(format)));
    }
    for (String format : checks.keySet()) {
      requireUsed(outlets, format);
    }
    return outlets;
  }

  private Path path(String text, String file) {
    try {
      if (!file.isEmpty()) {
        return Path.of(file).toAbsolutePath().normalize();
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw settings.wrong(
        Flags.FEED,
        "--feed is FORMAT[:PART]=FILE, such as haproxy:app=/etc/haproxy/app.cfg, not \"%s\""
            .formatted(Printable.of(text)));
  }

  private Map<String, CandidateCheck> checks() {
    Map<String, CandidateCheck> checks = new HashMap<>();
    for (String text : settings.all(Flags.FEED_CHECK)) {
      int equals = text.indexOf('=');
      String format = equals < 0 ? text : text.substring(0, equals);
      requireFormat(Flags.FEED_CHECK, "--feed-check", format);
      String command = equals < 0 ? "" : text.substring(equals + 1);
      checks.put(format, check(Flags.FEED_CHECK, "--feed-check " + format, command));
    }
    return checks;
  }

  private CandidateCheck check(Flag flag, String name, String command) {
    try {
      return new CandidateCheck(command, wiring.deadline());
    } catch (IllegalArgumentException e) {
      throw settings.wrong(
          flag,
          "%s \"%s\": %s; it is a command such as haproxy -c -f {}"
              .formatted(name, Printable.of(command), e.getMessage()));
    }
  }

  private void requireFormat(Flag flag, String name, String format) {
    if (!Formats.NAMES.contains(format)) {
      throw settings.wrong(
          flag,
          "%s \"%s\": a feed's format is one of %s%s"
              .formatted(
                  name,
                  Printable.of(format),
                  String.join(", ", Formats.NAMES),
                  Words.meant(format, Formats.NAMES)));
    }
  }

  private void requireUsed(List<Feeding.Outlet> outlets, String format) {
    for (Feeding.Outlet outlet : outlets) {
      if (outlet.format().equals(format)) {
        return;
      }
    }
    throw settings.wrong(
        Flags.FEED_CHECK,
        "--feed-check %s is for a feed that is not written: add --feed".formatted(format));
  }

  /** The format of what {@code --feed} was given, and the part where it names one. */
  static String what(String feed) {
    int equals = feed.indexOf('=');
    return equals < 0 ? feed : feed.substring(0, equals);
  }

  /** The file of what {@code --feed} was given. */
  static String file(String feed) {
    return feed.substring(feed.indexOf('=') + 1);
  }
}
