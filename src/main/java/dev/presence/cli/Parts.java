package dev.presence.cli;

import dev.presence.model.BadTextException;
import dev.presence.model.Digits;
import dev.presence.model.PartName;
import dev.presence.model.Printable;
import dev.presence.probe.Probe;
import dev.presence.resolve.PartQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts asked for, and what is wished of each: its fewest peers, and how to ask its machines.
 */
final class Parts {
  private final Settings settings;
  private final List<PartQuery> all;

  Parts(Settings settings) {
    this.settings = settings;
    this.all = parse();
  }

  /** In the order of their names, each once. */
  List<PartQuery> all() {
    return all;
  }

  private List<PartQuery> parse() {
    Map<String, PartQuery> parts = new TreeMap<>();
    for (String text : settings.all(Flags.PART)) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      String glob = equals < 0 ? text : text.substring(equals + 1);
      if (!PartName.isValid(name)) {
        throw settings.wrong(
            Flags.PART,
            "--part \"%s\": %s, then perhaps =GLOB".formatted(Printable.of(text), PartName.RULE));
      }
      if (!isGlob(glob)) {
        throw settings.wrong(
            Flags.PART,
            "--part \"%s\": a glob is letters, digits, '_', '-', '*', '?'"
                .formatted(Printable.of(text)));
      }
      PartQuery other = parts.put(name, new PartQuery(new PartName(name), glob));
      if (other != null && !other.glob().equals(glob)) {
        throw settings.wrong(
            Flags.PART, "--part %s is asked for in two ways: keep one".formatted(name));
      }
    }
    return new ArrayList<>(parts.values());
  }

  private static boolean isGlob(String glob) {
    StringBuilder letters = new StringBuilder("x");
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c != '*' && c != '?') {
        letters.append(c);
      }
    }
    return !glob.isEmpty() && PartName.isValid(letters.toString());
  }

  /** How the machines of each asked part are asked, by its name. */
  Map<String, Probe> probes() {
    Map<String, Probe> probes = new HashMap<>();
    for (String text : settings.all(Flags.PROBE)) {
      int equals = text.indexOf('=');
      try {
        Probe probe = Probe.parse(equals < 0 ? text : text.substring(equals + 1));
        probes.put(equals < 0 ? "" : text.substring(0, equals), probe);
      } catch (BadTextException e) {
        throw settings.wrong(Flags.PROBE, "--probe is P=HOW, and " + e.getMessage());
      }
    }
    for (String name : probes.keySet()) {
      requireAsked(Flags.PROBE, name);
    }
    return probes;
  }

  /** Part to the fewest peers it needs, from {@code --minimum P=N}. */
  Map<String, Integer> minima() {
    Map<String, Integer> minima = new HashMap<>();
    for (String text : settings.all(Flags.MINIMUM)) {
      int equals = text.indexOf('=');
      int number = equals < 0 ? -1 : Digits.parse(text.substring(equals + 1));
      if (number < 0) {
        throw settings.wrong(
            Flags.MINIMUM,
            "--minimum is a part and a number such as db=1, not \"%s\""
                .formatted(Printable.of(text)));
      }
      minima.put(text.substring(0, equals), number);
    }
    for (String name : minima.keySet()) {
      requireAsked(Flags.MINIMUM, name);
    }
    return minima;
  }

  /** Refuses what is said of a part that is not asked for. */
  void requireAsked(Flag flag, String name) {
    List<String> asked = new ArrayList<>();
    for (PartQuery part : all) {
      if (part.name().value().equals(name)) {
        return;
      }
      asked.add(part.name().value());
    }
    throw settings.wrong(
        flag,
        "--%s %s is for a part that is not asked for%s"
            .formatted(
                flag.name(), Printable.of(name), Words.meantOr(name, asked, ": add --part")));
  }
}
