package dev.presence.store;

import dev.presence.model.PartName;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a store has at one moment, without content: records and orders, no beats. Most listings are
 * the same as the one before, so a listing is text first, to be compared as a whole; it is taken
 * apart when something is asked of it.
 */
public final class Listing {
  /** Every part. */
  public static final Predicate<PartName> ALL_PARTS =
      new Predicate<>() {
        @Override
        public boolean test(PartName part) {
          return true;
        }
      };

  private static final char TAB = '\t';
  private static final char END = '\n';
  private static final char NO_CHARACTER = '?';

  private final String lines;
  private final Predicate<PartName> covers;
  private final Map<String, String> hidden;
  private @Nullable Map<Entry, @Nullable Version> entries;

  /**
   * A listing as text.
   *
   * @param lines a line of {@link #append} for each entry, in an order that stays while nothing
   *     changes
   * @param covers the parts of which it shows every record; of orders it always shows all
   */
  public Listing(String lines, Predicate<PartName> covers) {
    this(lines, covers, Map.of());
  }

  private Listing(String lines, Predicate<PartName> covers, Map<String, String> hidden) {
    this.lines = lines;
    this.covers = covers;
    this.hidden = hidden;
  }

  /**
   * A listing of entries.
   *
   * @param entries entry to version; null for one whose version could not be told
   * @param covers the parts of which it shows every record
   */
  public Listing(Map<Entry, @Nullable Version> entries, Predicate<PartName> covers) {
    this(entries, covers, Map.of());
  }

  /**
   * A listing of which some parts could not be read.
   *
   * @param covers none of those
   * @param hidden asked part to why it could not, a sentence fit to print
   */
  public Listing(
      Map<Entry, @Nullable Version> entries,
      Predicate<PartName> covers,
      Map<String, String> hidden) {
    this(lines(entries), covers, hidden);
    this.entries = entries;
  }

  private static String lines(Map<Entry, @Nullable Version> entries) {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<Entry, @Nullable Version> entry : new TreeMap<>(entries).entrySet()) {
      Version version = entry.getValue();
      append(lines, entry.getKey().path(), version == null ? "" : version.token());
    }
    return lines.toString();
  }

  /**
   * Adds the line of one entry.
   *
   * @param path of the entry; a tab or a line end in it, which no node has in its name, becomes a
   *     character that stands for none
   * @param version its token; empty when it could not be told
   */
  public static void append(StringBuilder lines, String path, String version) {
    lines.append(path.replace(TAB, NO_CHARACTER).replace(END, NO_CHARACTER));
    lines.append(TAB).append(version).append(END);
  }

  /** All of it: equal texts list the same entries in the same versions. */
  public String lines() {
    return lines;
  }

  public Predicate<PartName> covers() {
    return covers;
  }

  /** The asked parts that could not be read, each with a sentence: of them it says nothing. */
  public Map<String, String> hidden() {
    return hidden;
  }

  /** Entry to version; null for one whose version could not be told. */
  public Map<Entry, @Nullable Version> entries() {
    if (entries == null) {
      entries = new HashMap<>();
      int start = 0;
      while (start < lines.length()) {
        int tab = lines.indexOf(TAB, start);
        int end = lines.indexOf(END, tab);
        String token = lines.substring(tab + 1, end);
        entries.put(
            Entry.ofPath(lines.substring(start, tab)), token.isEmpty() ? null : new Version(token));
        start = end + 1;
      }
    }
    return entries;
  }
}
