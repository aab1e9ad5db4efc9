package dev.presence.cli;

import dev.presence.model.Digits;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.model.PartQuery;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Question;
import dev.presence.model.SecretNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The question that the options ask, and the minima that go with it. */
final class Asked {
  private final Settings settings;

  Asked(Settings settings) {
    this.settings = settings;
  }

  /** The question; at least one {@code --part} is needed. */
  static Question question(Wiring wiring) {
    Asked asked = new Asked(wiring.settings());
    List<PartQuery> parts = asked.parts();
    if (parts.isEmpty()) {
      throw PresenceException.usage("no part: name what you need with --part");
    }
    return asked.question(wiring, parts);
  }

  /** The same question for other parts. */
  Question question(Wiring wiring, List<PartQuery> parts) {
    NodeName leftOut = settings.on(Flags.WITHOUT_SELF) ? wiring.nodeInfo().read().id() : null;
    return new Question(
        parts, wiring.ownScope(), facts(), leftOut, !settings.on(Flags.NO_ADDRESS_NEEDED));
  }

  List<PartQuery> parts() {
    Map<String, PartQuery> parts = new TreeMap<>();
    for (String text : settings.all(Flags.PART)) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      String glob = equals < 0 ? text : text.substring(equals + 1);
      if (!PartName.isValid(name)) {
        throw settings.wrong(
            Flags.PART,
            "--part \"" + Printable.of(text) + "\": " + PartName.RULE + ", then perhaps =GLOB");
      }
      if (!isGlob(glob)) {
        throw settings.wrong(
            Flags.PART,
            "--part \"" + Printable.of(text) + "\": a glob is letters, digits, '_', '-', '*', '?'");
      }
      PartQuery query = new PartQuery(new PartName(name), glob);
      PartQuery other = parts.put(name, query);
      if (other != null && !other.glob().equals(glob)) {
        throw settings.wrong(Flags.PART, "--part " + name + " is asked for in two ways: keep one");
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

  /** Other facts by name; what is in the answer anyway, or must not be, is refused. */
  private List<String> facts() {
    List<String> names = settings.all(Flags.FACT);
    for (String name : names) {
      if (SecretNames.match(name, null)) {
        throw settings.wrong(
            Flags.FACT,
            "--fact " + Printable.of(name) + " is named like a secret: no answer carries it");
      }
      if (KnownFacts.isKnown(name) && !name.equals(KnownFacts.INITGITREPO)) {
        throw settings.wrong(
            Flags.FACT,
            "--fact "
                + name
                + ": the answer has a key of its own for it, or leaves it out because it changes"
                + " while the membership stays");
      }
    }
    return names;
  }

  /** Part to the fewest peers it needs, from {@code --minimum P=N}. */
  Map<String, Integer> minima(List<PartQuery> parts) {
    Map<String, Integer> minima = new HashMap<>();
    for (String text : settings.all(Flags.MINIMUM)) {
      int equals = text.indexOf('=');
      int number = equals < 0 ? -1 : Digits.parse(text.substring(equals + 1));
      if (number < 0) {
        throw settings.wrong(
            Flags.MINIMUM,
            "--minimum is a part and a number such as db=1, not \"" + Printable.of(text) + "\"");
      }
      minima.put(text.substring(0, equals), number);
    }
    for (String name : minima.keySet()) {
      boolean asked = false;
      for (PartQuery part : parts) {
        asked |= part.name().value().equals(name);
      }
      if (!asked) {
        throw settings.wrong(
            Flags.MINIMUM,
            "--minimum " + Printable.of(name) + " is for a part that is not asked for: add --part");
      }
    }
    return minima;
  }
}
