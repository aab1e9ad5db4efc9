package dev.presence.memory;

import dev.presence.store.Entry;
import org.jspecify.annotations.Nullable;

/** Takes a line apart, columns with tabs between. */
final class Columns {
  static final char TAB = '\t';

  private final String line;
  private int start;

  Columns(String line) {
    this.line = line;
  }

  /** The next column; empty behind the last one. */
  String next() {
    if (start > line.length()) {
      return "";
    }
    int end = line.indexOf(TAB, start);
    String column = line.substring(start, end < 0 ? line.length() : end);
    start += column.length() + 1;
    return column;
  }

  long number() {
    return Long.parseLong(next());
  }

  /** A label; null for none. */
  @Nullable String label() {
    String text = next();
    return text.isEmpty() ? null : text;
  }

  Entry.Kind kind() {
    String name = next();
    for (Entry.Kind kind : Entry.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
