package dev.presence.cli;

import dev.presence.model.Nearest;
import dev.presence.model.NodeName;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.util.Collection;

/** Operands as people type them. */
final class Words {
  /** A node's name. */
  static NodeName node(String text) {
    if (!NodeName.isValid(text)) {
      throw PresenceException.usage("\"" + Printable.of(text) + "\": " + NodeName.RULE);
    }
    return new NodeName(text);
  }

  /** The name of an entry, which need not be a node's. */
  static String id(String id) {
    return Printable.of(id);
  }

  /** {@code : did you mean i-01?}, of what is near; empty where nothing is. */
  static String meant(String text, Collection<String> known) {
    String near = Nearest.near(text, known);
    return near == null ? "" : ": did you mean " + Printable.of(near) + "?";
  }

  /** The same, and where nothing is near another end of the sentence. */
  static String meantOr(String text, Collection<String> known, String other) {
    String meant = meant(text, known);
    return meant.isEmpty() ? other : meant;
  }

  /** Words that end a sentence, with their full stop where they have no other. */
  static String sentence(String words) {
    return words.isEmpty() ? "." : words;
  }

  private Words() {}
}
